"""An example of the repository, as it is: what is called directly, and two dozen types through Cloud Control."""

import unittest

from stand import Stand, counts


class Examples(unittest.TestCase):
    """Each test has a cloud of its own."""

    def test_pacloud_comes_and_goes(self):
        """Everything is made once and nothing is left."""
        given = ("--set", "operators=[203.0.113.0/24]", "--set", 'mail="ops@example.com"')
        stand = Stand("../../examples/pacloud", *given)
        self.addCleanup(stand.close)
        self.assertIn("Done: 68 made", stand.cloudc("apply", "--yes"))
        self.assertIn("Nothing to do: 68 resources are as declared.", stand.cloudc("plan"))
        there = stand.inventory()
        made = ("networks", "subnets", "tables", "queues", "stores", "functions", "machines", "roles")
        self.assertTrue(all(there[name] for name in made), there)
        self.assertIn("Done: 68 deleted", stand.cloudc("destroy", "--yes"))
        self.assertEqual(stand.inventory(), counts())


if __name__ == "__main__":
    unittest.main()
