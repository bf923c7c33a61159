"""A program with a cluster is applied to a stand-in of AWS whose EKS leads to a real API server; what is there then is asked
from that server, not from cloudc."""

import json
import random
import shutil
import subprocess
import time
import unittest

import yaml

from api import Api, Refused
from cloud import Cloud

# What the program has on the cluster.
OBJECTS = (
    ("v1", "Namespace", None, "shop"),
    ("v1", "ConfigMap", "shop", "settings"),
    ("apps/v1", "Deployment", "shop", "web"),
    ("v1", "Service", "shop", "front"),
    ("batch/v1", "Job", "shop", "task"),
    ("apps/v1", "Deployment", "shop", "crew"),
    ("keda.sh/v1alpha1", "ScaledObject", "shop", "crew"),
    ("v1", "ConfigMap", "shop", "spare"),
)
SAME = "Nothing to do: 11 resources are as declared."


class Apply(Cloud):
    """One of each kind of object that apply treats in its own way."""

    program = "program"

    def read(self, kind, name, version="v1"):
        """An object of the program."""
        return self.api.get(version, kind, "shop", name)

    def there(self):
        """Which objects of the program there are."""
        return {one for one in OBJECTS if self.api.get(*one) is not None}

    def versions(self):
        """What each object is, as somebody declared it: statuses move by themselves."""
        return {one: self.declared(self.api.get(*one)) for one in OBJECTS}

    @staticmethod
    def declared(found):
        """An object without what the cluster notes on it."""
        noted = ("resourceVersion", "managedFields")
        metadata = {name: value for name, value in found["metadata"].items() if name not in noted}
        return {**{name: value for name, value in found.items() if name != "status"}, "metadata": metadata}

    def merge(self, version, kind, name, change, manager):
        """Somebody else changes an object."""
        path = self.api.path(version, kind, "shop", name)
        return self.api.call("PATCH", path, change, "application/merge-patch+json", fieldManager=manager)

    def test_what_is_declared_is_there_and_goes_again(self):
        """Apply, apply again, destroy."""
        self.stand.cloudc("apply", "--yes")
        self.assertEqual(self.there(), set(OBJECTS))
        self.assertEqual(self.read("Deployment", "web", "apps/v1")["status"]["availableReplicas"], 2)
        self.assertEqual(self.read("Job", "task", "batch/v1")["status"]["succeeded"], 1)
        address = self.read("Service", "front")["status"]["loadBalancer"]["ingress"][0]["hostname"]
        self.assertEqual(self.stand.cloudc("output", "address").strip(), address)
        queue = self.stand.client("sqs").list_queues()["QueueUrls"][0]
        # The stand-in calls its host by different names.
        self.assertEqual(self.read("ConfigMap", "settings")["data"]["queue"].split("/")[3:], queue.split("/")[3:])
        self.crewed()
        before = self.versions()
        self.assertIn(SAME, self.stand.cloudc("plan"))
        self.assertIn("Nothing to do", self.stand.cloudc("apply", "--yes"))
        self.assertEqual(self.versions(), before)
        self.stand.cloudc("destroy", "--yes")
        self.assertEqual(self.there(), set())
        self.assertEqual(self.stand.client("eks").list_clusters()["clusters"], [])

    def crewed(self):
        """KEDA has brought the crew to three, which nobody changes back."""
        self.until(lambda: self.read("Deployment", "crew", "apps/v1")["status"].get("readyReplicas") == 3, "the third of the crew")

    def test_what_changes_is_changed_and_nothing_else(self):
        """A field, the number of copies, an object that goes."""
        self.stand.cloudc("apply", "--yes")
        self.crewed()
        before = self.versions()
        told = self.stand.cloudc("apply", "--yes", "--set", 'motto="closed"', "--set", "replicas=4")
        self.assertIn("2 to change", told)
        after = self.versions()
        self.assertEqual({one[-1] for one in OBJECTS if before[one] != after[one]}, {"settings", "web"})
        self.assertEqual(self.read("ConfigMap", "settings")["data"]["motto"], "closed")
        self.assertEqual(self.read("Deployment", "web", "apps/v1")["status"]["availableReplicas"], 4)
        self.assertEqual(self.read("Deployment", "crew", "apps/v1")["spec"]["replicas"], 3)
        self.stand.cloudc("apply", "--yes", "--set", 'motto="closed"', "--set", "replicas=4", "--set", "extra=false")
        self.assertIsNone(self.read("ConfigMap", "spare"))
        self.assertEqual(len(self.there()), len(OBJECTS) - 1)

    def test_a_new_image_leaves_the_number_to_its_owner(self):
        """KEDA's copies stay as many through a rollout."""
        self.stand.cloudc("apply", "--yes")
        self.crewed()
        self.stand.cloudc("apply", "--yes", "--set", 'image="registry.example.com/web:2"')
        crew = self.read("Deployment", "crew", "apps/v1")
        self.assertEqual((crew["spec"]["replicas"], crew["status"]["availableReplicas"]), (3, 3))
        self.assertTrue(crew["spec"]["template"]["spec"]["containers"][0]["image"].endswith(":2"))
        self.assertIn(SAME, self.stand.cloudc("plan", "--set", 'image="registry.example.com/web:2"'))

    def test_a_field_of_somebody_else_is_not_taken_unless_asked(self):
        """The conflict names the field and its owner."""
        self.stand.cloudc("apply", "--yes")
        self.merge("apps/v1", "Deployment", "web", {"spec": {"replicas": 7}}, "operator")
        told = self.stand.cloudc("apply", "--yes", "--set", "replicas=3", expect=4)
        self.assertIn("spec.replicas", told)
        self.assertIn("operator", told)
        self.assertEqual(self.read("Deployment", "web", "apps/v1")["spec"]["replicas"], 7)
        self.stand.cloudc("apply", "--yes", "--set", "replicas=3", "--take-ownership")
        self.assertEqual(self.read("Deployment", "web", "apps/v1")["spec"]["replicas"], 3)

    def test_a_rollout_that_fails_is_told_and_can_be_mended(self):
        """The pods say why."""
        self.stand.cloudc("apply", "--yes")
        told = self.stand.cloudc("apply", "--yes", "--set", 'image="registry.example.com/broken:2"', expect=4)
        self.assertIn("ImagePullBackOff", told)
        self.stand.cloudc("apply", "--yes", "--set", 'image="registry.example.com/web:3"')
        self.assertEqual(self.read("Deployment", "web", "apps/v1")["status"]["availableReplicas"], 2)

    def test_what_somebody_did_is_found_and_turned_back(self):
        """A value that was changed, a service that was deleted; statuses and KEDA's number are nobody's change."""
        self.stand.cloudc("apply", "--yes")
        self.crewed()
        self.stand.cloudc("drift", "--detailed-exitcode")
        self.merge("v1", "ConfigMap", "spare", {"data": {"a": "other"}}, "operator")
        self.api.delete("v1", "Service", "shop", "front")
        self.until(lambda: self.read("Service", "front") is None, "the end of the service")
        told = self.stand.cloudc("drift", "--detailed-exitcode", expect=5)
        self.assertIn("front", told)
        self.assertIn("other", told)
        self.assertNotIn("crew", told)
        self.stand.cloudc("drift", "--revert", "--yes", "--take-ownership")
        self.assertEqual(self.read("ConfigMap", "spare")["data"], {"a": "b"})
        self.assertEqual(self.there(), set(OBJECTS))

    def test_what_somebody_else_made_is_not_taken_over(self):
        """An object that is there already stays as it is."""
        self.stand.cloudc("apply", "--yes", "--set", "extra=false")
        other = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "spare", "namespace": "shop"}, "data": {"a": "theirs"}}
        self.api.apply(other, manager="operator")
        told = self.stand.cloudc("apply", "--yes", expect=4)
        self.assertIn("spare", told)
        self.assertEqual(self.read("ConfigMap", "spare")["data"], {"a": "theirs"})

    def test_what_is_not_recorded_is_found_by_its_mark(self):
        """One that the state has lost is recorded again, and goes if the program does not have it; nothing is made twice."""
        self.stand.cloudc("apply", "--yes")
        self.crewed()
        before = self.versions()
        for lost in ("web", "spare"):
            self.stand.cloudc("state rm", lost)
        told = self.stand.cloudc("discover", "--type", "k8s.")
        self.assertIn("shop|web on `edge`  (made for `web`, and not recorded)", told)
        self.assertIn("2 things are not recorded", told)
        self.assertIn("--record", self.stand.cloudc("plan", expect=4))
        self.stand.cloudc("apply", "--yes", expect=4)
        self.stand.cloudc("discover", "--type", "k8s.", "--record")
        self.assertIn(SAME, self.stand.cloudc("plan"))
        self.assertEqual(self.versions(), before)
        self.stand.cloudc("state rm", "spare")
        self.stand.cloudc("discover", "--type", "k8s.", "--record", "--set", "extra=false")
        self.stand.cloudc("apply", "--yes", "--set", "extra=false")
        self.assertIsNone(self.read("ConfigMap", "spare"))
        self.assertEqual(len(self.there()), len(OBJECTS) - 1)

    def test_all_that_is_lost_is_gathered_again(self):
        """Everything on the cluster, from marks alone; what waits for what is known again."""
        self.stand.cloudc("apply", "--yes")
        self.crewed()
        before = self.versions()
        for lost in ("space", "settings", "web", "front", "task", "crew", "crew_scale", "spare"):
            self.stand.cloudc("state rm", lost)
        self.assertIn("8 things are recorded now", self.stand.cloudc("discover", "--type", "k8s.", "--record"))
        self.stand.cloudc("apply", "--yes")
        self.assertEqual(self.versions(), before)
        self.assertIn(SAME, self.stand.cloudc("plan"))
        self.stand.cloudc("destroy", "--yes")
        self.assertEqual((self.there(), self.stand.client("eks").list_clusters()["clusters"]), (set(), []))

    def test_a_state_that_is_wholly_lost_is_gathered_again(self):
        """The cluster by its own mark, and then what is on it: in one run."""
        self.stand.cloudc("apply", "--yes")
        self.crewed()
        before = self.versions()
        shutil.rmtree(self.stand.program / ".cloudc")
        self.assertIn(f"{len(OBJECTS) + 3} things are recorded now", self.stand.cloudc("discover", "--record"))
        self.assertIn(SAME, self.stand.cloudc("plan"))
        self.assertEqual(self.versions(), before)
        self.stand.cloudc("destroy", "--yes")
        self.assertEqual((self.there(), self.stand.client("eks").list_clusters()["clusters"]), (set(), []))

    def test_a_cluster_is_taken_over(self):
        """By its name; what is on it is the program's already."""
        self.stand.cloudc("apply", "--yes")
        self.crewed()
        self.stand.cloudc("state rm", "edge.cluster")
        self.assertIn("`edge` is recorded", self.stand.cloudc("import", "edge.cluster", "edge"))
        self.assertIn(SAME, self.stand.cloudc("plan"))

    def test_a_cluster_that_was_just_made_lets_nobody_in_for_a_while(self):
        """It does not know yet who made it: the run goes on when it does."""
        names = self.folder / "late"
        names.write_text("")
        self.begin(names=names)
        process = self.stand.start("apply", "--yes")
        self.until(self.names.exists, "the cluster")
        time.sleep(2)
        names.write_text(self.names.read_text())
        told, _ = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0, told)
        self.assertEqual(self.there(), set(OBJECTS))

    def test_a_pass_that_runs_out_is_renewed(self):
        """The cluster believes each for less time than the run takes."""
        self.begin("--token-lifetime", "1s")
        self.stand.cloudc("apply", "--yes")
        self.assertEqual(self.there(), set(OBJECTS))
        log = (self.plane.folder / "tokens.log").read_text()
        self.assertIn("old", log)

    def test_a_run_that_is_killed_is_taken_up(self):
        """Killed at any instant, again and again: in the end everything is there once, and then nothing."""
        chance = random.Random(7)
        for command, end in (("apply", set(OBJECTS)), ("destroy", set())):
            for _ in range(6):
                self.killed(command, chance.uniform(0.3, 2.5))
            self.stand.cloudc(command, "--yes")
            self.assertEqual(self.there(), end)
        self.assertEqual(self.stand.client("eks").list_clusters()["clusters"], [])

    def test_kubectl_is_let_in(self):
        """By the configuration that cloudc writes, which asks cloudc for a pass."""
        self.stand.cloudc("apply", "--yes")
        file = self.stand.folder / "kubeconfig"
        self.stand.cloudc("kubeconfig", "--out", str(file))
        said = yaml.safe_load(file.read_text())
        self.assertEqual(said["clusters"][0]["cluster"]["server"], self.wire.address)
        way = said["users"][0]["user"]["exec"]
        told = subprocess.run([way["command"], *way["args"]], env=self.stand.around(), capture_output=True, text=True, check=True)
        token = json.loads(told.stdout)["status"]["token"]
        self.assertTrue(Api(self.plane.kubeconfig, token).get("v1", "Node")["items"])
        with self.assertRaises(Refused):
            Api(self.plane.kubeconfig, token[:-8]).get("v1", "Node")


if __name__ == "__main__":
    unittest.main()
