"""Regions, their partitions and zones: botocore's partitions, cfn-lint's zones, moto's zone ids."""

import ast
import gzip
import json


def regions(site):
    """Region -> its name, partition and zones, with the partitions' DNS suffixes."""
    partitions = json.loads((site / "botocore/data/partitions.json").read_text())["partitions"]
    zones, ids = _zones(site), _zone_ids(site)
    out = {}
    for partition in partitions:
        for name, described in partition["regions"].items():
            if not name.endswith("-global"):
                facts = {"name": described["description"], "part": partition["id"]}
                facts |= {"zones": zones.get(name), "ids": ids.get(name)}
                out[name] = {key: value for key, value in facts.items() if value}
    suffixes = {partition["id"]: partition["outputs"]["dnsSuffix"] for partition in partitions}
    return {"regions": out, "partitions": suffixes}


def _zones(site):
    tree = ast.parse((site / "cfnlint/helpers.py").read_text())
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "AVAILABILITY_ZONES":
            return ast.literal_eval(node.value)
    raise ValueError("cfn-lint no longer lists availability zones")


def _zone_ids(site):
    out = {}
    for file in sorted((site / "moto/ec2/resources/instance_type_offerings/availability-zone-id").glob("*.json.gz")):
        rows = json.loads(gzip.decompress(file.read_bytes()))
        out[file.name.removesuffix(".json.gz")] = sorted({row["Location"] for row in rows})
    return out
