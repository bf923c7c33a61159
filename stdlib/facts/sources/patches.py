"""Merges patches.json, the facts written by hand, and refuses a name that the published data does not know."""

import gzip
import json
import re
from pathlib import Path

from nodes import walk

FILE = Path(__file__).resolve().parent.parent / "patches.json"


def read():
    """The patches."""
    return json.loads(FILE.read_text())


def patch_types(types, patches, site):
    """Adds returned attributes, `ref`s, read-only types and implicit nodes to the AWS types."""
    for name, paths in patches["returned"].items():
        entry = types[name]
        entry["out"] = sorted({*entry.get("out", []), *paths})
    for name, paths in patches["ref"].items():
        for path in paths:
            need(path in types[name]["p"], f"{name} has no {path}")
        types[name]["ref"] = paths
    for service, entries in patches["enums"].items():
        shapes = _model(site, service)["shapes"]
        for name, properties in entries.items():
            for member, shape in properties.items():
                found = _close(types[name], member, shapes[shape]["enum"])
                need(found, f"{name} has no {member} without an enum")
    for name, read_type in patches["reads"].items():
        need(name not in types, f"{name} is a published type")
        types[name] = _read_type(name, read_type, site)
    for name, nodes in patches["implicit"].items():
        for node in nodes:
            _check_implicit(types, name, node, site)
        types[name]["implicit"] = nodes


def patch_kinds(kinds, patches):
    """Adds what may not change after creation to Kubernetes kinds; their enums come from `enums`."""
    for name, paths in patches["unchangeable"].items():
        for path in paths:
            need(_find(kinds, name, path.split("/")) is not None, f"{name} has no {path}")
        kinds[name]["co"] = paths
    for name, table in patches["frozen_by"].items():
        for path in [*table, *(path for paths in table.values() for path in paths)]:
            need(_find(kinds, name, path.split("/")) is not None, f"{name} has no {path}")
        kinds[name]["cof"] = table


def patch_enums(definitions, enums):
    """Adds enums to Kubernetes definitions, before they are cut into entries."""
    for name, fields in enums.items():
        for field, values in fields.items():
            need("e" not in definitions[name]["p"][field], f"{name}.{field} has a published enum now")
            definitions[name]["p"][field]["e"] = values


def patch_policies(policies, successors):
    """Adds the successors of superseded managed policies; a policy that no longer exists has nothing but that."""
    for old, new in successors.items():
        need(new in policies and new != old, f"{new} does not exist")
        policies.setdefault(old, {})["next"] = new


def need(condition, text):
    """Stops the generator at a patch that does not fit."""
    if not condition:
        raise ValueError(f"patches.json: {text}")


def _read_type(name, patch, site):
    call = {key: patch[key] for key in ("service", "operation", "input", "action")}
    _check_call(site, call, [path for path, _ in patch["outputs"].values()])
    properties = {**patch["inputs"], **{output: {"t": kind} for output, (_, kind) in patch["outputs"].items()}}
    entry = {
        "p": properties,
        "q": sorted(patch["inputs"]),
        "ro": sorted(patch["outputs"]),
        "id": sorted(patch["inputs"]),
        "t": "o",
        "read": {**call, "output": {output: path for output, (path, _) in patch["outputs"].items()}},
    }
    return {key: value for key, value in entry.items() if value}


def _check_implicit(types, name, node, site):
    entry = types[name]
    need(node["type"] in types, f"{name}: no type {node['type']}")
    if "attribute" in node:
        need(node["attribute"] in [*entry["ro"], *entry.get("out", [])], f"{name} does not return {node['attribute']}")
    if "when" in node:
        need(node["when"] in entry["p"], f"{name} has no {node['when']}")
    if "find" in node:
        _check_call(site, node["find"], [node["find"]["output"]])
    for used in re.findall(r"\$\{(\w+)\}", json.dumps(node)):
        need(used in entry["p"], f"{name} has no {used}")


def _close(entry, name, values):
    """Gives every text of this name in a type the values that the API model knows, where the schema says none.

    Returns how many there are."""
    found = 0
    if isinstance(entry, list):
        return sum(_close(part, name, values) for part in entry)
    if not isinstance(entry, dict):
        return found
    text = entry["p"].get(name, {}) if isinstance(entry.get("p"), dict) else {}
    if text.get("t") == "s" and not {"e", "ei", "m"} & set(text):
        text["e"] = sorted(values)
        found += 1
    # Conditions between properties say what they look at, not what there is.
    return found + sum(_close(part, name, values) for key, part in entry.items() if key != "rules")


def _model(site, service):
    """The newest model of a service's API."""
    (file, *_) = sorted((site / "botocore/data" / service).glob("*/service-2.json.gz"), reverse=True)
    return json.loads(gzip.decompress(file.read_bytes()))


def _check_call(site, call, outputs):
    """Checks an operation, its input names and the paths into its output against botocore's model."""
    model = _model(site, call["service"])
    operation = model["operations"].get(call["operation"])
    need(operation, f"{call['service']} has no {call['operation']}")
    given = model["shapes"][operation["input"]["shape"]]["members"] if "input" in operation else {}
    for name in call["input"]:
        need(name in given, f"{call['operation']} takes no {name}")
    for path in outputs:
        need(_reaches(model, operation["output"]["shape"], path), f"{call['operation']} returns no {path}")


def _reaches(model, shape, path):
    for step in path.split("."):
        name, _, index = step.partition("[")
        member = model["shapes"][shape].get("members", {}).get(name)
        if member is None:
            return False
        shape = member["shape"]
        if index:
            shape = model["shapes"][shape]["member"]["shape"]
    return True


def _find(entries, name, steps):
    """The node at a path below an entry, followed through references; lists are entered without a step."""
    entry = node = entries[name]
    for step in steps:
        while "r" in node or "i" in node:
            if "i" in node:
                node = node["i"]
                continue
            local = entry.get("defs", {}).get(node["r"])
            entry = entry if local is not None else entries[node["r"]]
            node = local if local is not None else entry
        node = node.get("p", {}).get(step)
        if node is None:
            return None
    return node


def unresolved(entries):
    """References that lead nowhere; there must be none."""
    for name, entry in entries.items():
        defs = entry.get("defs", {})
        for node in [entry, *defs.values()]:
            for part in walk(node):
                if "r" in part and part["r"] not in defs and part["r"] not in entries:
                    yield name, part["r"]
