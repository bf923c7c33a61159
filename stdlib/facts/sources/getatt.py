"""What `Fn::GetAtt` returns beyond read-only properties."""

import ast

from sources.paths import target


class GetAttributes:
    """The lists in cfn-lint's code, which is read, not run."""

    def __init__(self, site):
        tree = ast.parse((site / "cfnlint/schema/_getatts.py").read_text())
        constants = {
            node.targets[0].id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        self._all = set(ast.literal_eval(constants["_all_property_types"]))
        self._some = ast.literal_eval(constants["_exceptions"])

    def of(self, schema):
        """The property paths of a type that can be read though they are not read-only."""
        name = schema["typeName"]
        if name in self._all:
            tops = schema["properties"].items()
            return [path for top, node in tops for path in self._leaves(schema, node, top)]
        return self._some.get(name, [])

    def _leaves(self, schema, node, at):
        node = target(schema, node)
        if "properties" in node:
            for name, child in node["properties"].items():
                yield from self._leaves(schema, child, f"{at}/{name}")
        elif node.get("items", {}).get("type") not in ("object", "array"):
            yield at
