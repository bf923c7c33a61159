"""KEDA's triggers and their parameters: the schema that KEDA generates from its sources (Go module kedacore/keda)."""

import json

READABLE = {"m": "metadataVariableReadable", "e": "envVariableReadable", "a": "triggerAuthenticationVariableReadable"}


def triggers(module):
    """One entry per trigger (`keda/aws-sqs-queue`): parameter -> where it may stand, whether it must, values."""
    (text,) = module.read("schema/generated/", "scalers-schema.json").values()
    return {f"keda/{scaler['type']}": _trigger(scaler) for scaler in json.loads(text)["scalers"]}


def _trigger(scaler):
    out = {"p": {parameter["name"]: _parameter(parameter) for parameter in scaler["parameters"]}}
    if any("deprecatedAnnounce" in parameter for parameter in scaler["parameters"]):
        out["old"] = 1
    return out


def _parameter(parameter):
    out = {"in": "".join(letter for letter, word in READABLE.items() if parameter.get(word))}
    if not parameter.get("optional") and "default" not in parameter and not parameter.get("deprecated"):
        out["q"] = 1
    if "default" in parameter:
        out["d"] = parameter["default"]
    if "allowedValue" in parameter:
        out["e"] = parameter["allowedValue"]
    if "exclusiveSet" in parameter:
        out["x"] = parameter["exclusiveSet"]
    for keyword, key in (("separator", "sep"), ("rangeSeparator", "range")):
        if keyword in parameter:
            out[key] = parameter[keyword]
    if "deprecated" in parameter:
        out["old"] = 1
    return out
