"""What CloudFormation's `Ref` and `Fn::GetAtt` return, ARN shapes, defaults: npm @aws-cdk/aws-service-spec."""

import gzip
import json

from sources.cloudformation import type_name


def read(package):
    """The published resources by CloudFormation name."""
    database = json.loads(gzip.decompress((package / "db.json.gz").read_bytes()))
    return {resource["cloudFormationType"]: resource for resource in database["schema"]["resource"]["entities"]}


def enrich(types, package):
    """Adds `ref`, `out`, `arn`, `keep`, missing `tag`s and defaults to entries of CloudFormation types."""
    for name, resource in read(package).items():
        entry = types.get(type_name(name)) if name.count("::") == 2 else None
        if entry is None:
            continue
        ref = resource.get("cfnRefIdentifier")
        if ref and ref != entry.get("id"):
            entry["ref"] = [part.replace(".", "/") for part in ref]
        if "arnTemplate" in resource:
            entry["arn"] = resource["arnTemplate"]
        if resource.get("isStateful"):
            entry["keep"] = 1
        _returned(entry, resource)
        _tags(entry, resource)
        _defaults(entry, resource)


def _returned(entry, resource):
    read_only = set(entry.get("ro", []))
    returned = set(entry.get("out", []))
    for attribute in resource.get("attributes", {}):
        path = attribute.replace(".", "/")
        known = path.split("/")[0] in entry.get("p", {})
        if known and not any(path == other or path.startswith(other + "/") for other in read_only):
            returned.add(path)
    if returned:
        entry["out"] = sorted(returned)


def _tags(entry, resource):
    name = resource.get("tagInformation", {}).get("tagPropertyName")
    if "tag" not in entry and name in entry.get("p", {}):
        entry["tag"] = {"p": name}


def _defaults(entry, resource):
    for name, described in resource.get("properties", {}).items():
        node = entry.get("p", {}).get(name)
        if node is not None and "d" not in node and "defaultValue" in described:
            node["d"] = json.loads(described["defaultValue"])
