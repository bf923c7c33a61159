"""Reduces a JSON Schema to a node of our private schema: short keys, checkable facts, no prose.

README.md ("Nodes") is the reference of the keys.
"""

LETTER = {"string": "s", "integer": "i", "number": "n", "boolean": "b", "object": "o", "array": "a", "null": "z"}

# JSON Schema keyword -> key of a node, value unchanged.
SAME = {
    "required": "q",
    "enum": "e",
    "enumCaseInsensitive": "ei",
    "const": "c",
    "pattern": "m",
    "multipleOf": "mo",
    "dependentRequired": "dr",
    "dependentExcluded": "dx",
    "uniqueKeys": "uk",
}

# key of a node -> the two keywords that bound it from below and above.
BOUNDS = {
    "l": ("minLength", "maxLength"),
    "n": ("minItems", "maxItems"),
    "np": ("minProperties", "maxProperties"),
    "v": ("minimum", "maximum"),
    "vx": ("exclusiveMinimum", "exclusiveMaximum"),
}

# keyword holding one schema that is a condition, not a description -> key of a node.
CONDITIONS = {
    "not": "not",
    "if": "if",
    "then": "then",
    "else": "else",
    "contains": "has",
    "propertyNames": "pn",
}

LISTS = {"oneOf": "one", "anyOf": "any", "allOf": "all"}


class Reducer:
    """Reduces the schemas of one source; `ref` turns the text of a `$ref` into the name to write in `r`.

    With `closed`, an object that lists its properties takes no others unless it says so (Kubernetes prunes).
    """

    def __init__(self, ref, closed=False):
        self._ref = ref
        self._closed = closed

    def node(self, schema, condition=False):
        """The node of a schema. In a condition objects are open unless they say otherwise."""
        if schema is False:
            return {"no": 1}
        if schema is True:
            return {}
        out = {}
        if "$ref" in schema:
            out["r"] = self._ref(schema["$ref"])
        self._plain(schema, out)
        self._object(schema, out, condition)
        self._array(schema, out, condition)
        self._conditions(schema, out)
        self._extra(schema, out)
        return out

    def _extra(self, schema, out):
        """A source's own keywords; overridden by it."""

    def map(self, schemas, condition=False):
        """The nodes of a map of schemas."""
        return {name: self.node(schema, condition) for name, schema in schemas.items()}

    def _plain(self, schema, out):
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if kinds:
            out["t"] = "".join(sorted(LETTER[kind] for kind in kinds))
        for keyword, key in SAME.items():
            if schema.get(keyword) not in (None, [], {}):
                out[key] = schema[keyword]
        for key, (low, high) in BOUNDS.items():
            if isinstance(schema.get(low), (int, float)) or isinstance(schema.get(high), (int, float)):
                out[key] = [schema.get(low), schema.get(high)]
        if schema.get("default") is not None:
            out["d"] = schema["default"]
        if "(" not in schema.get("format", "("):
            out["f"] = schema["format"]
        if "relationshipRef" in schema:
            out["rel"] = [relate(schema["relationshipRef"])]

    def _object(self, schema, out, condition):
        if "properties" in schema:
            out["p"] = self.map(schema["properties"], condition)
        if "patternProperties" in schema:
            out["pp"] = self.map(schema["patternProperties"], condition)
        more = schema.get("additionalProperties")
        described = bool(schema.get("properties") or schema.get("patternProperties"))
        if isinstance(more, dict):
            out["a"] = self.node(more, condition)
        elif condition and more is False and described:
            out["a"] = {"no": 1}
        elif not condition and more is False and not described and "o" in out.get("t", ""):
            out["p"] = {}
        elif not condition and described and more is not False and not (more is None and self._closed):
            out["a"] = {}

    def _array(self, schema, out, condition):
        items = schema.get("items")
        if isinstance(items, (dict, bool)):
            out["i"] = self.node(items, condition)
        if "prefixItems" in schema:
            out["ix"] = [self.node(item, condition) for item in schema["prefixItems"]]
        if schema.get("uniqueItems"):
            out["u"] = 1
        if schema.get("insertionOrder") is False:
            out["us"] = 1

    def _conditions(self, schema, out):
        for key, keyword in (("xor", "requiredXor"), ("or", "requiredOr")):
            if keyword in schema:
                out[key] = [schema[keyword]]
        for keyword, key in CONDITIONS.items():
            if keyword in schema:
                out[key] = self.node(schema[keyword], True)
        for keyword, key in LISTS.items():
            if keyword in schema:
                self._branches(keyword, key, schema[keyword], out)
        for name, need in schema.get("dependencies", {}).items():
            if isinstance(need, list):
                out.setdefault("dr", {})[name] = need
            else:
                out.setdefault("ds", {})[name] = self.node(need, True)

    def _branches(self, keyword, key, branches, out):
        nodes = [self.node(branch, True) for branch in branches]
        if keyword == "allOf" and all(set(node) <= {"r", "d"} for node in nodes):
            for node in nodes:
                out.update(node)
        elif all(set(node) == {"f"} for node in nodes) and keyword != "allOf":
            out["f"] = "|".join(node["f"] for node in nodes)
        elif all(set(node) == {"rel"} for node in nodes):
            out["rel"] = [relation for node in nodes for relation in node["rel"]]
        elif keyword != "allOf" and all(set(node) == {"q"} and len(node["q"]) == 1 for node in nodes):
            group = [node["q"][0] for node in nodes]
            out.setdefault("xor" if keyword == "oneOf" else "or", []).append(group)
        else:
            out[key] = nodes


def relate(relation):
    """`[type name, path]` of a published relationship."""
    return [relation["typeName"], relation["propertyPath"].removeprefix("/properties/")]


def walk(node):
    """The node and every node below it."""
    yield node
    for key in ("i", "a", *CONDITIONS.values()):
        if isinstance(node.get(key), dict):
            yield from walk(node[key])
    for key in ("p", "pp", "ds"):
        for child in node.get(key, {}).values():
            yield from walk(child)
    for key in ("ix", *LISTS.values()):
        for child in node.get(key, []):
            yield from walk(child)
