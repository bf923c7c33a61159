"""The committed tables hold what README.md promises: `python3 stdlib/facts/test_facts.py`. Needs no package."""

import json
import re
import unittest
from pathlib import Path

from container import Container, encode, pack
from nodes import walk

HERE = Path(__file__).resolve().parent
FILES = [HERE / f"{name}.facts" for name in ("aws", "permissions", "k8s", "tables")]
AWS, PERMISSIONS, K8S, TABLES = map(Container.open, FILES)


def nodes(entry):
    """Every node of a type's entry."""
    for root in [entry, *entry.get("defs", {}).values()]:
        yield from walk(root)


def find(container, name, path):
    """The node at a path like `A/*/B`, through references and conditions; None if there is none."""
    entry = container.get(name)
    return descend(container, entry, entry, [step for step in path.split("/") if step])


def descend(container, entry, node, steps):
    """The node `steps` below `node`."""
    if node is not None and "r" in node:
        local = entry.get("defs", {}).get(node["r"]) or property_of(entry, node["r"])
        entry = entry if local is not None else container.get(node["r"])
        return descend(container, entry, local if local is not None else entry, steps)
    if node is None or not steps:
        return node
    head, *rest = steps
    for child in children(node, head):
        found = descend(container, entry, child, rest)
        if found is not None:
            return found
    return None


def property_of(entry, reference):
    """The property that a reference `/Name` means."""
    return entry["p"].get(reference[1:]) if reference.startswith("/") else None


def children(node, step):
    """The nodes that a step leads to."""
    if step == "*":
        maps = [child for child in (node.get("i"), node.get("a")) if isinstance(child, dict)]
        yield from [*maps, *node.get("pp", {}).values()]
    elif step in node.get("p", {}):
        yield node["p"][step]
    for branch in [branch for key in ("one", "any", "all") for branch in node.get(key, [])]:
        yield from children(branch, step)


class ContainerTest(unittest.TestCase):
    def test_round_trip(self):
        entries = {"b": {"x": [1, None, "é"]}, "a": {}, "aé": [], "ab": "text" * 500}
        container = Container(pack(entries, b'{"x":texttext'))
        self.assertEqual(container.names(), ["a", "ab", "aé", "b"])
        self.assertEqual({name: container.get(name) for name in container.names()}, entries)
        self.assertIsNone(container.get("aa"))

    def test_empty(self):
        self.assertEqual(Container(pack({}, b"")).names(), [])
        self.assertIsNone(Container(pack({}, b"")).get("x"))

    def test_every_entry_decodes_and_is_canonical(self):
        for container in (AWS, PERMISSIONS, K8S, TABLES):
            names = container.names()
            self.assertEqual(names, sorted(set(names), key=str.encode))
            for name in names:
                self.assertEqual(encode(container.get(name)), container.plain(name))

    def test_sizes(self):
        aws, permissions, k8s, tables = (file.stat().st_size for file in FILES)
        self.assertLess(aws + permissions + tables, 2_000_000)
        self.assertLess(k8s, 1_000_000)

    def test_readme_says_the_sizes(self):
        readme = (HERE / "README.md").read_text()
        for file in FILES:
            row = next(line for line in readme.splitlines() if line.startswith(f"| `{file.name}` |"))
            numbers = f"| {Container.open(file).count:,} | {file.stat().st_size:,} |"
            self.assertTrue(row.endswith(numbers), f"{row} should end with {numbers}")


class SchemaTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        readme = (HERE / "README.md").read_text()
        cls.documented = set(re.findall(r"^\| `([\w/]+)` \|", readme, re.MULTILINE))
        cls.types = {name: AWS.get(name) for name in AWS.names() if name != "about"}
        cls.kinds = {name: K8S.get(name) for name in K8S.names() if name.startswith(("k8s.", "#"))}

    def test_every_key_is_documented(self):
        used = {key for entry in [*self.types.values(), *self.kinds.values()] for node in nodes(entry) for key in node}
        self.assertEqual(used - self.documented, set())

    def test_references_lead_somewhere(self):
        for entries in (self.types, self.kinds):
            for name, entry in entries.items():
                for node in nodes(entry):
                    known = node.get("r", "") in entry.get("defs", {}) or node.get("r") in entries
                    self.assertTrue("r" not in node or known or property_of(entry, node["r"]) is not None, (name, node))

    def test_required_properties_exist(self):
        for name, entry in [*self.types.items(), *self.kinds.items()]:
            for node in [entry, *entry.get("defs", {}).values()]:
                if "p" in node and "a" not in node:
                    branches = node.get("one", []) + node.get("any", [])
                    known = {*node["p"], *(key for branch in branches for key in branch.get("p", {}))}
                    self.assertLessEqual(set(node.get("q", [])), known, name)

    def test_paths_lead_somewhere(self):
        lost = [
            (name, key, path)
            for container, entries in ((AWS, self.types), (K8S, self.kinds))
            for name, entry in entries.items()
            for key in ("ro", "co", "cc", "wo", "dep", "id", "ref")
            for path in entry.get(key, [])
            if find(container, name, path) is None
        ]
        self.assertEqual(lost, [])

    def test_no_prose(self):
        for entry in [*self.types.values(), *self.kinds.values()]:
            for node in nodes(entry):
                self.assertFalse({"description", "title", "examples", "documentation", "$comment"} & set(node))

    def test_every_published_type_is_there(self):
        published = [name for name, entry in self.types.items() if "read" not in entry]
        self.assertGreater(len(published), 1850)
        self.assertTrue(all(self.types[name]["id"] and self.types[name]["cfn"].count("::") == 2 for name in published))
        self.assertGreater(sum("h" in self.types[name] for name in published), 1700)

    def test_patches_are_merged(self):
        patches = json.loads((HERE / "patches.json").read_text())
        for name, reads in patches["reads"].items():
            self.assertEqual(self.types[name]["ro"], sorted(reads["outputs"]))
        for name, implicit in patches["implicit"].items():
            self.assertEqual(self.types[name]["implicit"], implicit)
        for name, paths in patches["kubernetes"]["unchangeable"].items():
            self.assertEqual(self.kinds[name]["co"], paths)


