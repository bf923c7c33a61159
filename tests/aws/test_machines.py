"""One of each type that is called directly: made, changed in place, and gone again."""

import unittest

from stand import Stand, counts

WHOLE = counts(
    networks=1,
    subnets=4,
    gateways=1,
    tables=3,
    groups=1,
    addresses=1,
    roles=4,
    logs=1,
    functions=1,
    layers=1,
    machines=1,
    volumes=1,
    keys=1,
    profiles=1,
    clusters=1,
)


class Machines(unittest.TestCase):
    """Each test has a cloud of its own."""

    def setUp(self):
        self.stand = Stand("machines")
        self.addCleanup(self.stand.close)

    def test_machines_come_change_and_go(self):
        """Apply, look, change, destroy."""
        self.stand.cloudc("apply", "--yes")
        self.assertEqual(self.stand.inventory(), WHOLE)
        self.assertIn("Nothing to do", self.stand.cloudc("plan"))
        self.details()
        self.changes()
        self.assertEqual(self.stand.inventory(), WHOLE)
        self.stand.cloudc("destroy", "--yes")
        self.assertEqual(self.stand.inventory(), counts())

    def details(self):
        """What only a look at single things shows."""
        machine = self.stand.machines()[0]
        address = self.stand.client("ec2").describe_addresses()["Addresses"][0]
        self.assertEqual((machine["InstanceType"], machine["Architecture"]), ("t4g.nano", "arm64"))
        self.assertEqual(address["InstanceId"], machine["InstanceId"])
        self.assertEqual(self.stand.cloudc("output", "address").strip(), address["PublicIp"])
        functions = self.stand.client("lambda")
        function = functions.list_functions()["Functions"][0]
        name = function["FunctionName"]
        self.assertEqual(len(function["Layers"]), 1)
        self.assertEqual(functions.get_alias(FunctionName=name, Name="live")["FunctionVersion"], "1")
        self.assertEqual(functions.get_function_url_config(FunctionName=name)["AuthType"], "AWS_IAM")
        self.assertIn("lambda:InvokeFunctionUrl", functions.get_policy(FunctionName=name)["Policy"])
        cluster = self.stand.client("eks").list_clusters()["clusters"][0]
        self.assertEqual(len(self.stand.client("eks").list_nodegroups(clusterName=cluster)["nodegroups"]), 1)

    def changes(self):
        """One property at a time, each in place: the same thing is another afterwards."""
        before = self.stand.volumes()[0]
        self.change("Size = 8", "Size = 10")
        after = self.stand.volumes()[0]
        self.assertEqual((after["VolumeId"], after["Size"]), (before["VolumeId"], 10))
        self.change('Name = "live" }', 'Name = "live", Description = "what runs" }')
        functions = self.stand.client("lambda")
        name = functions.list_functions()["Functions"][0]["FunctionName"]
        self.assertEqual(functions.get_alias(FunctionName=name, Name="live")["Description"], "what runs")
        self.change('AuthType = "AWS_IAM"', 'AuthType = "NONE"')
        self.assertEqual(functions.get_function_url_config(FunctionName=name)["AuthType"], "NONE")

    def change(self, old, new):
        """An edit that changes one resource."""
        self.stand.edit(old, new)
        self.assertIn("1 to change; 33 stay as they are.", self.stand.cloudc("apply", "--yes"))
        self.assertIn("Nothing to do", self.stand.cloudc("plan"))

    def test_a_run_waits_as_long_as_it_is_told_to(self):
        """Not at all, until a machine runs, or until it has passed its checks."""
        for flags, running, checked in ((["--no-wait"], False, False), ([], True, False), (["--full-wait"], True, True)):
            self.stand.order(busy=4)
            self.stand.cloudc("apply", "--yes", *flags)
            left = self.stand.order(busy=0)["busy"]
            self.assertEqual((left["DescribeInstances"] == 0, left["DescribeInstanceStatus"] == 0), (running, checked), flags)
            self.stand.cloudc("destroy", "--yes")

    def test_lost_answers_leave_no_trace(self):
        """Machines, keys and versions too are there once."""
        self.stand.order(throttle=8, lose=7)
        self.stand.cloudc("apply", "--yes")
        self.assertTrue(self.stand.order()["lost"])
        self.assertEqual(self.stand.inventory(), WHOLE)
        self.stand.cloudc("destroy", "--yes")
        self.assertEqual(self.stand.inventory(), counts())


if __name__ == "__main__":
    unittest.main()
