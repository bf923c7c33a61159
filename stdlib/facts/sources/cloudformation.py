"""CloudFormation resource types: the provider schemas that cfn-lint bundles.

`types` gives one entry per type, `permissions` the IAM actions of each type's handlers.
"""

import json

from nodes import Reducer, walk
from sources.getatt import GetAttributes
from sources.paths import path

HANDLERS = {"create": "c", "read": "r", "update": "u", "delete": "d", "list": "l"}

# Lists of property pointers: keyword -> key of an entry.
POINTERS = {
    "readOnlyProperties": "ro",
    "createOnlyProperties": "co",
    "conditionalCreateOnlyProperties": "cc",
    "writeOnlyProperties": "wo",
    "deprecatedProperties": "dep",
    "primaryIdentifier": "id",
}


def type_name(cloudformation):
    """`aws.ec2.Subnet` for `AWS::EC2::Subnet`."""
    vendor, service, kind = cloudformation.split("::")
    return f"{vendor.lower()}.{service.lower()}.{kind}"


def read(site):
    """The published schema of every type by CloudFormation name; what us-east-1 lacks comes from another region."""
    schemas = site / "cfnlint/data/schemas"
    hashes = {}
    for provider in _providers(site).values():
        for name, digest in provider.items():
            hashes.setdefault(name, digest)
    return {name: json.loads((schemas / f"resources/{digest}.json").read_text()) for name, digest in hashes.items()}


def schema_date(site):
    """When cfn-lint fetched the schemas."""
    return json.loads((site / "cfnlint/data/schemas/version.json").read_text())["schema_date"]


def regions(site):
    """The regions with a list of types of their own: the others are copies of us-east-1 and say nothing."""
    providers = _providers(site)
    first = providers["us-east-1"]
    return sorted(name for name, types in providers.items() if name == "us-east-1" or types != first)


def types(site):
    """The entries of all types by our name."""
    schemas, attributes = read(site), GetAttributes(site)
    providers, where = _providers(site), regions(site)
    out = {}
    for name, schema in schemas.items():
        entry = _entry(schema)
        if not all(name in providers[region] for region in where):
            entry["reg"] = mask(name in providers[region] for region in where)
        out[type_name(name)] = entry
        returned = set(attributes.of(schema)) - set(entry.get("ro", []))
        if returned:
            entry["out"] = sorted(returned)
    if len(out) != len(schemas):
        raise ValueError("two CloudFormation types map to one of our names")
    return out


def permissions(site):
    """The IAM actions of each type's handlers, and of tagging it, by our name."""
    out = {}
    for name, schema in read(site).items():
        entry = {}
        for handler, key in HANDLERS.items():
            actions = schema.get("handlers", {}).get(handler, {}).get("permissions", [])
            if actions:
                entry[key] = sorted(set(actions))
        tagging = schema.get("tagging", {}).get("permissions", [])
        if tagging:
            entry["t"] = sorted(set(tagging))
        if entry:
            out[type_name(name)] = entry
    return out


def mask(flags):
    """Hexadecimal text of a bit set; bit i is flag i."""
    return f"{sum(1 << i for i, flag in enumerate(flags) if flag):x}"


def _providers(site):
    folder = site / "cfnlint/data/schemas/providers"
    files = sorted(folder.glob("*.json"), key=lambda file: (file.stem != "us-east-1", file.stem))
    return {file.stem: json.loads(file.read_text()) for file in files if file.stem != "sam"}


def _entry(schema):
    reducer = Reducer(_ref)
    out = reducer.node({key: value for key, value in schema.items() if key != "definitions"})
    out["cfn"] = schema["typeName"]
    definitions = reducer.map(schema.get("definitions", {}))
    if "#/properties/" in json.dumps(schema):
        definitions |= {f"/{name}": node for name, node in out["p"].items()}
    out["defs"] = _used(out, definitions)
    for keyword, key in POINTERS.items():
        if schema.get(keyword):
            out[key] = sorted({path(schema, pointer) for pointer in schema[keyword]})
    if "id" in out:
        out["id"] = [path(schema, pointer) for pointer in schema["primaryIdentifier"]]
    if schema.get("additionalIdentifiers"):
        out["ids"] = [[path(schema, pointer) for pointer in group] for group in schema["additionalIdentifiers"]]
    _handlers(schema.get("handlers", {}), out)
    _rest(schema, out)
    return {key: value for key, value in out.items() if value not in ({}, [], "")}


def _ref(text):
    start, kind, name = text.split("/")
    if start != "#" or kind not in ("definitions", "properties"):
        raise ValueError(f"cannot follow {text}")
    return name if kind == "definitions" else f"/{name}"


def _used(root, definitions):
    used, todo = {}, [root]
    while todo:
        for node in walk(todo.pop()):
            name = node.get("r")
            if name is not None and name not in used:
                used[name] = definitions[name]
                todo.append(definitions[name])
    return used


def _handlers(handlers, out):
    out["h"] = "".join(key for name, key in HANDLERS.items() if name in handlers)
    minutes = {HANDLERS[name]: handler.get("timeoutInMinutes") for name, handler in handlers.items()}
    out["ht"] = {key: value for key, value in minutes.items() if value is not None}
    out["hl"] = sorted(handlers.get("list", {}).get("handlerSchema", {}).get("required", []))


def _rest(schema, out):
    tagging = schema.get("tagging", {})
    if tagging.get("taggable", True) and "tagProperty" in tagging:
        flags = {"c": "tagOnCreate", "u": "tagUpdatable", "s": "cloudFormationSystemTags"}
        out["tag"] = {"p": path(schema, tagging["tagProperty"])}
        out["tag"] |= {key: 1 for key, keyword in flags.items() if tagging.get(keyword, True)}
    if schema.get("replacementStrategy") == "delete_then_create":
        out["rs"] = 1
    if "lifecycle" in schema:
        out["life"] = [schema["lifecycle"]["status"], schema["lifecycle"].get("date")]
    transforms = schema.get("propertyTransform", {})
    out["tr"] = {path(schema, pointer): text for pointer, text in transforms.items()}
