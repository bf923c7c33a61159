"""A part of a program lives in another account: the role there is taken on, and nothing of it is in one's own."""

import unittest

import boto3

from stand import Stand

AUDIT = "111122223333"


class Accounts(unittest.TestCase):
    """Each test has a cloud of its own."""

    def setUp(self):
        self.stand = Stand("accounts")
        self.addCleanup(self.stand.close)

    def there(self, region):
        """Queues and networks of the other account, as somebody sees them who takes on the role too."""
        role = f"arn:aws:iam::{AUDIT}:role/cloudc-deploy"
        keys = self.stand.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
        keys = {"aws_access_key_id": keys["AccessKeyId"], "aws_secret_access_key": keys["SecretAccessKey"], "aws_session_token": keys["SessionToken"]}
        ec2, sqs = (boto3.client(name, region_name=region, endpoint_url=self.stand.address, **keys) for name in ("ec2", "sqs"))
        nets = [net["CidrBlock"] for net in ec2.describe_vpcs()["Vpcs"] if not net["IsDefault"]]
        return len(sqs.list_queues().get("QueueUrls", [])), nets

    def test_each_part_is_where_it_is_said_to_be(self):
        """Apply, plan, destroy, in both accounts and two regions."""
        self.stand.cloudc("apply", "--yes")
        self.assertEqual(self.there("eu-west-1"), (1, ["10.80.0.0/16"]))
        self.assertEqual(self.there("us-east-1"), (1, ["10.80.0.0/16"]))
        own = self.stand.inventory()
        self.assertEqual((own["queues"], own["networks"]), (1, 0))
        self.assertIn("Nothing to do", self.stand.cloudc("plan"))
        self.stand.cloudc("destroy", "--yes")
        self.assertEqual((self.there("eu-west-1"), self.there("us-east-1")), ((0, []), (0, [])))
        self.assertEqual(self.stand.inventory()["queues"], 0)

    def test_an_account_without_a_role_is_refused(self):
        """Nothing is made in one's own account instead."""
        self.stand.cloudc("apply", "--yes")
        self.stand.edit('audit = { id = "111122223333"', 'audit = { id = "444455556666"')
        told = self.stand.cloudc("apply", "--yes", expect=4)
        self.assertIn("name no role in 111122223333", told)


if __name__ == "__main__":
    unittest.main()
