"""Kubernetes' built-in kinds in every release: PyPI kubernetes-validate (schemas), k8s.io/api (enums, limits), and the
PyPI client `kubernetes` (scope, plural, which calls exist).

A kind is an entry `k8s.GROUP.VERSION.KIND`; a definition that several blocks use is an entry `#GROUP.VERSION.NAME`.
"""

import json
import re

from nodes import Reducer, walk
from sources.gotypes import GoTypes
from sources.patches import patch_enums

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

CALLS = {"POST": "c", "GET": "r", "PUT": "u", "PATCH": "u", "DELETE": "d"}


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
    definitions = _merged([nodes for nodes, _ in read])
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


def blocks(definitions, names):
    """Cuts definitions into entries: a kind, or a definition with several users; the others live with their only user.

    A reference is the name of a definition in the same block or, where there is none, of another entry.
    """
    definitions = {name: definitions[name] for name in _reachable(definitions, names)}
    users = {name: set() for name in definitions}
    for name, node in definitions.items():
        for target in _refs(node):
            users[target].add(name)
    home = {name: _home(name, users, names) for name in definitions}
    entry = {name: names.get(name, f"#{name}") for name in definitions}
    out = {entry[name]: dict(node) for name, node in definitions.items() if home[name] == name}
    for name, node in definitions.items():
        if home[name] != name:
            out[entry[home[name]]].setdefault("defs", {})[name] = node
    for node in definitions.values():
        for part in walk(node):
            if "r" in part and home.get(part["r"]) == part["r"]:
                part["r"] = entry[part["r"]]
    return out


class Calls:
    """Which calls the API has for a kind, read from the paths in the Python client."""

    PATH = re.compile(r"method='(\w+)',\s*resource_path='/(?:apis/([^/']+)|api)/(v\w+)/([^']*)'")
    TYPE = re.compile(r"'20[01]': \"(\w+)\"")

    def __init__(self, site):
        self._resources = {}
        for file in sorted((site / "kubernetes/client/api").glob("*_api.py")):
            self._read(file.read_text())

    def of(self, group, version, kind, known):
        """`ns`, `pl`, `sub` and `h` of a kind; a version that the client lacks is like another one of that kind."""
        own = self._find(group, version, kind, known)
        others = (self._find(g, v, k, known) for g, v, k in sorted(known, reverse=True) if (g, k) == (group, kind))
        found = own or next((other for other in others if other), {})
        return {key: value for key, value in found.items() if value}

    def _find(self, group, version, kind, known):
        for (g, v, plural), facts in self._resources.items():
            if (g, v) == (group, version) and _is_kind(facts["class"], version, kind, known):
                calls = "".join(call for call in "crudl" if call in facts["calls"])
                return {"ns": int(facts["ns"]), "pl": plural, "sub": sorted(facts["sub"]), "h": calls}
        return {}

    def _read(self, text):
        classes = self.TYPE.finditer(text)
        types = [(match.start(), match[1]) for match in classes]
        for match in self.PATH.finditer(text):
            method, group, version, path = match.groups()
            before = [name for at, name in types if at < match.start()]
            steps = [step for step in path.split("/") if step]
            namespaced = steps[:2] == ["namespaces", "{namespace}"] and len(steps) > 2
            steps = steps[2:] if namespaced and steps[2] not in ("status", "finalize") else steps
            if steps and steps[0] != "watch":
                self._add((group or "", version, steps[0]), method, namespaced, steps[1:], before[-1] if before else "")

    def _add(self, key, method, namespaced, rest, answer):
        facts = self._resources.setdefault(key, {"calls": set(), "sub": set(), "ns": False, "class": ""})
        if len(rest) == 2:
            facts["sub"].add(rest[1])
        if len(rest) < 2:
            facts["ns"] |= namespaced
        if not rest and method in ("GET", "POST"):
            facts["calls"].add("l" if method == "GET" else "c")
            facts["class"] = facts["class"] or answer.removesuffix("List")
        elif len(rest) == 1:
            facts["calls"].add(CALLS[method])


def _is_kind(name, version, kind, known):
    tail = name[name.index(version.capitalize()) + len(version) :] if version.capitalize() in name else name
    return tail == kind


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


def _merged(releases):
    names = {name: None for nodes in releases for name in nodes}
    out = {}
    for name in names:
        versions = [nodes.get(name) for nodes in releases]
        out[name] = _merge(versions)
        exists = _bits(versions)
        if exists != _bits([1] * len(releases)):
            out[name]["g"] = exists
    return out


def _bits(values):
    return f"{sum(1 << i for i, value in enumerate(values) if value is not None):x}"


def _merge(versions):
    """One node for all releases; `g`, `qg`, `eg` say what only some of them have. Otherwise the newest release speaks."""
    present = [node for node in versions if node is not None]
    out = dict(present[-1])
    for key in ("p", "pp"):
        maps = [node and node.get(key, {}) for node in versions]
        if any(maps):
            out[key] = _merge_map(maps)
    for key in ("i", "a"):
        children = [node and node.get(key) for node in versions]
        if isinstance(out.get(key), dict):
            out[key] = _merge([child if isinstance(child, dict) else None for child in children])
    _merge_list(out, versions, "q", "qg", every=True)
    _merge_list(out, versions, "e", "eg", every=False)
    return out


def _merge_map(maps):
    out = {}
    for name in {name: None for entries in maps if entries for name in entries}:
        versions = [None if entries is None else entries.get(name) for entries in maps]
        out[name] = _merge(versions)
        possible = _bits(maps)
        if _bits(versions) != possible:
            out[name]["g"] = _bits(versions)
    return out


def _merge_list(out, versions, key, masks, every):
    """A list of names: those of all releases (`every`) or of any, and the releases of the others."""
    lists = [node and node.get(key, []) for node in versions]
    names = {name: None for entries in lists if entries for name in entries}
    where = {name: _bits([1 if entries and name in entries else None for entries in lists]) for name in names}
    partial = {name: bits for name, bits in where.items() if bits != _bits(lists)}
    kept = [name for name in names if not (every and name in partial)]
    if kept or not every and names:
        out[key] = kept
    else:
        out.pop(key, None)
    without = any(entries == [] for entries in lists)
    if partial and (every or not without):
        out[masks] = partial


def _refs(node):
    return {part["r"] for part in walk(node) if "r" in part}


def _home(name, users, names):
    """The definition in whose block `name` lives: itself when it is a kind, has several users, or uses itself."""
    seen = []
    while name not in names and len(users[name] - {name}) == 1 and name not in users[name] and name not in seen:
        seen.append(name)
        (name,) = users[name]
    return name


def _reachable(definitions, roots):
    reached, todo = dict.fromkeys(roots), list(roots)
    while todo:
        for target in sorted(_refs(definitions[todo.pop()])):
            if target not in reached:
                reached[target] = None
                todo.append(target)
    return sorted(reached)
