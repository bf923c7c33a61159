"""Scope, plural, subresources and calls of Kubernetes' kinds: the paths in the PyPI client `kubernetes`."""

import re

METHODS = {"POST": "c", "GET": "r", "PUT": "u", "PATCH": "u", "DELETE": "d"}


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
            facts["calls"].add(METHODS[method])


def _is_kind(name, version, kind, known):
    tail = name[name.index(version.capitalize()) + len(version) :] if version.capitalize() in name else name
    return tail == kind
