"""Conditions between the properties of one resource, and allowed classes per region: cfn-lint's schema extensions.

Conditions that look at other resources are left to our own checks.
"""

import ast
import json

from nodes import Reducer
from sources.cloudformation import mask, type_name

# Tables of their own (engines, fargate) or far too big for what they say (classes per engine version).
ELSEWHERE = {"engine_version", "engine_version_deprecated", "fargate_cpu_memory"}
ELSEWHERE |= {"db_instance_class", "zipfile_runtime_enum"}


class Rule:
    """One rule of cfn-lint: its id, the places it looks at and the extension file it applies."""

    def __init__(self, ident, places, folder, file):
        self.ident, self.places, self.folder, self.file = ident, places, folder, file


def rules(site):
    """All rules that apply an extension schema, read from cfn-lint's code without running it."""
    for file in sorted((site / "cfnlint/rules").rglob("*.py")):
        text = file.read_text()
        if "schemas.extensions" in text:
            yield from (rule for rule in _rules_in(ast.parse(text)) if rule.ident[0] in "EW")


def add_conditions(types, site):
    """Adds `rules` to the entries of CloudFormation types."""
    for rule in rules(site):
        schema = _schema(site, rule)
        if schema is None or "cfnGather" in schema or _by_region(schema):
            continue
        node = Reducer(None).node(_inlined(schema, schema), True)
        for name, at in map(_place, rule.places):
            if name in types:
                condition = {"id": rule.ident, "s": node}
                types[name].setdefault("rules", []).append(condition | ({"at": at} if at else {}))


def classes(site):
    """Allowed values per region: property of a type -> value -> regions, with the list the bit sets refer to."""
    out = {}
    for rule in rules(site):
        schema = _schema(site, rule)
        if schema is None or not _by_region(schema) or rule.folder == "aws_ec2_instance":
            continue
        table = _by_value(schema)
        if table is not None:
            for name, at in map(_place, rule.places):
                out[f"{name}/{at}"] = table
    return out


def rds_classes(site):
    """RDS classes per region, for instances and clusters: `engine` or `engine|license model` -> class -> regions."""
    instance = _regional(site, "aws_rds_dbinstance", "dbinstanceclass_enum", "DBInstanceClass")
    cluster = _regional(site, "aws_rds_dbcluster", "dbclusterinstanceclass_enum", "DBClusterInstanceClass")
    return {"aws.rds.DBInstance/DBInstanceClass": instance, "aws.rds.DBCluster/DBClusterInstanceClass": cluster}


def _regional(site, folder, name, target):
    file = site / f"cfnlint/data/schemas/extensions/{folder}/{name}.json"
    regions = {region: part for region, part in json.loads(file.read_text()).items() if isinstance(part, dict)}
    names, allowed = sorted(regions), {}
    for region, schema in regions.items():
        for branch in schema["allOf"]:
            table = allowed.setdefault(_condition(branch["if"]["properties"]), {})
            for value in branch["then"]["properties"][target]["enum"]:
                table.setdefault(value, set()).add(region)
    engines = {
        key: {value: mask(name in where for name in names) for value, where in row.items()}
        for key, row in allowed.items()
    }
    return {"regions": names, "engines": engines}


def _condition(given):
    license_model = given.get("LicenseModel") or {}
    return "|".join(part["const"] for part in (given["Engine"], license_model) if "const" in part)


def _rules_in(tree):
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        ident, places, files = None, [], []
        for part in ast.walk(node):
            if isinstance(part, ast.Assign) and getattr(part.targets[0], "id", "") == "id":
                ident = part.value.value
            if isinstance(part, ast.Constant) and str(part.value).startswith("Resources/AWS::"):
                places.append(part.value)
            if isinstance(part, ast.Call) and getattr(part.func, "id", "") == "SchemaDetails":
                files.append(_details(part))
        for folder, file in files:
            yield Rule(ident, places, folder, file)


def _details(call):
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    module = next(value for value in values if not isinstance(value, ast.Constant))
    name = next(value.value for value in values if isinstance(value, ast.Constant))
    return (module.attr if isinstance(module, ast.Attribute) else module.id), name


def _schema(site, rule):
    if rule.file.removesuffix(".json") in ELSEWHERE:
        return None
    return json.loads((site / "cfnlint/data/schemas/extensions" / rule.folder / rule.file).read_text())


def _by_region(schema):
    return "us-east-1" in schema


def _place(text):
    _, name, _, *rest = text.split("/")
    return type_name(name), "/".join(rest)


def _by_value(schema):
    schema = {region: part for region, part in schema.items() if isinstance(part, dict)}
    regions = sorted(schema)
    if not all(set(schema[region]) <= {"enum", "description"} for region in regions):
        return None
    values = sorted({value for region in regions for value in schema[region].get("enum", [])})
    allowed = {value: mask([value in schema[region].get("enum", []) for region in regions]) for value in values}
    return {"regions": regions, "values": allowed}


def _inlined(root, schema):
    if isinstance(schema, list):
        return [_inlined(root, item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(root, root["definitions"][schema["$ref"].rsplit("/", 1)[1]])
    return {key: _inlined(root, value) for key, value in schema.items() if key != "definitions"}
