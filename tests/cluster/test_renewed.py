"""A cluster that is made anew: everything on it is, on the new one, and nothing waits for one that is gone."""

import random
import unittest

from cloud import Cloud
from test_apply import OBJECTS, SAME

OTHER_NAME = ('Name               = "edge"', 'Name               = "main"')
# A cluster keeps its role: one of this name goes before the other comes.
OTHER_ROLE = ("RoleArn            = role.Arn", 'RoleArn            = "arn:aws:iam::123456789012:role/other"')


class Renewed(Cloud):
    """The program of `test_apply`, on two clusters one after the other."""

    program = "program"

    def begin(self, *flags, clusters=2, names=None):
        super().begin(*flags, clusters=clusters, names=names)

    def there(self, number):
        """Which objects of the program are on a cluster."""
        return {one for one in OBJECTS if self.apis[number].get(*one) is not None}

    def clusters(self):
        """What EKS has."""
        return self.stand.client("eks").list_clusters()["clusters"]

    def moved(self, names):
        """All is on the new cluster, nothing on the old one, and the program is at rest."""
        self.assertEqual(self.there(1), set(OBJECTS))
        self.assertEqual(self.there(0), set())
        self.assertEqual(self.clusters(), names)
        self.assertIn(SAME, self.stand.cloudc("plan"))
        self.stand.cloudc("drift", "--detailed-exitcode")
        self.stand.cloudc("destroy", "--yes")
        self.assertEqual((self.there(1), self.clusters()), (set(), []))

    def test_one_of_another_name_comes_first(self):
        """The plan says so of each object; the old ones go from the old cluster, after the new ones have come."""
        self.stand.cloudc("apply", "--yes")
        self.stand.edit(*OTHER_NAME)
        told = self.stand.cloudc("plan")
        self.assertEqual(told.count("its cluster `edge.cluster` is made anew"), len(OBJECTS), told)
        self.assertEqual(self.there(0), set(OBJECTS))
        self.stand.cloudc("apply", "--yes")
        self.moved(["main"])

    def test_one_of_the_same_name_goes_first(self):
        """Its objects go, then it, then all of it comes again."""
        self.stand.cloudc("apply", "--yes")
        self.stand.edit(*OTHER_ROLE)
        told = self.stand.cloudc("plan")
        self.assertEqual(told.count("its cluster `edge.cluster` is made anew"), len(OBJECTS), told)
        self.stand.cloudc("apply", "--yes")
        self.moved(["edge"])

    def test_one_that_somebody_deleted_is_not_waited_for(self):
        """Its API does not answer: what was on it is gone with it."""
        self.stand.cloudc("apply", "--yes")
        self.stand.client("eks").delete_cluster(name="edge")
        self.wires[0].cut()
        told = self.stand.cloudc("drift", "--detailed-exitcode", expect=5)
        self.assertIn("`edge` is not there any more", told)
        self.stand.cloudc("drift", "--revert", "--yes")
        self.assertEqual((self.there(1), self.clusters()), (set(OBJECTS), ["edge"]))
        self.assertIn(SAME, self.stand.cloudc("plan"))

    def test_one_that_is_out_of_reach_can_be_replaced(self):
        """Somebody deleted it and made another of its name: the old one is not asked."""
        self.stand.cloudc("apply", "--yes")
        self.stand.client("eks").delete_cluster(name="edge")
        self.wires[0].cut()
        self.stand.cloudc("destroy", "--yes")
        self.assertEqual(self.clusters(), [])

    def test_killed_at_any_instant(self):
        """Until all is on the new cluster, again and again."""
        chance = random.Random(5)
        self.stand.cloudc("apply", "--yes")
        self.stand.edit(*OTHER_NAME)
        for _ in range(8):
            self.killed("apply", chance.uniform(0.3, 2.5))
        self.stand.cloudc("apply", "--yes")
        self.moved(["main"])


if __name__ == "__main__":
    unittest.main()
