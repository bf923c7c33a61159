"""A program goes through CloudFormation on the stand-in: made, looked at, changed, removed; what is there is asked with boto3.

moto carries change sets out at once and tells of the stack only, never of what it holds: what CloudFormation says of each resource
is played (`gaps.py`).
"""

import json
import unittest

from stand import Stand, counts

WHOLE = counts(queues=2, stores=1, roles=1, logs=1, functions=1, mappings=1)
VIA = ("--via", "cloudformation")


class Stacks(unittest.TestCase):
    """Each test has a cloud of its own."""

    def setUp(self):
        self.stand = Stand("stacks")
        self.addCleanup(self.stand.close)
        self.cloudformation = self.stand.client("cloudformation")

    def stacks(self):
        """The stacks that are not gone."""
        return {stack["StackName"]: stack for stack in self.cloudformation.describe_stacks()["Stacks"]}

    def test_a_stack_is_made_changed_and_removed(self):
        """Plan leaves nothing behind; apply, apply again, a change, the outputs, destroy."""
        told = self.stand.cloudc("plan", *VIA)
        self.assertIn("Stack shop in eu-west-1:", told)
        self.assertIn("8 to make.", told)
        self.assertEqual(self.stacks(), {})
        self.assertEqual(self.stand.inventory(), counts())
        told = self.stand.cloudc("apply", "--yes", *VIA)
        self.assertIn("Done: 8 made", told)
        self.assertEqual(self.stacks()["shop"]["StackStatus"], "CREATE_COMPLETE")
        self.assertEqual(self.stand.inventory(), WHOLE)
        url = json.loads(self.stand.cloudc("output", "--json"))["url"]
        self.assertTrue(url.startswith("http"), url)
        self.assertIn("Nothing to do", self.stand.cloudc("apply", "--yes", *VIA))
        self.stand.edit("hidden: Duration = 3min", "hidden: Duration = 4min")
        self.stand.cloudc("plan", *VIA, "--detailed-exitcode", expect=5)
        told = self.stand.cloudc("apply", "--yes", *VIA)
        self.assertIn("VisibilityTimeout: 180 -> 240", told)
        sqs = self.stand.client("sqs")
        times = [sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]["VisibilityTimeout"] for url in sqs.list_queues()["QueueUrls"]]
        self.assertIn("240", times)
        told = self.stand.cloudc("destroy", "--yes", *VIA)
        self.assertIn("8 to delete", told)
        self.assertEqual(self.stacks(), {})
        self.assertEqual(self.stand.inventory(), counts())

    def test_one_thing_has_one_owner(self):
        """What is in a stack is not made directly too, nor the other way round."""
        self.stand.cloudc("apply", "--yes", *VIA)
        self.assertIn("is in the stack `shop`", self.stand.cloudc("apply", "--yes", expect=2))
        self.stand.cloudc("destroy", "--yes", *VIA)
        self.stand.cloudc("apply", "--yes", "--only", "stock")
        self.assertIn("were made directly", self.stand.cloudc("destroy", "--yes", *VIA, expect=2))

    def test_what_fails_leads_back_to_the_program(self):
        """A creation that fails is told with its line, is taken back, and the next run begins anew."""
        self.stand.order(fail="PackRole")
        told = self.stand.cloudc("apply", "--yes", *VIA, expect=4)
        self.assertIn("failed: make pack.role: there are too many [ServiceLimitExceeded]", told)
        self.assertIn("for main.cld:12:1: function pack", told)
        self.assertIn("a quota of the account is reached", told)
        self.assertIn("CloudFormation has taken back everything", told)
        self.assertNotIn("cancelled", told)
        self.stand.order()
        told = self.stand.cloudc("apply", "--yes", *VIA)
        self.assertIn("what is left of a creation that failed", told)
        self.assertEqual(self.stand.inventory(), WHOLE)

    def test_a_change_that_fails_is_taken_back(self):
        """An update that fails leaves the stack as it was; one that cannot be taken back says what to do."""
        self.stand.cloudc("apply", "--yes", *VIA)
        self.stand.edit("hidden: Duration = 3min", "hidden: Duration = 4min")
        self.stand.order(fail="OrdersQueue")
        told = self.stand.cloudc("apply", "--yes", *VIA, expect=4)
        self.assertIn("failed: change orders.queue: there are too many", told)
        self.assertIn("the stack shop is as it was before", told)
        self.assertIn("Not everything was done: nothing in", told)
        self.stand.order(fail="OrdersQueue", stuck=True)
        told = self.stand.cloudc("apply", "--yes", *VIA, expect=4)
        self.assertIn("continue-update-rollback --stack-name shop --region eu-west-1", told)
        self.assertIn("could be neither made nor taken back", self.stand.cloudc("apply", "--yes", *VIA, expect=2))

    def test_a_change_set_that_fails_leaves_nothing(self):
        """What CloudFormation refuses to work out leaves no stack behind."""
        self.stand.order(refuse="Template error: instance of Fn::GetAtt references undefined resource X")
        told = self.stand.cloudc("apply", "--yes", *VIA, expect=3)
        self.assertIn("references undefined resource X", told)
        self.assertEqual(self.stacks(), {})

    def test_a_removal_that_fails_is_gone_on_with(self):
        """A stack that could not be deleted is told with what was in the way; nothing else is done with it before it is gone."""
        self.stand.cloudc("apply", "--yes", *VIA)
        self.stand.order(fail="StockTable")
        told = self.stand.cloudc("destroy", "--yes", *VIA, expect=4)
        self.assertIn("failed: delete stock.table: there are too many", told)
        self.assertIn("left of a removal that failed", self.stand.cloudc("apply", "--yes", *VIA, expect=2))
        self.stand.order()
        self.stand.cloudc("destroy", "--yes", *VIA)
        self.assertEqual(self.stacks(), {})

    def test_what_a_bucket_is_for(self):
        """Archives go into the bucket that is named."""
        self.stand.cloudc("apply", "--yes", *VIA, "--assets-bucket", "my-own-archives")
        found = self.stand.client("s3").list_objects_v2(Bucket="my-own-archives")["Contents"]
        self.assertTrue(any(one["Key"].endswith(".zip") for one in found), found)

    def test_stacks_inside_of_a_stack(self):
        """A program of more than one template: followed into the inner stacks, changed, failing, adopted, removed."""
        nested = (*VIA, "--max-resources", "4")
        told = self.stand.cloudc("plan", *nested)
        self.assertIn("orders", told)
        self.assertIn("11 to make.", told)
        self.assertEqual(self.stacks(), {})
        told = self.stand.cloudc("apply", "--yes", *nested)
        self.assertIn("pack.function", told)
        self.assertIn("Done: 11 made", told)
        self.assertEqual(self.stand.inventory(), WHOLE)
        self.assertIn("Nothing to do", self.stand.cloudc("plan", *nested))
        self.stand.edit("hidden: Duration = 3min", "hidden: Duration = 4min")
        told = self.stand.cloudc("apply", "--yes", *nested)
        self.assertIn("VisibilityTimeout: 180 -> 240", told)
        self.assertIn("~  orders.queue", told)
        self.assertNotIn("+  pack", told)
        told = self.stand.cloudc("destroy", "--yes", *VIA)
        self.assertIn("11 to delete", told)
        self.assertIn("-  orders.queue", told)
        self.assertEqual(self.stacks(), {})
        self.assertEqual(self.stand.inventory(), counts())

    def test_what_is_protected_is_so_in_inner_stacks(self):
        """Each stack refuses to remove or replace what it holds of it."""
        self.stand.edit("queue orders", "@protect\nqueue orders")
        self.stand.cloudc("apply", "--yes", *VIA, "--max-resources", "4")
        client = self.stand.client("cloudformation")
        names = [stack["StackId"] for stack in client.describe_stacks()["Stacks"]]
        policies = [client.get_stack_policy(StackName=name).get("StackPolicyBody", "") for name in names]
        self.assertEqual([policy.count("LogicalResourceId/") for policy in policies if policy], [2])


