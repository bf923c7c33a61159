"""A state in a bucket: what one machine did is known to the next, and nobody gets in another's way."""

import json
import random
import shutil
import subprocess
import time
import unittest

from stand import Stand

BUCKET = "states"
LOCK = "team/shop/lock.json"


class State(unittest.TestCase):
    """Each test has a cloud of its own."""

    def setUp(self):
        self.stand = Stand("program")
        self.addCleanup(self.stand.close)
        self.bucket = self.stand.client("s3")
        self.bucket.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        path = self.stand.program / "main.cld"
        path.write_text(path.read_text().replace('region = "eu-west-1" }', 'region = "eu-west-1", state = "s3://states/team" }'))

    def names(self):
        """Every object of the state."""
        return [one["Key"] for one in self.bucket.list_objects_v2(Bucket=BUCKET).get("Contents", [])]

    def write_lock(self, seconds):
        """A lock of somebody else, who was heard of so that it ends in so many seconds."""
        now = int(time.time() * 1000)
        owner = {"lease": "x", "fence": 7, "user": "ann", "process": 1, "command": "apply", "since": now}
        text = json.dumps({**owner, "expires": now + seconds * 1000})
        self.bucket.put_object(Bucket=BUCKET, Key=LOCK, Body=text)

    def test_another_machine_goes_on_where_one_was(self):
        """No file is needed beside the program."""
        self.stand.cloudc("apply", "--yes")
        self.assertIn("team/shop/state.json", self.names())
        self.assertNotIn(LOCK, self.names())
        shutil.rmtree(self.stand.program / ".cloudc")
        self.assertIn("Nothing to do: 33 resources", self.stand.cloudc("plan"))
        self.assertIn("1 changed", self.stand.cloudc("apply", "--yes", "--set", "hidden=4min"))
        self.assertIn("shop-orders-queue", self.stand.cloudc("output", "url"))
        self.stand.cloudc("destroy", "--yes")
        self.assertEqual(self.stand.inventory()["networks"], 0)

    def test_a_lock_is_respected_until_its_owner_is_silent_for_too_long(self):
        """Who has it is said; one that is dead is taken over from."""
        self.write_lock(60)
        told = self.stand.cloudc("apply", "--yes", expect=3)
        self.assertIn("`apply` of ann", told)
        self.assertEqual(self.stand.inventory()["networks"], 0)
        self.write_lock(-1)
        self.stand.cloudc("apply", "--yes")
        self.assertEqual(self.stand.inventory()["networks"], 1)

    def test_two_runs_at_once_are_one_after_the_other(self):
        """One of them has the state; the other says so and does nothing."""
        self.stand.order(looks=6)
        runs = [self.stand.start("apply", "--yes") for _ in range(2)]
        told = [run.communicate(timeout=300)[0] for run in runs]
        self.assertEqual(sorted(run.returncode for run in runs), [0, 3], told)
        self.assertIn("another run has the state", "".join(told))
        self.assertEqual(self.stand.inventory()["networks"], 1)

    def test_a_run_that_is_killed_is_taken_up_once_its_lock_has_ended(self):
        """The journal in the bucket is all that is left of it."""
        chance = random.Random(7)
        for _ in range(4):
            process = self.stand.start("apply", "--yes")
            try:
                process.communicate(timeout=chance.uniform(0.6, 2.0))
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
            shutil.rmtree(self.stand.program / ".cloudc", ignore_errors=True)
            if LOCK in self.names():
                owner = json.loads(self.bucket.get_object(Bucket=BUCKET, Key=LOCK)["Body"].read())
                self.bucket.put_object(Bucket=BUCKET, Key=LOCK, Body=json.dumps({**owner, "expires": 1}))
        self.stand.cloudc("apply", "--yes")
        found = self.stand.inventory()
        self.assertEqual((found["networks"], found["queues"], found["functions"], found["roles"]), (1, 2, 1, 2))


if __name__ == "__main__":
    unittest.main()
