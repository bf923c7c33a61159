"""A secret is sent to the cloud and written nowhere."""

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


if __name__ == "__main__":
    unittest.main()
