"""The machines of a fleet with a `rollout` are replaced a few at a time when what they are made of changes, as CloudFormation would do it.

moto knows no instance refreshes; `refreshes.py` adds them.
"""

import unittest

from stand import Stand


class Rollout(unittest.TestCase):
    """Each test has a cloud of its own."""

    def setUp(self):
        self.begin()

    def begin(self):
        """A fleet of six machines."""
        self.stand = Stand("rollout")
        self.stand.cloudc("apply", "--yes")
        self.before = self.machines()

    def tearDown(self):
        self.stand.close()

    def machines(self):
        """The machines of the group, by their ids."""
        group = self.stand.client("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"][0]
        return {one["InstanceId"] for one in group["Instances"]}

    def version(self):
        """The version of the template that the group says."""
        group = self.stand.client("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"][0]
        return str(group["MixedInstancesPolicy"]["LaunchTemplate"]["LaunchTemplateSpecification"]["Version"])

    def change(self):
        """Another script for each machine."""
        self.stand.edit('word: String = "one"', 'word: String = "two"')

    def test_machines_are_replaced_a_few_at_a_time(self):
        """The plan says so, and apply waits until all are new."""
        self.assertEqual(len(self.before), 6)
        self.change()
        self.assertIn("replaces 6 machines, 2 at a time, for about 9min", self.stand.cloudc("plan"))
        told = self.stand.cloudc("apply", "--yes")
        self.assertIn("33 % of the machines are replaced", told)
        after = self.machines()
        self.assertEqual((len(after), after & self.before), (6, set()))
        self.assertIn("Nothing to do", self.stand.cloudc("plan"))

    def test_without_a_change_of_them_machines_stay(self):
        """How machines are replaced is no reason to replace them."""
        self.stand.edit("batch = 2", "batch = 1")
        self.assertIn("Nothing to do", self.stand.cloudc("apply", "--yes"))
        self.assertEqual(self.machines(), self.before)

    def test_what_fails_is_taken_back(self):
        """New machines that are sick are replaced by what was there before; the next run tries again."""
        self.change()
        self.stand.order(sick=1)
        told = self.stand.cloudc("apply", "--yes", expect=4)
        self.assertIn("not all machines could be replaced: Instances failed to become healthy", told)
        self.assertIn("the group and its machines are as they were before", told)
        self.assertEqual((len(self.machines()), self.version()), (6, "1"))
        self.stand.order()
        self.stand.cloudc("apply", "--yes")
        self.assertEqual((self.machines() & self.before, self.version()), (set(), "2"))

    def test_killed_at_every_call(self):
        """Wherever it dies, the next run replaces what is old, and nothing twice."""
        for at in range(1, 50):
            self.change()
            _, died = self.stand.killed("apply", at, "after" if at % 2 else "before")
            self.stand.order()
            self.stand.cloudc("apply", "--yes")
            after = self.machines()
            self.assertEqual((len(after), after & self.before), (6, set()))
            # A template that is changed once more has one more version, which is the same.
            self.assertIn(self.version(), ("2", "3"))
            self.assertIn("Nothing to do", self.stand.cloudc("plan"))
            if not died:
                break
            self.stand.close()
            self.begin()
        self.assertGreater(at, 3)


if __name__ == "__main__":
    unittest.main()
