"""A program goes through CloudFormation on the stand-in: made, looked at, changed, removed; what is there is asked with boto3.

moto carries change sets out at once and tells of the stack only, never of what it holds: how events are followed, and led back to
the program when something fails, is tested where CloudFormation's answers are played (`runtime/cli/src/commands/via`).
"""

import json
import unittest

from stand import Stand, counts
from test_apply import WHOLE

VIA = ("--via", "cloudformation")


class Stacks(unittest.TestCase):
    """Each test has a cloud of its own."""

    def setUp(self):
        self.stand = Stand("program")
        self.addCleanup(self.stand.close)
        self.cloudformation = self.stand.client("cloudformation")

    def stacks(self):
        """The stacks that are not gone."""
        return {stack["StackName"]: stack for stack in self.cloudformation.describe_stacks()["Stacks"]}

    def test_a_stack_is_made_changed_and_removed(self):
        """Plan leaves nothing behind; apply, apply again, a change, the outputs, destroy."""
        told = self.stand.cloudc("plan", *VIA)
        self.assertIn("Stack shop in eu-west-1:", told)
        self.assertIn("33 to make.", told)
        self.assertEqual(self.stacks(), {})
        self.assertEqual(self.stand.inventory(), counts())
        told = self.stand.cloudc("apply", "--yes", *VIA)
        self.assertIn("Done: 33 made", told)
        self.assertEqual(self.stacks()["shop"]["StackStatus"], "CREATE_COMPLETE")
        self.assertEqual(self.stand.inventory(), WHOLE)
        url = json.loads(self.stand.cloudc("output", "--json"))["url"]
        self.assertTrue(url.startswith("http"), url)
        self.assertIn("Nothing to do", self.stand.cloudc("apply", "--yes", *VIA))
        self.stand.edit("hidden: Duration = 3min", "hidden: Duration = 4min")
        self.stand.cloudc("plan", *VIA, "--detailed-exitcode", expect=5)
        told = self.stand.cloudc("apply", "--yes", *VIA)
        self.assertIn("VisibilityTimeout: 180 -> 240", told)
        sqs = self.stand.client("sqs")
        times = [sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]["VisibilityTimeout"] for url in sqs.list_queues()["QueueUrls"]]
        self.assertIn("240", times)
        told = self.stand.cloudc("destroy", "--yes", *VIA)
        self.assertIn("33 to delete", told)
        self.assertEqual(self.stacks(), {})

    def test_one_thing_has_one_owner(self):
        """What is in a stack is not made directly too, nor the other way round."""
        self.stand.cloudc("apply", "--yes", *VIA)
        self.assertIn("is in the stack `shop`", self.stand.cloudc("apply", "--yes", expect=2))
        self.stand.cloudc("destroy", "--yes", *VIA)
        self.stand.cloudc("apply", "--yes", "--only", "stock")
        self.assertIn("were made directly", self.stand.cloudc("apply", "--yes", *VIA, expect=2))

    def test_what_a_bucket_is_for(self):
        """Archives go into the bucket that is named."""
        self.stand.cloudc("apply", "--yes", *VIA, "--assets-bucket", "my-own-archives")
        found = self.stand.client("s3").list_objects_v2(Bucket="my-own-archives")["Contents"]
        self.assertTrue(any(one["Key"].endswith(".zip") for one in found), found)


if __name__ == "__main__":
    unittest.main()
