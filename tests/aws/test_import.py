"""What others made is found, and becomes the program's without being changed."""

import json
import re
import unittest

from stand import Stand

TRUST = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]})


class Import(unittest.TestCase):
    """Each test has a cloud of its own."""

    def setUp(self):
        self.stand = Stand("taken")
        self.addCleanup(self.stand.close)

    def make(self):
        """Things that boto3 makes; gives their addresses, types and identifiers."""
        ec2, sqs, iam = (self.stand.client(name) for name in ("ec2", "sqs", "iam"))
        net = ec2.create_vpc(CidrBlock="10.70.0.0/16")["Vpc"]["VpcId"]
        ec2.create_tags(Resources=[net], Tags=[{"Key": "team", "Value": "blue"}])
        part = ec2.create_subnet(VpcId=net, CidrBlock="10.70.1.0/24", AvailabilityZone="eu-west-1a")["Subnet"]["SubnetId"]
        group = ec2.create_security_group(VpcId=net, GroupName="hand", Description="made by hand")["GroupId"]
        disk = ec2.create_volume(AvailabilityZone="eu-west-1a", Size=9, VolumeType="gp3")["VolumeId"]
        image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
        box = ec2.run_instances(ImageId=image, InstanceType="t3.micro", SubnetId=part, MinCount=1, MaxCount=1)["Instances"][0]
        sqs.create_queue(QueueName="by-hand", Attributes={"VisibilityTimeout": "45"}, tags={"team": "blue"})
        iam.create_role(RoleName="by-hand", AssumeRolePolicyDocument=TRUST)
        queue = "https://sqs.eu-west-1.amazonaws.com/123456789012/by-hand"
        return [
            ("net", "aws.ec2.VPC", net),
            ("part", "aws.ec2.Subnet", part),
            ("group", "aws.ec2.SecurityGroup", group),
            ("disk", "aws.ec2.Volume", disk),
            ("box", "aws.ec2.Instance", box["InstanceId"]),
            ("orders", "aws.sqs.Queue", queue),
            ("actor", "aws.iam.Role", "by-hand"),
        ]

    def discovered(self, *more):
        """What is there and not recorded, by type and identifier."""
        found = json.loads(self.stand.cloudc("discover", "--json", *more))
        return {(one["type"], one["identifier"]): (one["app"], one["address"]) for one in found}

    def there(self):
        """The same of three services; of all it takes a while."""
        return {one: whose for kind in ("aws.ec2", "aws.sqs", "aws.iam.R") for one, whose in self.discovered("--type", kind).items()}

    def test_everything_can_be_looked_through(self):
        """A thousand types."""
        made = self.make()
        there = self.discovered()
        self.assertFalse([one for one in made if one[1:] not in there])

    def test_what_others_made_is_found_and_taken_over(self):
        """Discover, import each, plan, destroy."""
        self.stand.cloudc("apply", "--yes")
        made = self.make()
        there = self.there()
        self.assertFalse([one for one in made if one[1:] not in there])
        self.assertFalse([one for one in there if "heir" in one[1]], "what is recorded is not listed")
        self.assertNotIn(made[0][1:], self.discovered("--type", "aws.sqs"))
        for address, kind, identifier in made:
            self.stand.cloudc("import", address, identifier, "--type", kind)
            self.assertIn("Nothing to do", self.stand.cloudc("plan"), address)
        self.marked()
        text = (self.stand.program / "main.cld").read_text()
        self.assertEqual(len(re.findall(r"VpcId += net\.VpcId", text)), 2, "what is recorded already is referred to")
        self.assertFalse([one for one in made if one[1:] in self.there()])
        self.stand.cloudc("destroy", "--yes")
        there = self.there()
        self.assertFalse([one for one in made if one[1:] in there])

    def marked(self):
        """What was imported carries the program's mark beside its own tags, as boto3 sees it."""
        nets = self.stand.client("ec2").describe_vpcs()["Vpcs"]
        tags = [{tag["Key"]: tag["Value"] for tag in net.get("Tags", [])} for net in nets if net["CidrBlock"] == "10.70.0.0/16"][0]
        self.assertEqual((tags["cloudc:app"], tags["cloudc:address"], tags["team"]), ("heir", "net", "blue"))
        sqs = self.stand.client("sqs")
        tags = sqs.list_queue_tags(QueueUrl=sqs.get_queue_url(QueueName="by-hand")["QueueUrl"])["Tags"]
        self.assertEqual((tags["cloudc:app"], tags["cloudc:address"], tags["team"]), ("heir", "orders", "blue"))

    def test_another_program_that_has_lost_its_state_is_recognised(self):
        """Whose it was is in its marks."""
        self.stand.cloudc("apply", "--yes")
        for path in sorted((self.stand.program / ".cloudc").rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        found = self.discovered("--type", "aws.sqs")
        self.assertEqual(list(found.values()), [("heir", "own.queue")])


if __name__ == "__main__":
    unittest.main()
