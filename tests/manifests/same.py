"""Compares workloads, object by object, with what became of them: `same.py SOURCES EMITTED`.

The sources are manifests as others write them, taken in by `manifest`. What is emitted must be the same, but for the labels
that say whose it is, and the namespace that an object did not say. Both are read as `kubectl` reads YAML: PyYAML with the
numbers of YAML 1.2 beside, and whole numbers without a point.
"""

import re
import sys
from pathlib import Path

import yaml

OWN = ("app.kubernetes.io/managed-by", "app.kubernetes.io/part-of")
# Kinds of the sources that stand in no namespace.
WIDE = {"Namespace", "CustomResourceDefinition"}


class Reader(yaml.SafeLoader):
    """YAML 1.1 without its dates, with `1e3` and `0o17`."""


Reader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if not tag.endswith("timestamp")]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
FLOAT = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$")
Reader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"0o[0-7]+$"), ["0"])
Reader.add_implicit_resolver("tag:yaml.org,2002:float", FLOAT, list("-+0123456789."))


def whole(loader, node):
    """A number as JSON has it."""
    value = loader.construct_yaml_float(node)
    return int(value) if value == int(value) else value


def integer(loader, node):
    """A whole number, octal in both spellings."""
    text = loader.construct_scalar(node)
    return int(text[2:], 8) if text.startswith("0o") else loader.construct_yaml_int(node)


Reader.add_constructor("tag:yaml.org,2002:float", whole)
Reader.add_constructor("tag:yaml.org,2002:int", integer)


def objects(folder):
    """The objects of all files of a folder, by kind, namespace and name."""
    found = {}
    for path in sorted(Path(folder).rglob("*.y*ml")):
        if path.name == "kustomization.yaml" or path.name.endswith(".values.yaml"):
            continue
        for document in yaml.load_all(path.read_text(), Reader):
            listed = document is not None and document["kind"] == "List"
            for one in document["items"] if listed else [document]:
                if one is not None:
                    cleaned(one)
                    found[one["kind"], one["metadata"].get("namespace"), one["metadata"]["name"]] = one
    return found


def cleaned(one):
    """Takes away what `manifest` adds, and says the namespace that it says."""
    labels = one["metadata"].get("labels", {})
    for name in OWN:
        labels.pop(name, None)
    if not labels:
        one["metadata"].pop("labels", None)
    if one["kind"] not in WIDE:
        one["metadata"].setdefault("namespace", "default")


def differences(before, after, place=""):
    """Where two values differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted(before.keys() | after.keys(), key=str):
            yield from differences(before.get(name, "(nothing)"), after.get(name, "(nothing)"), f"{place}.{name}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(one, other, f"{place}[{number}]")
    elif type(before) is not type(after) or before != after:
        yield f"{place}: {before!r} became {after!r}"


def main(sources, emitted):
    """Compares; the exit code says whether something differs."""
    before, after = objects(sources), objects(emitted)
    wrong = [f"{key} is not there" for key in before.keys() - after.keys()]
    for key in before.keys() & after.keys():
        wrong += [f"{key}{where}" for where in differences(before[key], after[key])]
    print(*wrong, sep="\n")
    print(f"{len(before)} objects, {len(wrong)} differences")
    sys.exit(1 if wrong or len(before) < 50 else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
