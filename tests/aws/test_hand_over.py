"""What was made directly goes on as a stack's: taken over by an import, untouched; killed at each step, refused where it must be.

moto has no imports; `imports.py` adds them, and refuses what CloudFormation refuses.
"""

import json
import unittest

from stand import Stand

VIA = ("--via", "cloudformation")


class HandOver(unittest.TestCase):
    """Each test has a cloud of its own."""

    def begin(self, program="stacks"):
        """A program that is made directly."""
        self.stand = Stand(program)
        self.cloudformation = self.stand.client("cloudformation")
        self.stand.cloudc("apply", "--yes")
        self.before = self.there()

    def tearDown(self):
        self.stand.close()

    def there(self):
        """What tells each thing from one that was made anew."""
        sqs, functions = self.stand.client("sqs"), self.stand.client("lambda")
        ec2 = self.stand.client("ec2")
        return {
            "queues": sorted(sqs.list_queues().get("QueueUrls", [])),
            "roles": sorted(one["RoleId"] for one in self.stand.client("iam").list_roles()["Roles"]),
            "functions": [(one["FunctionArn"], one["LastModified"]) for one in functions.list_functions()["Functions"]],
            "mappings": [one["UUID"] for one in functions.list_event_source_mappings()["EventSourceMappings"]],
            "subnets": sorted(one["SubnetId"] for one in ec2.describe_subnets()["Subnets"]),
            "tables": sorted(one["RouteTableId"] for one in ec2.describe_route_tables()["RouteTables"]),
        }

    def held(self, name="shop"):
        """What the stack holds, and what it was made of."""
        held = self.cloudformation.list_stack_resources(StackName=name)["StackResourceSummaries"]
        template = self.cloudformation.get_template(StackName=name)["TemplateBody"]
        return {one["LogicalResourceId"] for one in held}, template if isinstance(template, dict) else json.loads(template)

    def is_handed_over(self, name="shop"):
        """The stack holds everything as declared, nothing was touched, nothing is recorded as made directly."""
        self.assertEqual(self.there(), self.before)
        held, template = self.held(name)
        self.assertEqual(held, set(template["Resources"]))
        self.assertNotIn("cloudc:imported", json.dumps(template))
        self.assertIn("in the stack", self.stand.cloudc("apply", "--yes", expect=2))
        self.assertIn("Nothing to do", self.stand.cloudc("plan", *VIA))

    def test_nothing_is_touched(self):
        """The plan says it, apply does it; then back again."""
        self.begin()
        told = self.stand.cloudc("plan", *VIA)
        self.assertIn("8 resources made directly: the stack shop in eu-west-1 takes them over as they are", told)
        self.assertEqual(self.cloudformation.describe_stacks()["Stacks"], [])
        told = self.stand.cloudc("apply", "--yes", *VIA)
        self.assertIn("8 resources handed over", told)
        self.is_handed_over()
        self.assertTrue(json.loads(self.stand.cloudc("output", "--json"))["url"].startswith("http"))
        self.stand.edit("hidden: Duration = 3min", "hidden: Duration = 4min")
        self.assertIn("VisibilityTimeout: 180 -> 240", self.stand.cloudc("apply", "--yes", *VIA))

    def test_networks_too(self):
        """Things that are known by what they connect."""
        self.begin("adopted")
        self.stand.cloudc("apply", "--yes", *VIA)
        self.is_handed_over("moved")
        self.stand.cloudc("adopt", "--yes")
        self.assertEqual(self.there(), self.before)
        self.assertIn("Nothing to do", self.stand.cloudc("apply", "--yes"))

    def test_what_differs_is_changed_afterwards(self):
        """An import touches nothing; what the program says otherwise by now is an ordinary change."""
        self.begin()
        self.stand.edit("hidden: Duration = 3min", "hidden: Duration = 4min")
        told = self.stand.cloudc("plan", *VIA)
        self.assertIn("takes them over as they are", told)
        self.assertIn("VisibilityTimeout: 180 -> 240", told)
        told = self.stand.cloudc("apply", "--yes", *VIA)
        self.assertIn("VisibilityTimeout: 180 -> 240", told.split("is the stack's from now on")[-1])
        sqs = self.stand.client("sqs")
        all_times = [sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]["VisibilityTimeout"] for url in self.there()["queues"]]
        self.assertIn("240", all_times)

    def test_what_is_no_longer_declared_goes_first(self):
        """A removal is not a part of an import."""
        self.begin()
        self.stand.edit('table stock { key = "sku" }', "")
        self.stand.edit("allow pack to [read, write] stock", "")
        self.stand.edit("  env     = { STOCK = stock.name }\n", "")
        self.stand.edit("output store = stock.name", "")
        told = self.stand.cloudc("apply", "--yes", *VIA, expect=2)
        self.assertIn("first has to be put in order", told)
        self.assertEqual(self.cloudformation.describe_stacks()["Stacks"], [])

    def test_what_is_gone_is_refused_and_nothing_happens(self):
        """CloudFormation cannot take over what is not there."""
        self.begin()
        self.stand.client("lambda").delete_event_source_mapping(UUID=self.before["mappings"][0])
        told = self.stand.cloudc("apply", "--yes", *VIA, expect=4)
        self.assertIn("CloudFormation does not take it over", told)
        self.assertEqual(self.cloudformation.describe_stacks()["Stacks"], [])
        self.stand.cloudc("drift", "--revert", "--yes")
        self.before = self.there()
        self.stand.cloudc("apply", "--yes", *VIA)
        self.is_handed_over()

    def test_killed_at_every_call(self):
        """Wherever it dies, the same command goes on."""
        at = 1
        while at < 100:
            self.begin()
            told, died = self.stand.killed("apply", at, "after" if at % 2 else "before", *VIA)
            self.stand.order()
            if not died:
                break
            self.stand.cloudc("apply", "--yes", *VIA)
            self.is_handed_over()
            self.stand.close()
            at += 1
        self.assertGreater(at, 3, told)


if __name__ == "__main__":
    unittest.main()
