"""The real process is killed at each call that changes something, before it is carried out or after: the next run converges.

`CLOUDC_CRASH_POINTS=all` kills before and after each call, and does so with an example too; else the two take turns.
"""

import itertools
import os
import unittest
from concurrent.futures import ThreadPoolExecutor

from stand import Stand, counts

ALL = os.environ.get("CLOUDC_CRASH_POINTS") == "all"
PACLOUD = ("../../examples/pacloud", "--set", "operators=[203.0.113.0/24]", "--set", 'mail="ops@example.com"')


def points(count):
    """Which call is the last one, and whether it is carried out."""
    whens = [(at, when) for at in range(1, count + 1) for when in ("before", "after")]
    return whens if ALL else [point for number, point in enumerate(whens) if number % 4 in (0, 3)]


class Crash(unittest.TestCase):
    """Each worker has a cloud of its own."""

    def test_every_call_may_be_the_last(self):
        """Killed while things are made, and while they are removed: in the end everything is there once, then nothing."""
        self.crash(("crash",))

    @unittest.skipUnless(ALL, "takes an hour")
    def test_every_call_of_an_example_may_be_the_last(self):
        """The same with some seventy resources."""
        self.crash(PACLOUD)

    def crash(self, program):
        """Dies at each call in turn; two clouds share them."""
        whole, made, removed = self.whole(program)
        pairs = list(itertools.zip_longest(points(made), points(removed)))
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda some: self.worker(program, whole, some), (pairs[0::2], pairs[1::2])))

    def whole(self, program):
        """What is there when nothing goes wrong, and how many calls it takes to make and to remove it."""
        stand = Stand(*program)
        self.addCleanup(stand.close)
        stand.cloudc("apply", "--yes")
        made, there = stand.order()["changes"], stand.inventory()
        stand.cloudc("destroy", "--yes")
        self.assertEqual(stand.inventory(), counts())
        return there, made, stand.order()["changes"]

    def worker(self, program, whole, pairs):
        """Goes through its points, one after the other, in one cloud."""
        stand = Stand(*program)
        stand.more = {"CLOUDC_AWS_SETTLING": "0"}
        self.addCleanup(stand.close)
        for making, removing in pairs:
            self.die(stand, "apply", making)
            stand.cloudc("apply", "--yes")
            self.assertEqual(stand.inventory(), whole, f"killed while making, {making}")
            self.die(stand, "destroy", removing)
            stand.cloudc("destroy", "--yes")
            self.assertEqual(stand.inventory(), counts(), f"killed while removing, {removing}, after {making}")

    def die(self, stand, command, point):
        """Runs until a point. Runs are not the same each time: one may end before it."""
        if point:
            told, died = stand.killed(command, *point)
            self.assertTrue(died or "Done" in told, f"{command}, {point}: {told}")


if __name__ == "__main__":
    unittest.main()
