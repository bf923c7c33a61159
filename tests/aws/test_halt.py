"""What can be halted is halted and goes on, and nothing that is declared has changed."""

import unittest

from stand import Stand, counts


class Halt(unittest.TestCase):
    """Each test has a cloud of its own."""

    def setUp(self):
        self.stand = Stand("halt")
        self.addCleanup(self.stand.close)

    def sizes(self):
        """How much of everything runs, as each service says it."""
        group = self.stand.client("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"][0]
        fleets = self.stand.client("ec2").describe_spot_fleet_requests()["SpotFleetRequestConfigs"]
        containers = self.stand.client("ecs")
        cluster = containers.list_clusters()["clusterArns"][0]
        names = containers.list_services(cluster=cluster)["serviceArns"]
        service = containers.describe_services(cluster=cluster, services=names)["services"][0]
        database = self.stand.client("rds").describe_db_instances()["DBInstances"][0]
        return {
            "machine": self.box()["State"]["Name"],
            "group": (group["MinSize"], group["DesiredCapacity"]),
            "spots": [fleet["SpotFleetRequestConfig"]["TargetCapacity"] for fleet in fleets],
            "service": service["desiredCount"],
            "database": database["DBInstanceStatus"],
        }

    def box(self):
        """The machine that stands alone."""
        own = [machine for machine in self.stand.machines() if machine["InstanceType"] == "t4g.nano"]
        self.assertEqual(len(own), 1)
        return own[0]

    def test_everything_comes_to_rest_and_goes_on(self):
        """Halt, plan, resume, plan, destroy."""
        runs = {"machine": "running", "group": (2, 2), "spots": [2], "service": 3, "database": "available"}
        rests = {"machine": "stopped", "group": (0, 0), "spots": [0], "service": 0, "database": "stopped"}
        self.stand.cloudc("apply", "--yes")
        self.assertEqual(self.sizes(), runs)
        for _ in range(2):
            self.stand.cloudc("halt", "--yes")
            self.assertEqual(self.sizes(), rests)
            self.assertIn("Nothing to do", self.stand.cloudc("plan"))
        self.stand.cloudc("resume", "--yes")
        self.assertEqual(self.sizes(), runs)
        self.assertIn("Nothing to do", self.stand.cloudc("plan"))
        self.versions()
        self.stand.cloudc("destroy", "--yes")
        self.assertEqual(self.stand.inventory(), counts())
        fleets = self.stand.client("ec2").describe_spot_fleet_requests()["SpotFleetRequestConfigs"]
        self.assertFalse([fleet for fleet in fleets if fleet["SpotFleetRequestState"] == "active"])

    def test_an_answer_that_is_lost_is_no_harm(self):
        """What was done already is done: a database that is stopped cannot be stopped."""
        self.stand.cloudc("apply", "--yes")
        self.stand.order(lose=2)
        self.stand.cloudc("halt", "--yes")
        self.assertTrue(self.stand.order()["lost"])
        self.assertEqual(self.sizes()["database"], "stopped")

    def versions(self):
        """A change of what machines are made of is a version, which the group takes; nothing is replaced."""
        ec2 = self.stand.client("ec2")
        before = {one["LaunchTemplateId"]: one["LatestVersionNumber"] for one in ec2.describe_launch_templates()["LaunchTemplates"]}
        self.assertEqual(sorted(before.values()), [1, 1])
        self.stand.edit('image("amazonlinux/2023", arch = "arm64")\n  network = net\n  count   = 2', 'image("amazonlinux/2023", arch = "arm64")\n  network = net\n  count   = 2\n  hops    = 2')
        told = self.stand.cloudc("apply", "--yes")
        self.assertIn("2 changed", told)
        after = {one["LaunchTemplateId"]: one["LatestVersionNumber"] for one in ec2.describe_launch_templates()["LaunchTemplates"]}
        self.assertEqual((set(after), sorted(after.values())), (set(before), [1, 2]))
        self.assertIn("Nothing to do", self.stand.cloudc("plan"))


if __name__ == "__main__":
    unittest.main()