class Adopt(unittest.TestCase):
    """What a stack holds becomes what was made directly."""

    def test_nothing_is_replaced(self):
        """The stack goes, its things stay; a change and a removal are made directly from then on."""
        self.adopt(VIA)

    def test_nothing_is_replaced_inside_of_inner_stacks(self):
        """The same for stacks inside of a stack."""
        self.adopt((*VIA, "--max-resources", "6"))

    def adopt(self, via):
        """Makes stacks, takes over what they hold, changes and removes it."""
        stand = Stand("adopted")
        self.addCleanup(stand.close)
        stand.cloudc("apply", "--yes", *via)
        ec2 = stand.client("ec2")

        def there():
            vpcs = [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]]
            within = [{"Name": "vpc-id", "Values": vpcs or ["none"]}]
            return vpcs, sorted(one["SubnetId"] for one in ec2.describe_subnets(Filters=within)["Subnets"])

        before = there()
        self.assertEqual((len(before[0]), len(before[1])), (1, 4))
        told = stand.cloudc("adopt", "--yes")
        self.assertIn("taken over", told)
        self.assertEqual(there(), before)
        self.assertEqual(stand.client("cloudformation").describe_stacks()["Stacks"], [])
        told = stand.cloudc("plan")
        self.assertNotIn("replace", told)
        self.assertNotIn("to make", told)
        stand.cloudc("apply", "--yes")
        self.assertEqual(there(), before)
        self.assertIn("Nothing to do", stand.cloudc("plan"))
        stand.cloudc("destroy", "--yes")
        self.assertEqual(there(), ([], []))


if __name__ == "__main__":
    unittest.main()
