"""A secret is sent to the cloud and written nowhere."""

import base64
import unittest

from stand import Stand

CANARY = "k4n4ri3"


class Secrets(unittest.TestCase):
    """Each test has a cloud of its own."""

    def test_a_secret_is_in_no_file_and_in_no_output(self):
        """Where it is kept is known; what it is only when it is sent."""
        stand = Stand("secret", "--set", "key=env:CANARY")
        self.addCleanup(stand.close)
        # Without it nothing can be sent: it really is read.
        told = stand.cloudc("apply", "--yes", expect=4)
        self.assertIn("the secret `env:CANARY` is not in the environment", told)
        stand.more = {"CANARY": CANARY}
        told = stand.cloudc("apply", "--yes", "--json") + stand.cloudc("state list", "--json") + stand.cloudc("plan", "--json")
        files = [path for path in stand.program.rglob("*") if path.is_file()]
        self.assertTrue(any(path.name == "state.json" for path in files))
        texts = [path.read_text(errors="replace") for path in files]
        self.assertFalse([text for text in [told, *texts] if CANARY in text])
        self.assertIn("Nothing to do", stand.cloudc("plan"))

    def test_what_aws_makes_up_is_handed_on_and_written_nowhere(self):
        """It is read where it is kept, and what is made of it is made then."""
        stand = Stand("kept")
        self.addCleanup(stand.close)
        told = stand.cloudc("apply", "--yes", "--json") + stand.cloudc("plan")
        self.assertIn("Nothing to do", told)
        vault = stand.client("secretsmanager")
        values = {one["Name"]: vault.get_secret_value(SecretId=one["ARN"])["SecretString"] for one in vault.list_secrets()["SecretList"]}
        made = next(value for name, value in values.items() if "made" in name)
        wanted = base64.b64encode(f"x-{made}".encode()).decode()
        self.assertEqual(sorted(values.values()), sorted([made, wanted]))
        texts = [path.read_text(errors="replace") for path in stand.program.rglob("*") if path.is_file()]
        self.assertFalse([text for text in [told, *texts] if made in text or wanted in text])


if __name__ == "__main__":
    unittest.main()
