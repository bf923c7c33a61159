"""Property pointers of CloudFormation schemas as paths."""


def path(schema, pointer):
    """`A/B/*/C` for a pointer `/properties/A/B/C`: `*` for each array and map on the way, published or not."""
    steps = [step for step in pointer.split("/")[2:] if step not in ("*", "properties")]
    out, node = [], schema
    for step in steps:
        node, stars = _down(schema, node, step)
        out += ["*"] * stars + [step]
        if node is None:
            return "/".join(pointer.split("/")[2:])
    if pointer.endswith("/*"):
        out.append("*")
    return "/".join(out)


def target(schema, node):
    """The node that a node refers to, or itself."""
    while "$ref" in node:
        _, kind, name = node["$ref"].split("/")
        node = schema[kind][name]
    return node


def _down(schema, node, step):
    """The child `step` of a node and how many arrays or maps were entered on the way to it."""
    stars = 0
    while node is not None:
        node = target(schema, node)
        child = _child(schema, node, step)
        if child is not None:
            return child, stars
        inner = node.get("items") or next(iter(node.get("patternProperties", {}).values()), None)
        more = node.get("additionalProperties")
        node = inner or (more if isinstance(more, dict) else None)
        stars += 1
    return None, 0


def _child(schema, node, step):
    if step in node.get("properties", {}):
        return node["properties"][step]
    for branch in (part for keyword in ("oneOf", "anyOf", "allOf") for part in node.get(keyword, [])):
        found = _child(schema, target(schema, branch), step)
        if found is not None:
            return found
    return None
