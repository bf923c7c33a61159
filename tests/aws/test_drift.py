"""What somebody else changes, by boto3, is found and nothing else is; what somebody else made is imported as it is."""

import unittest

from stand import Stand

RULE = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "203.0.113.0/24"}]}


class Drift(unittest.TestCase):
    """Each test has a cloud of its own, with everything made."""

    def setUp(self):
        self.stand = Stand("alone")
        self.addCleanup(self.stand.close)
        self.stand.edit('region = "eu-west-1"', 'region = "eu-west-1", tags = { team = "a", cost = "b" }')
        self.stand.cloudc("apply", "--yes")
        self.ec2 = self.stand.client("ec2")

    def group(self, about):
        """The group that is described so."""
        (found,) = self.ec2.describe_security_groups(Filters=[{"Name": "description", "Values": [about]}])["SecurityGroups"]
        return found

    def test_nothing_is_found_where_nothing_changed(self):
        """What a reading does not tell is not taken for gone."""
        self.assertIn("Nothing has changed", self.stand.cloudc("drift", "--detailed-exitcode"))

    def test_a_rule_that_was_added_is_found_and_taken_away(self):
        """Nothing else is touched."""
        group = self.group("web")["GroupId"]
        self.ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[RULE])
        told = self.stand.cloudc("drift", "--detailed-exitcode", expect=5)
        self.assertIn("SecurityGroupEgress", told)
        self.assertRegex(told, "\n1 of [0-9]+ not as recorded")
        self.assertIn("1 to change", self.stand.cloudc("drift", "--revert", "--yes"))
        self.assertEqual([rule["FromPort"] for rule in self.group("web")["IpPermissionsEgress"]], [443])
        self.assertIn("Nothing has changed", self.stand.cloudc("drift"))

    def test_what_is_accepted_is_changed_back_by_the_next_apply(self):
        """The program says otherwise."""
        functions = self.stand.client("lambda")
        name = functions.list_functions()["Functions"][0]["FunctionName"]
        functions.update_function_configuration(FunctionName=name, Timeout=77)
        self.stand.cloudc("drift", "--accept", "--yes")
        self.assertIn("Timeout: 77 -> 10", self.stand.cloudc("apply", "--yes"))
        self.assertEqual(functions.list_functions()["Functions"][0]["Timeout"], 10)

    def test_a_group_is_imported_with_its_rules(self):
        """The block refers to what the program can name, and a plan has nothing to do."""
        vpc = next(vpc["VpcId"] for vpc in self.ec2.describe_vpcs()["Vpcs"] if vpc["CidrBlock"] == "10.0.0.0/16")
        made = self.ec2.create_security_group(GroupName="hand", Description="by hand", VpcId=vpc)["GroupId"]
        self.ec2.authorize_security_group_ingress(GroupId=made, IpPermissions=[RULE])
        told = self.stand.cloudc("import", "hand", made, "--type", "aws.ec2.SecurityGroup")
        self.assertRegex(told, "VpcId += vpc.VpcId")
        self.assertIn("203.0.113.0/24", told)
        self.assertIn("Nothing to do", self.stand.cloudc("plan"))
        self.stand.cloudc("destroy", "--yes")
        self.assertEqual([vpc for vpc in self.ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]], [])


if __name__ == "__main__":
    unittest.main()