class AwsFacts(unittest.TestCase):
    def test_subnet(self):
        subnet = AWS.get("aws.ec2.Subnet")
        self.assertEqual(subnet["cfn"], "AWS::EC2::Subnet")
        self.assertIn("CidrBlock", subnet["co"])
        self.assertIn("VpcId", subnet["q"])
        self.assertIn("SubnetId", subnet["ro"])
        self.assertEqual((subnet["id"], subnet["h"]), (["SubnetId"], "crudl"))
        self.assertEqual(subnet["p"]["VpcId"]["f"], "AWS::EC2::VPC.Id")

    def test_queue(self):
        queue = AWS.get("aws.sqs.Queue")
        self.assertIn("QueueName", queue["out"])
        self.assertEqual(queue["p"]["VisibilityTimeout"], {"t": "i", "v": [0, 43200]})
        self.assertEqual(queue["arn"], "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}")
        self.assertIn("E3501", [rule["id"] for rule in queue["rules"]])

    def test_what_ref_returns(self):
        self.assertEqual(AWS.get("aws.ecs.Service")["ref"], ["ServiceArn"])
        self.assertEqual(AWS.get("aws.ec2.EIP")["ref"], ["PublicIp"])
        self.assertNotIn("ref", AWS.get("aws.s3.Bucket"))

    def test_nested_facts(self):
        cache = AWS.get("aws.elasticache.ReplicationGroup")
        self.assertIn("PrimaryEndPoint/Address", cache["ro"])
        self.assertEqual(find(AWS, "aws.ec2.SecurityGroup", "SecurityGroupIngress/*/FromPort")["t"], "i")
        self.assertEqual(AWS.get("aws.lambda.Function")["p"]["MemorySize"]["t"], "i")
        self.assertEqual(find(AWS, "aws.lambda.LayerVersion", "Content/S3Bucket")["t"], "s")

    def test_read_only_type(self):
        brokers = AWS.get("aws.msk.BootstrapBrokers")
        self.assertIn("BootstrapBrokerStringTls", brokers["ro"])
        self.assertEqual(brokers["q"], ["ClusterArn"])
        self.assertEqual(brokers["read"]["operation"], "GetBootstrapBrokers")

    def test_implicit_nodes(self):
        names = [node["name"] for node in AWS.get("aws.ec2.VPC")["implicit"]]
        self.assertEqual(names, ["DefaultNetworkAcl", "DefaultSecurityGroup", "MainRouteTable"])

    def test_lifecycle_and_regions(self):
        self.assertEqual(AWS.get("aws.appmesh.Mesh")["life"][0], "sunset")
        regions = AWS.get("about")["regions"]
        self.assertIn("eu-central-1", regions)
        self.assertIn("reg", AWS.get("aws.quicksight.Dashboard"))
        self.assertNotIn("reg", AWS.get("aws.ec2.VPC"))

    def test_permissions(self):
        self.assertIn("ec2:CreateSubnet", PERMISSIONS.get("aws.ec2")["Subnet"]["c"])


