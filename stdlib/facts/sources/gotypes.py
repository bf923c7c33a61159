"""What Kubernetes' Go sources say beside the OpenAPI document: enums, defaults, limits and what may not change.

Reads the `types.go` files of the Go module k8s.io/api by their comment markers; nothing is compiled.
"""

import json
import re

ENUM = re.compile(r"// \+enum\b[^\n]*\n(?:\s*//[^\n]*\n)*\s*type (\w+) string")
CONSTANT = re.compile(r'^\s*(?:const )?\w+\s+(\w+)\s*=\s*"([^"]*)"', re.MULTILINE)
STRUCT = re.compile(r"^type (\w+) struct \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r'^\t(?:(\w+)\s+)?([\w.*\[\]]+)\s+`json:"([^"]*)"', re.MULTILINE)
IMPORT = re.compile(r'^\s*(\w+)?\s*"k8s\.io/api/([\w/]+)"', re.MULTILINE)
MARKER = re.compile(r"^\s*// \+(.*)$", re.MULTILINE)

# A marker that is still alpha is not enforced by default.
ALPHA = ("k8s:alpha", "k8s:ifEnabled", "k8s:ifDisabled")


class GoTypes:
    """The structs and enums of one release of k8s.io/api."""

    def __init__(self, module):
        self._enums, self._structs, self._imports = {}, {}, {}
        for path, text in module.read("", "/types.go").items():
            self._read(path.removesuffix("/types.go"), text.decode())

    def facts(self, definition):
        """JSON field -> keys to add to its node, for a definition named like `io.k8s.api.apps.v1.Deployment`."""
        parts = definition.removeprefix("io.k8s.api.").split(".")
        return self._facts("/".join(parts[:-1]), parts[-1]) if len(parts) == 3 else {}

    def _facts(self, package, struct):
        out = {}
        for name, kind, markers in self._structs.get((package, struct), []):
            if name:
                out[name] = self._field(package, kind, markers)
            else:
                out.update(self._facts(*self._resolve(package, kind)))
        return out

    def _field(self, package, kind, markers):
        out = _limits(markers)
        values = self._enums.get(self._resolve(package, kind.lstrip("*").removeprefix("[]")))
        if values and not kind.startswith("map"):
            out["items" if "[]" in kind else "self"] = values
        return out

    def _resolve(self, package, kind):
        kind = kind.lstrip("*")
        if "." not in kind:
            return package, kind
        alias, name = kind.split(".")
        return self._imports.get((package, alias), alias), name

    def _read(self, package, text):
        for alias, target in IMPORT.findall(text):
            self._imports[package, alias or target.rsplit("/", 1)[-1]] = target
        closed = set(ENUM.findall(text))
        for kind, value in CONSTANT.findall(text):
            if kind in closed and value:
                values = self._enums.setdefault((package, kind), [])
                values += [value] if value not in values else []
        for name, body in STRUCT.findall(text):
            self._structs[package, name] = list(_fields(body))


def _fields(body):
    at = 0
    for match in FIELD.finditer(body):
        markers = MARKER.findall(body, at, match.start())
        at = match.end()
        if not match[2].endswith(("TypeMeta", "ObjectMeta", "ListMeta")):
            yield match[3].split(",")[0], match[2], markers


def _limits(markers):
    out = {}
    for marker in markers:
        if marker.startswith(ALPHA):
            continue
        marker = re.sub(r"^k8s:beta\([^)]*\)=\+", "", marker)
        key, _, value = marker.partition("=")
        if key == "k8s:immutable":
            out["im"] = 1
        elif key == "default":
            out["d"] = _value(value)
        elif key in ("k8s:minimum", "k8s:maximum", "k8s:maxItems", "k8s:maxLength"):
            out[key.removeprefix("k8s:")] = _value(value)
    return out


def _value(text):
    try:
        return json.loads(text)
    except ValueError:
        return text
