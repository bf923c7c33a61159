"""The policies that `emit --to iam` writes hold every call that is really made, and nothing that changes more."""

import fnmatch
import json
import unittest

from stand import Stand

READS = ("Describe", "Get", "List")


class Policies(unittest.TestCase):
    """Each test has a cloud of its own."""

    def allowed(self, stand, phase):
        """The actions that a phase's policies allow."""
        files = sorted((stand.program / "policies/direct").glob(f"{phase}*.json"))
        statements = [one for path in files for one in json.loads(path.read_text())["Statement"]]
        lists = [one["Action"] for one in statements]
        return {action for some in lists for action in ([some] if isinstance(some, str) else some)}

    def holds(self, stand, phase):
        """Whether every call since the last order is in the policy; the calls."""
        called, allowed = stand.order()["calls"], self.allowed(stand, phase)
        lacking = [call for call in called if not any(fnmatch.fnmatch(call, pattern) for pattern in allowed)]
        self.assertEqual(lacking, [], f"{phase} calls what its policy lacks")
        return set(called), allowed

    def emitted(self, program):
        """A cloud, and the policies of a program."""
        stand = Stand(program)
        self.addCleanup(stand.close)
        stand.run("emit", "main.cld", "--to", "iam", "--account", "123456789012", "--out", "policies")
        return stand

    def test_what_is_halted_needs_what_it_calls_and_no_more(self):
        """The same for what goes on, and for a state in a bucket with a key."""
        stand = self.emitted("later")
        bucket = stand.client("s3")
        bucket.create_bucket(Bucket="states", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        kms = stand.client("kms")
        kms.create_alias(AliasName="alias/state", TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])
        stand.order()
        stand.cloudc("plan")
        self.holds(stand, "plan")
        stand.cloudc("apply", "--yes")
        called, _ = self.holds(stand, "apply")
        self.assertIn("kms:GenerateDataKey", called)
        for phase in ("halt", "resume"):
            stand.cloudc(phase, "--yes")
            called, allowed = self.holds(stand, phase)
            changes = {call for call in allowed if not call.split(":")[1].startswith(READS)}
            self.assertTrue(changes <= called, f"{phase} may {changes - called}")
        stand.cloudc("ssh", expect=2)
        self.holds(stand, "connect")
        stand.cloudc("discover", "--type", "aws.sqs")
        self.holds(stand, "discover")
        stand.cloudc("discover", "--type", "aws.ec2.Instance")
        self.holds(stand, "discover")
        taken = stand.client("ec2").create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
        stand.edit("resource told:", "resource taken: aws.ec2.VPC { CidrBlock = 10.9.0.0/16 }\nresource told:")
        stand.run("emit", "main.cld", "--to", "iam", "--account", "123456789012", "--out", "policies")
        stand.order()
        stand.cloudc("import", "taken", taken)
        self.holds(stand, "import")
        stand.cloudc("destroy", "--yes")
        self.holds(stand, "destroy")


if __name__ == "__main__":
    unittest.main()
