"""What services accept, from cfn-lint: Lambda runtimes, Fargate sizes, versions of database and cache engines."""

import json


def lambda_runtimes(site):
    """Runtime -> dates of its end (`dep` deprecated, `create` and `update` blocked) and its successor."""
    text = (site / "cfnlint/data/AdditionalSpecs/LmbdRuntimeLifecycle.json").read_text()
    keys = {"deprecated": "dep", "create-block": "create", "update-block": "update", "successor": "next"}
    runtimes = json.loads(text).items()
    return {name: {key: row[word] for word, key in keys.items() if row.get(word)} for name, row in runtimes}


def fargate_sizes(site):
    """`[cpu units, least MiB, most MiB, step]`, or `[cpu units, [MiB, ..]]` where there is no step."""
    schema = _extension(site, "aws_ecs_taskdefinition", "fargate_cpu_memory")
    return [_fargate(branch["properties"]) for branch in schema["then"]["anyOf"]]


def engines(site):
    """Engine -> versions, and those of them that are deprecated."""
    out = {}
    for kind, folder in (("instance", "aws_rds_dbinstance"), ("cluster", "aws_rds_dbcluster")):
        out[f"engines/rds/{kind}"] = _versions(_extension(site, folder, "engine_version"))
        for engine, old in _deprecated(_extension(site, folder, "engine_version_deprecated")).items():
            out[f"engines/rds/{kind}"].setdefault(engine, {})["old"] = old
    out["engines/elasticache"] = _versions(_extension(site, "aws_elasticache_cachecluster", "engine_version"))
    return out


def _extension(site, folder, name):
    return json.loads((site / f"cfnlint/data/schemas/extensions/{folder}/{name}.json").read_text())


def _fargate(properties):
    cpu = int(properties["Cpu"]["then"]["enum"][0])
    memory = properties["Memory"]["then"]
    if "enum" in memory:
        return [cpu, memory["enum"]]
    return [cpu, memory["minimum"], memory["maximum"], memory["multipleOf"]]


def _versions(schema):
    out = {}
    for branch in schema["allOf"]:
        engine = branch["if"]["properties"]["Engine"].get("const")
        if engine:
            out[engine] = {"versions": branch["then"]["properties"]["EngineVersion"]["enum"]}
    return out


def _deprecated(schema):
    branches = (branch["if"]["properties"] for branch in schema["allOf"])
    return {given["Engine"]["const"]: given["EngineVersion"]["enum"] for given in branches}
