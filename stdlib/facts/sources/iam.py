"""IAM: actions and the resources they take (cfn-lint), AWS-managed policies (moto), spelling of actions (botocore)."""

import ast
import collections
import gzip
import json
import re

READS = "get list describe batchget query scan select search lookup head view check test simulate estimate preview"
TAG = "aws:ResourceTag/${TagKey}"
READS = re.compile(f"(?i){READS.replace(' ', '|')}")


def actions(site, spelled):
    """Actions of each service (`iam/s3`): the resource types each can name, the ARN shapes of those, which know tags."""
    text = (site / "cfnlint/data/AdditionalSpecs/Policies.json").read_text()
    out = {}
    for service, table in json.loads(text).items():
        names = sorted(table["Resources"])
        rows = {}
        for action, row in table["Actions"].items():
            spelling = spelled.get(f"{service}:{action}", action)
            # Actions spell types as the documentation does (`Secret`), the list of types in lower case.
            wanted = {name.lower() for name in row.get("Resources", [])}
            rows[spelling] = [index for index, name in enumerate(names) if name.lower() in wanted]
        arns = [[name, *sorted(table["Resources"][name].get("ARNFormats", []))] for name in names]
        tagged = [index for index, name in enumerate(names) if TAG in table["Resources"][name].get("ConditionKeys", [])]
        out[f"iam/{service}"] = {"a": rows, "r": arns, **({"t": tagged} if tagged else {})}
    return out


def spelling(site, permissions):
    """`service:action` in lower case -> the action as it is spelled most often in handlers, policies and API models."""
    seen = collections.Counter(action for entry in permissions.values() for names in entry.values() for action in names)
    for policy in _managed(site).values():
        for statement in _statements(policy):
            seen.update(_list(statement.get("Action", [])))
    seen.update(_operations(site))
    exact = {text: count for text, count in seen.items() if text.count(":") == 1 and not set(text) & set("*?")}
    out = {}
    for text in sorted(exact, key=lambda text: (exact[text], text)):
        out[text.lower()] = text.split(":")[1]
    return out


def managed_policies(site):
    """Name -> path and how far its grants go in each service: `f` all of it everywhere, `w` may change, `r` reads."""
    out = {}
    for name, policy in _managed(site).items():
        reach = {}
        for statement in _statements(policy):
            if statement["Effect"] == "Allow":
                for action in _list(statement.get("Action", [])) or ["*"]:
                    _widen(reach, action, _list(statement.get("Resource", "*")) == ["*"])
        grouped = {level: sorted(s for s in reach if reach[s] == level) for level in "fwr"}
        out[name] = {"path": policy["Path"], **{level: services for level, services in grouped.items() if services}}
    return out


def _widen(reach, action, everywhere):
    service, _, verb = action.lower().partition(":")
    if action == "*" or verb == "*":
        level = "f" if everywhere else "w"
    else:
        level = "r" if READS.match(verb) else "w"
    reach[service] = max(level, reach.get(service, level), key="rwf".index)


def _managed(site):
    tree = ast.parse((site / "moto/iam/aws_managed_policies.py").read_text())
    for node in tree.body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "aws_managed_policies_data":
            return json.loads(ast.literal_eval(node.value))
    raise ValueError("moto no longer bundles the managed policies")


def _statements(policy):
    return _list(policy["Document"]["Statement"])


def _list(value):
    return value if isinstance(value, list) else [value]


def _operations(site):
    for file in sorted((site / "botocore/data").glob("*/*/service-2.json.gz")):
        model = json.loads(gzip.decompress(file.read_bytes()))
        meta = model["metadata"]
        for prefix in {meta["endpointPrefix"], meta.get("signingName", meta["endpointPrefix"])}:
            yield from (f"{prefix}:{operation}" for operation in model["operations"])
