"""Regenerates every table in this folder from published packages: `python3 stdlib/facts/generate.py`.

Needs Python 3.12 or 3.11.4, npm and Go on the path, and the package registries. See README.md.
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from sources.packages import Packages  # noqa: E402

VENV = HERE.parent.parent / "target/facts-venv"
DICTIONARY = 32768


def main():
    """Builds all tables and writes those whose content changed."""
    packages = Packages(VENV)
    python = packages.ensure_venv()
    if Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(python, [str(python), str(Path(__file__).resolve())])
    from sources import cloudformation, patches

    date = cloudformation.schema_date(packages.site())
    print("read", *packages.pins(), f"CloudFormation schemas of {date}", sep="\n  ")
    written = patches.read()
    permissions = cloudformation.permissions(packages.site())
    about = {
        "packages": packages.pins(),
        "schemas": date,
        "regions": cloudformation.regions(packages.site()),
    }
    write("aws.facts", {"about": about, **aws(packages, written)})
    write("permissions.facts", by_service(permissions))
    write("k8s.facts", kubernetes(packages, written))
    write("tables.facts", tables(packages, written, permissions))


def aws(packages, written):
    """CloudFormation's resource types and our read-only types."""
    from sources import cloudformation, extensions, patches, service_spec

    site = packages.site()
    types = cloudformation.types(site)
    service_spec.enrich(types, packages.npm("@aws-cdk/aws-service-spec"))
    extensions.add_conditions(types, site)
    patches.patch_types(types, written, site)
    refuse(patches.unresolved(types))
    return types


def by_service(permissions):
    """The permissions of a service's types in one entry, as nobody asks for one alone."""
    out = {}
    for name, entry in permissions.items():
        service, kind = name.rsplit(".", 1)
        out.setdefault(service, {})[kind] = entry
    return out


def kubernetes(packages, written):
    """Kubernetes' kinds, those of KEDA, Karpenter and the Gateway API, and KEDA's triggers."""
    from sources import crds, keda, patches
    from sources import kubernetes as builtin

    api = packages.go("k8s.io/api")
    modules = {path: next(iter(packages.go(path).values())) for path in crds.FOLDERS}
    kinds = builtin.kinds(packages.site(), api, written["kubernetes"]["enums"])
    brought = crds.kinds(modules)
    if set(kinds) & set(brought):
        raise ValueError(f"two kinds map to one of our names: {set(kinds) & set(brought)}")
    kinds |= brought
    patches.patch_kinds(kinds, written["kubernetes"])
    refuse(patches.unresolved(kinds))
    about = {"releases": [builtin.release(version) for version in api]}
    return {"about": about, **kinds, **keda.triggers(modules["github.com/kedacore/keda/v2"])}


def tables(packages, written, permissions):
    """The small tables."""
    from sources import ec2, engines, extensions, iam, patches, regions

    site = packages.site()
    policies = iam.managed_policies(site)
    patches.patch_policies(policies, written["policy_successors"])
    classes = {**extensions.classes(site), **extensions.rds_classes(site)}
    return {
        **ec2.instance_types(site),
        **ec2.offers(site),
        **iam.actions(site, iam.spelling(site, permissions)),
        **engines.engines(site),
        **{f"classes/{place}": table for place, table in classes.items()},
        "fargate_sizes": engines.fargate_sizes(site),
        "lambda_runtimes": engines.lambda_runtimes(site),
        **{f"policy/{name}": policy for name, policy in policies.items()},
        "regions": regions.regions(site),
    }


def write(name, entries):
    """Writes one container, unless it says what the file says already (deflate differs between zlib versions)."""
    import zstandard

    import container

    file = HERE / name
    plain = {key: container.encode(value) for key, value in entries.items()}
    if not (file.exists() and same(container.Container.open(file), plain)):
        dictionary = zstandard.train_dictionary(DICTIONARY, list(plain.values()), level=19).as_bytes()
        file.write_bytes(container.pack(entries, dictionary))
    size, total = file.stat().st_size, sum(map(len, plain.values()))
    print(f"{name}: {len(entries)} entries, {total} bytes of JSON in {size}")


def same(old, plain):
    """Whether a container holds exactly these JSON texts."""
    return old.names() == sorted(plain, key=str.encode) and all(old.plain(key) == text for key, text in plain.items())


def refuse(problems):
    """Stops at references that lead nowhere."""
    problems = list(problems)
    if problems:
        raise ValueError(f"references that lead nowhere: {problems}")


if __name__ == "__main__":
    main()
