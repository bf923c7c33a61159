"""One property at a time, of types that are called directly: changed, and taken away, which brings back what a new resource has."""

import unittest

from stand import Stand


class Alone(unittest.TestCase):
    """One program, edited again and again."""

    def setUp(self):
        self.stand = Stand("alone")
        self.addCleanup(self.stand.close)

    def change(self, old, new, said="1 to change"):
        """Edits the program and applies it: the plan says how many things change, and then there is nothing to do."""
        self.stand.edit(old, new)
        self.assertIn(said, self.stand.cloudc("apply", "--yes"))
        self.assertIn("Nothing to do", self.stand.cloudc("plan"))

    def own(self, what, **one):
        """The only thing of EC2 of a kind that passes a filter."""
        filters = [{"Name": name.replace("_", "-"), "Values": [value]} for name, value in one.items()]
        answer = getattr(self.stand.client("ec2"), f"describe_{what}")(Filters=filters)
        (found,) = next(value for value in answer.values() if isinstance(value, list))
        return found

    def test_what_is_taken_away_goes_back(self):
        """Each change is looked at with boto3."""
        self.stand.cloudc("apply", "--yes")
        self.network()
        self.group()
        self.volume()
        self.mapping()
        self.template()
        self.stand.cloudc("destroy", "--yes")
        self.assertEqual([vpc for vpc in self.stand.client("ec2").describe_vpcs()["Vpcs"] if not vpc["IsDefault"]], [])

    def network(self):
        """Host names and addresses are off in a new network, the answering of names is on."""
        ec2, vpc = self.stand.client("ec2"), self.own("vpcs", cidr="10.0.0.0/16")["VpcId"]

        def attribute(name):
            return ec2.describe_vpc_attribute(VpcId=vpc, Attribute=name)[name[0].upper() + name[1:]]["Value"]

        self.assertTrue(attribute("enableDnsHostnames"))
        self.change(", EnableDnsHostnames = true", "")
        self.assertFalse(attribute("enableDnsHostnames"))
        self.change("10.0.0.0/16 }", "10.0.0.0/16, EnableDnsSupport = false }")
        self.assertFalse(attribute("enableDnsSupport"))
        self.change(", EnableDnsSupport = false", "")
        self.assertTrue(attribute("enableDnsSupport"))
        self.change(", MapPublicIpOnLaunch = true", "")
        self.assertFalse(self.own("subnets", vpc_id=vpc)["MapPublicIpOnLaunch"])

    def group(self):
        """Whoever writes no rules for what goes out lets everything out; whoever writes some lets nothing else out."""

        def out():
            rules = self.own("security_groups", description="web")["IpPermissionsEgress"]
            return sorted((rule["IpProtocol"], rule.get("FromPort")) for rule in rules)

        self.assertEqual(out(), [("tcp", 443)])
        line = '  SecurityGroupEgress = [{ IpProtocol = "tcp", FromPort = 443, ToPort = 443, CidrIp = "0.0.0.0/0" }]\n'
        self.change(line, "")
        self.assertEqual(out(), [("-1", None)])
        self.change('  GroupDescription    = "web"\n', line.replace("443", "80") + '  GroupDescription    = "web"\n')
        self.assertEqual(out(), [("tcp", 80)])

    def volume(self):
        """A volume of this kind has 3000 operations a second, and stands where it was made."""
        self.assertEqual(self.own("volumes", size="10")["Iops"], 4000)
        self.change(", Iops = 4000", "")
        self.assertEqual(self.own("volumes", size="10")["Iops"], 3000)
        before = self.own("volumes", size="10")["VolumeId"]
        self.change("eu-west-1a", "eu-west-1b", "1 to replace")
        after = self.own("volumes", size="10")
        self.assertEqual((after["AvailabilityZone"], after["VolumeId"] == before), ("eu-west-1b", False))

    def mapping(self):
        """A function takes ten messages of a queue at once."""

        def batch():
            (found,) = self.stand.client("lambda").list_event_source_mappings()["EventSourceMappings"]
            return found["BatchSize"]

        self.assertEqual(batch(), 5)
        self.change("  BatchSize                      = 5\n", "")
        self.assertEqual(batch(), 10)

    def template(self):
        """A version that is there already, as after a run that was killed, is not made again."""
        ec2 = self.stand.client("ec2")
        disk = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 8, "Encrypted": True}}
        wanted = {"InstanceType": "t3.micro", "BlockDeviceMappings": [disk]}
        (there,) = ec2.describe_launch_templates()["LaunchTemplates"]
        ec2.create_launch_template_version(LaunchTemplateId=there["LaunchTemplateId"], LaunchTemplateData=wanted)
        self.change("t3.nano", "t3.micro")
        self.assertEqual(ec2.describe_launch_templates()["LaunchTemplates"][0]["LatestVersionNumber"], 2)
        self.change("t3.micro", "t3.small")
        self.assertEqual(ec2.describe_launch_templates()["LaunchTemplates"][0]["LatestVersionNumber"], 3)


if __name__ == "__main__":
    unittest.main()
