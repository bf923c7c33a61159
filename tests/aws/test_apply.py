"""A program is applied to a stand-in of AWS, changed and destroyed; what is there then is asked with boto3, not with cloudc."""

import json
import random
import subprocess
import unittest

from stand import Stand, counts

WHOLE = counts(
    networks=1,
    subnets=4,
    gateways=1,
    tables=3,
    groups=1,
    addresses=1,
    nats=1,
    endpoints=2,
    queues=2,
    stores=1,
    roles=2,
    logs=1,
    functions=1,
    mappings=1,
)
SAME = "Nothing to do: 33 resources are as declared."


class Apply(unittest.TestCase):
    """Each test has a cloud of its own."""

    def setUp(self):
        self.stand = Stand("program")
        self.addCleanup(self.stand.close)

    def test_what_is_declared_is_there_and_goes_again(self):
        """Apply, apply again, destroy."""
        self.stand.cloudc("apply", "--yes")
        self.assertEqual(self.stand.inventory(), WHOLE)
        self.assertIn(SAME, self.stand.cloudc("plan"))
        self.assertIn("Nothing to do", self.stand.cloudc("apply", "--yes"))
        self.details()
        self.stand.cloudc("destroy", "--yes")
        self.assertEqual(self.stand.inventory(), counts())

    def details(self):
        """What only a look at single things shows."""
        ec2 = self.stand.client("ec2")
        vpc = next(vpc for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"])
        names = ec2.describe_vpc_attribute(VpcId=vpc["VpcId"], Attribute="enableDnsHostnames")
        self.assertTrue(names["EnableDnsHostnames"]["Value"])
        tags = {tag["Key"]: tag["Value"] for tag in vpc["Tags"]}
        self.assertEqual((tags["cloudc:app"], tags["cloudc:address"]), ("shop", "net.vpc"))
        group = ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc["VpcId"]]}])["SecurityGroups"]
        out = next(one for one in group if one["GroupName"] != "default")["IpPermissionsEgress"]
        self.assertNotIn({"CidrIp": "0.0.0.0/0"}, [block for rule in out if rule["IpProtocol"] == "-1" for block in rule["IpRanges"]])
        function = self.stand.client("lambda").list_functions()["Functions"][0]
        self.assertEqual((function["Timeout"], function["Handler"]), (30, "index.handler"))
        self.assertEqual(len(function["VpcConfig"]["SubnetIds"]), 2)
        table = self.stand.client("dynamodb").list_tables()["TableNames"][0]
        self.assertEqual(function["Environment"]["Variables"], {"STOCK": table})
        roles = self.stand.client("iam")
        named = [role["RoleName"] for role in roles.list_roles()["Roles"]]
        self.assertTrue(all(roles.list_role_policies(RoleName=name)["PolicyNames"] for name in named))
        output = json.loads(self.stand.cloudc("output", "--json"))
        self.assertIn("shop-orders-queue", output["url"])

    def test_what_changes_is_changed_and_nothing_else(self):
        """One property of a type at a time: through Cloud Control, and directly."""
        self.stand.cloudc("apply", "--yes")
        told = self.stand.cloudc("apply", "--yes", "--set", "hidden=4min")
        self.assertIn("1 to change; 32 stay as they are.", told)
        queue = next(url for url in self.stand.client("sqs").list_queues()["QueueUrls"] if "queue" in url)
        read = self.stand.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
        self.assertEqual(read["VisibilityTimeout"], "240")
        self.stand.edit("hidden: Duration = 3min", "hidden: Duration = 4min")
        before = self.stand.client("lambda").list_functions()["Functions"][0]
        with (self.stand.program / "pack/index.mjs").open("a") as code:
            code.write("// changed\n")
        self.stand.edit("timeout = 30s", "timeout = 40s")
        self.assertIn("1 to change; 32 stay as they are.", self.stand.cloudc("apply", "--yes"))
        after = self.stand.client("lambda").list_functions()["Functions"][0]
        self.assertEqual((after["FunctionName"], after["Timeout"]), (before["FunctionName"], 40))
        self.assertNotEqual(after["CodeSha256"], before["CodeSha256"])
        self.stand.edit("batch = 5", "batch = 6")
        self.assertIn("1 to change; 32 stay as they are.", self.stand.cloudc("apply", "--yes"))
        self.assertEqual(self.stand.client("lambda").list_event_source_mappings()["EventSourceMappings"][0]["BatchSize"], 6)
        self.assertIn(SAME, self.stand.cloudc("plan"))
        self.assertEqual(self.stand.inventory(), WHOLE)

    def test_throttled_calls_and_lost_answers_leave_no_trace(self):
        """What was made by a call whose answer was lost is found; nothing is there twice."""
        self.stand.order(throttle=7, lose=9, looks=2)
        self.stand.cloudc("apply", "--yes")
        done = self.stand.order()
        self.assertTrue(done["throttled"] and done["lost"], done)
        self.assertEqual(self.stand.inventory(), WHOLE)
        self.assertIn(SAME, self.stand.cloudc("plan"))
        self.stand.order(throttle=5, lose=11)
        self.stand.cloudc("destroy", "--yes")
        self.stand.order()
        self.assertEqual(self.stand.inventory(), counts())

    def test_a_run_that_is_killed_is_taken_up(self):
        """Killed at any instant, again and again: in the end everything is there once."""
        chance = random.Random(5)
        for command, end in (("apply", WHOLE), ("destroy", counts())):
            for _ in range(6):
                process = self.stand.start(command, "--yes")
                try:
                    process.communicate(timeout=chance.uniform(0.3, 1.3))
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.communicate()
            self.stand.cloudc(command, "--yes")
            self.assertEqual(self.stand.inventory(), end)


if __name__ == "__main__":
    unittest.main()