class KubernetesFacts(unittest.TestCase):
    def test_deployment(self):
        deployment = K8S.get("k8s.apps.v1.Deployment")
        self.assertEqual((deployment["ns"], deployment["pl"], deployment["h"]), (1, "deployments", "crudl"))
        self.assertIn("selector", find(K8S, "k8s.apps.v1.Deployment", "spec")["q"])
        self.assertEqual(deployment["co"], ["spec/selector"])
        containers = find(K8S, "k8s.apps.v1.Deployment", "spec/template/spec/containers")
        self.assertEqual((containers["k"], containers["lt"]), (["name"], "m"))

    def test_formats_and_enums(self):
        at = "spec/template/spec/containers/*"
        self.assertEqual(find(K8S, "k8s.apps.v1.Deployment", f"{at}/resources/limits/*")["f"], "quantity")
        self.assertIn("IfNotPresent", find(K8S, "k8s.apps.v1.Deployment", f"{at}/imagePullPolicy")["e"])
        surge = find(K8S, "k8s.apps.v1.Deployment", "spec/strategy/rollingUpdate/maxSurge")
        self.assertEqual(surge, {"f": "int-or-string", "t": "is"})

    def test_releases(self):
        releases = K8S.get("about")["releases"]
        self.assertEqual(releases[:4], ["1.31", "1.32", "1.33", "1.34"])
        self.assertEqual(K8S.get("k8s.networking.v1.IPAddress")["g"], f"{(1 << len(releases)) - 1 - 0b11:x}")
        self.assertNotIn("g", K8S.get("k8s.core.v1.Pod"))

    def test_scope(self):
        for name in ("core.v1.Namespace", "core.v1.Node", "rbac.v1.ClusterRole", "karpenter.v1.NodePool"):
            self.assertNotIn("ns", K8S.get(f"k8s.{name}"), name)
        for name in ("core.v1.Service", "rbac.v1.Role", "networking.v1.Ingress", "keda.v1alpha1.ScaledObject"):
            self.assertEqual(K8S.get(f"k8s.{name}")["ns"], 1, name)

    def test_custom_kinds(self):
        scaled = K8S.get("k8s.keda.v1alpha1.ScaledObject")
        self.assertEqual(scaled["p"]["spec"]["q"], ["scaleTargetRef", "triggers"])
        self.assertEqual(K8S.get("k8s.karpenter.v1.EC2NodeClass")["group"], "karpenter.k8s.aws")

    def test_triggers(self):
        queue = K8S.get("keda/aws-sqs-queue")["p"]
        self.assertEqual((queue["queueURL"]["q"], queue["queueLength"]["d"]), (1, "5"))
        common = "redis kafka cpu memory prometheus cron aws-cloudwatch rabbitmq postgresql mysql external"
        for name in common.split():
            self.assertIsNotNone(K8S.get(f"keda/{name}"), name)


class TableFacts(unittest.TestCase):
    def test_instance_types(self):
        large = TABLES.get("instance/m5")["large"]
        self.assertEqual((large["vcpu"], large["mem"], large["eni"], large["ip4"]), (2, 8192, 3, 10))
        self.assertEqual((large["arch"], large["hib"], large["spot"]), (["x86_64"], 1, 1))
        self.assertEqual(TABLES.get("instance/m7g")["large"]["arch"], ["arm64"])
        self.assertEqual(TABLES.get("instance/g5")["xlarge"]["gpu"], [["NVIDIA", "A10G", 1, 22888]])

    def test_offers(self):
        offers = TABLES.get("offers/us-east-1")
        ((bits, sizes),) = offers["f"]["m5"].items()
        self.assertIn("large", sizes.split())
        self.assertNotIn("us-east-1e", [zone for i, zone in enumerate(offers["zones"]) if int(bits, 16) >> i & 1])

    def test_small_tables(self):
        self.assertIn([256, [512, 1024, 2048]], TABLES.get("fargate_sizes"))
        self.assertIn([4096, 8192, 30720, 1024], TABLES.get("fargate_sizes"))
        self.assertIn("create", TABLES.get("lambda_runtimes")["python3.7"])
        self.assertEqual(TABLES.get("policy/AmazonS3FullAccess"), {"path": "/", "f": ["s3", "s3-object-lambda"]})
        self.assertEqual(TABLES.get("policy/AWSLambdaFullAccess"), {"next": "AWSLambda_FullAccess"})
        self.assertIsNone(TABLES.get("policy/NoSuchPolicy"))
        self.assertIn("us-east-1f", TABLES.get("regions")["regions"]["us-east-1"]["zones"])
        self.assertIn("16.4", TABLES.get("engines/rds/instance")["postgres"]["versions"])

    def test_iam(self):
        sqs = TABLES.get("iam/sqs")
        self.assertEqual([sqs["r"][i][0] for i in sqs["a"]["SendMessage"]], ["queue"])
        s3 = TABLES.get("iam/s3")
        self.assertIn("bucket", [s3["r"][i][0] for i in s3["a"]["ListBucket"]])

    def test_classes(self):
        table = TABLES.get("classes/aws.elasticache.CacheCluster/CacheNodeType")
        self.assertTrue(int(table["values"]["cache.t3.micro"], 16) >> table["regions"].index("us-east-1") & 1)


if __name__ == "__main__":
    unittest.main()
