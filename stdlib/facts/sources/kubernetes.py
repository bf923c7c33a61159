"""Kubernetes' built-in kinds in every release: PyPI kubernetes-validate, with what calls.py and gotypes.py add.

A kind is an entry `k8s.GROUP.VERSION.KIND`; a definition that several blocks use is an entry `#GROUP.VERSION.NAME`.
"""

import json

from nodes import Reducer, walk
from sources.blocks import blocks
from sources.calls import Calls
from sources.gotypes import GoTypes
from sources.patches import patch_enums
from sources.releases import merged

# Definitions that are one value, written in place of the reference.
SCALARS = {
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": {"t": "is", "f": "int-or-string"},
    "io.k8s.apimachinery.pkg.api.resource.Quantity": {"t": "ns", "f": "quantity"},
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": {"t": "s", "f": "date-time"},
    "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": {"t": "s", "f": "date-time"},
}

# Set by the server in every object.
SERVER = ["creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "managedFields"]
SERVER += ["resourceVersion", "selfLink", "uid"]


def group_label(group):
    """`apps`, `networking` for `networking.k8s.io`, `core` for the empty group."""
    return group.split(".")[0] or "core"


def release(version):
    """`1.31` for the version `v0.31.14` of a Go module."""
    return f"1.{version.split('.')[1]}"


def short(definition):
    """`core.v1.PodSpec` for `io.k8s.api.core.v1.PodSpec`."""
    return ".".join(definition.split(".")[-3:])


class KubernetesReducer(Reducer):
    """Keeps what Kubernetes says about lists, maps and unions."""

    LIST = {"map": "m", "set": "s", "atomic": "a"}

    def _extra(self, schema, out):
        kind = schema.get("x-kubernetes-list-type")
        if kind:
            out["lt"] = self.LIST[kind]
        if schema.get("x-kubernetes-list-map-keys"):
            out["k"] = schema["x-kubernetes-list-map-keys"]
        merge = schema.get("x-kubernetes-patch-merge-key")
        if merge and [merge] != out.get("k"):
            out["mk"] = merge
        if schema.get("x-kubernetes-map-type") == "atomic":
            out["mt"] = "a"
        if "t" in out and len(out["t"]) > 1:
            out["t"] = out["t"].replace("z", "")


def kinds(site, modules, enums):
    """The entries of all kinds and shared definitions.

    `modules` are the versions of k8s.io/api, one of each release; `enums` are those that are written by hand.
    """
    read = [_release(site, release(version), module) for version, module in modules.items()]
    definitions = merged([nodes for nodes, _ in read])
    patch_enums(definitions, enums)
    identities = {definition: identity for _, found in read for definition, identity in found.items()}
    calls = Calls(site)
    roots = {}
    for definition, (group, version, kind) in identities.items():
        facts = calls.of(group, version, kind, set(identities.values()))
        if facts:
            node = definitions[definition]
            node |= {"group": group, "version": version, "kind": kind, **facts}
            node["ro"] = (["status"] if "status" in node["p"] else []) + [f"metadata/{name}" for name in SERVER]
            roots[definition] = f"k8s.{group_label(group)}.{version}.{kind}"
    if len(set(roots.values())) != len(roots):
        raise ValueError("two Kubernetes kinds map to one of our names")
    return blocks(definitions, roots)


def _release(site, name, module):
    folder = site / "kubernetes_validate/kubernetes-json-schema" / f"v{name}.0-local"
    schemas = json.loads((folder / "_definitions.json").read_text())["$defs"]
    go = GoTypes(module)
    reducer = KubernetesReducer(lambda text: text.rsplit("/", 1)[-1], closed=True)
    nodes, roots = {}, {}
    for long, schema in schemas.items():
        node = reducer.node(schema)
        _inline(node, schemas)
        _improve(node, go.facts(long))
        nodes[short(long)] = node
        identity = schema.get("x-kubernetes-group-version-kind", [])
        if len(identity) == 1 and "metadata" in node.get("p", {}) and not identity[0]["kind"].endswith("List"):
            roots[short(long)] = (identity[0]["group"], identity[0]["version"], identity[0]["kind"])
            del node["p"]["apiVersion"], node["p"]["kind"]
    return nodes, roots


def _inline(node, schemas):
    for part in list(walk(node)):
        target = part.get("r")
        if target is None:
            continue
        if target in SCALARS:
            del part["r"]
            part |= SCALARS[target]
        elif "properties" not in schemas[target]:
            del part["r"]
        else:
            part["r"] = short(target)


def _improve(node, facts):
    """Adds what the Go sources say to the properties of a definition."""
    for name, found in facts.items():
        child = node.get("p", {}).get(name)
        if child is None:
            continue
        if "self" in found:
            child["e"] = found["self"]
        if "items" in found and "i" in child:
            child["i"]["e"] = found["items"]
        if "im" in found:
            child["im"] = 1
        if "d" in found:
            child["d"] = found["d"]
        for key, (low, high) in (("v", ("minimum", "maximum")), ("n", ("", "maxItems")), ("l", ("", "maxLength"))):
            if low in found or high in found:
                child[key] = [found.get(low), found.get(high)]
