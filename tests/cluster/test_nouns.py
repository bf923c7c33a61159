"""Services and jobs by the nouns of the library, on a cluster by its noun: they run, with what they read."""

import base64
import unittest

from cloud import Cloud


class Nouns(Cloud):
    """One program, as a user writes it."""

    program = "nouns"

    def all(self, version, kind):
        """What there is of a kind in the program's namespaces, by name."""
        found = [*self.api.get(version, kind, "shop")["items"], *self.api.get(version, kind, "default")["items"]]
        return {one["metadata"]["name"]: one for one in found}

    def test_services_run_with_what_they_read_and_go_again(self):
        """Apply, look, apply again, change, destroy."""
        self.stand.cloudc("apply", "--yes")
        self.assertEqual(self.all("apps/v1", "Deployment")["web"]["status"]["availableReplicas"], 2)
        self.assertEqual(self.all("apps/v1", "StatefulSet")["store"]["status"]["readyReplicas"], 2)
        self.assertEqual(self.all("apps/v1", "DaemonSet")["agent"]["status"]["numberReady"], 3)
        self.assertEqual(self.all("batch/v1", "Job")["once"]["status"]["succeeded"], 1)
        self.assertIn("nightly", self.all("batch/v1", "CronJob"))
        self.hidden()
        self.assertIn("Nothing to do", self.stand.cloudc("plan"))
        self.assertIn("Nothing to do", self.stand.cloudc("apply", "--yes"))
        told = self.stand.cloudc("apply", "--yes", "--set", 'image="registry.example.com/broken:1"', expect=4)
        self.assertIn("ImagePullBackOff", told)
        self.assertEqual(self.all("apps/v1", "Deployment")["web"]["status"]["availableReplicas"], 2)
        self.stand.cloudc("apply", "--yes")
        self.stand.cloudc("destroy", "--yes")
        left = [one for kind in ("Deployment", "StatefulSet", "DaemonSet") for one in self.all("apps/v1", kind)]
        self.assertEqual((left, self.stand.client("eks").list_clusters()["clusters"]), ([], []))

    def hidden(self):
        """What AWS made up stands in a Secret, and in nothing that cloudc tells or keeps."""
        kept = self.stand.client("secretsmanager").list_secrets()["SecretList"][0]["ARN"]
        word = self.stand.client("secretsmanager").get_secret_value(SecretId=kept)["SecretString"]
        values = [value for one in self.all("v1", "Secret").values() for value in one.get("data", {}).values()]
        self.assertIn(word, [base64.b64decode(value).decode() for value in values])
        plain = [text for one in self.all("v1", "ConfigMap").values() for text in one.get("data", {}).values()]
        self.assertFalse([text for text in plain if word in text])
        files = [path for path in self.stand.program.rglob("*") if path.is_file()]
        self.assertEqual([path for path in files if word.encode() in path.read_bytes()], [])


if __name__ == "__main__":
    unittest.main()
