"""Judges manifests that were emitted: `check.py FOLDER`, with a folder for each program below it.

The judges know nothing of cloudc: PyYAML, a reader of YAML 1.1; the published schemas of Kubernetes 1.31 to 1.34, strict
(kubernetes-validate); `kubectl kustomize`, where kubectl is there. Objects of other kinds go to `custom.json`, which
`check.mjs` judges; a kind that nobody judges is an error, unless it is listed here.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import yaml

RELEASES = ["1.31", "1.32", "1.33", "1.34"]

# Made-up kinds of the tests, and kinds whose definitions no package has.
UNJUDGED = {
    ("certs.example.com/v1", "Issuer"),
    ("example.com/v1", "Rule"),
    ("kyverno.io/v1", "ClusterPolicy"),
    ("monitoring.coreos.com/v1", "PrometheusRule"),
    ("monitoring.coreos.com/v1", "ServiceMonitor"),
    # A real server judges it, with its definition: `cargo ready cluster`.
    ("vpcresources.k8s.aws/v1beta1", "SecurityGroupPolicy"),
}

# API groups whose kinds `check.mjs` judges.
CUSTOM = ("keda.sh", "karpenter.sh", "karpenter.k8s.aws", "external-secrets.io", "toolkit.fluxcd.io", "argoproj.io")

NAME = re.compile(r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?\Z")
LABEL = re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?\Z")
QUANTITY = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?\Z")



class Theirs(yaml.SafeLoader):
    """Reads what Kustomize writes, which leaves a lone `=` or `<<` without quotes."""


for tag in ("value", "merge"):
    Theirs.add_constructor(f"tag:yaml.org,2002:{tag}", yaml.SafeLoader.construct_yaml_str)


def main(folder):
    """Judges every program below a folder; the exit code says whether one failed."""
    folders = sorted(path.parent for path in Path(folder).glob("**/kustomization.yaml"))
    if not folders:
        sys.exit(f"there is nothing below {folder}")
    failed, objects, custom, kinds = 0, 0, [], {}
    for place in folders:
        name = str(place.relative_to(folder))
        docs = read(place)
        complaints = layout(place, docs) + kustomize(place, docs)
        for file, doc in docs:
            objects += 1
            key = (doc["apiVersion"], doc["kind"])
            kinds[key] = kinds.get(key, 0) + 1
            complaints += [f"{file}: {text}" for text in judge(doc)]
            if is_custom(doc):
                custom.append({"place": f"{name}/{file}", "object": doc})
        failed += bool(complaints)
        for complaint in complaints:
            print(f"{name}: {complaint}")
    everything = {str(path.relative_to(folder)): documents(path) for path in sorted(Path(folder).glob("**/*.yaml"))}
    (Path(folder) / "custom.json").write_text(json.dumps({"custom": custom, "read": everything}))
    shown = ", ".join(f"{kind} {count}" for (_, kind), count in sorted(kinds.items()))
    print(f"{len(folders)} folders, {objects} objects ({shown}), {failed} failed")
    sys.exit(1 if failed else 0)


def documents(path):
    """The documents of a file, as YAML 1.1 reads them."""
    return [doc for doc in yaml.safe_load_all(path.read_text()) if doc is not None]


def read(place):
    """The objects of a folder in the order in which they are applied, each with its file."""
    said = yaml.safe_load((place / "kustomization.yaml").read_text())
    files = [file for file in said["resources"] if file != "later.yaml"]
    return [(file, doc) for file in files for doc in documents(place / file)]


def layout(place, docs):
    """What is wrong with the folder as a whole."""
    wrong = []
    there = {path.name for path in place.glob("*.yaml")}
    listed = {file for file, _ in docs} | {"kustomization.yaml", "later.yaml"}
    wrong += [f"{file} is not listed" for file in sorted(there - listed) if not file.endswith(".values.yaml")]
    spaces = {doc["metadata"]["name"]: place for place, (_, doc) in enumerate(docs) if doc["kind"] == "Namespace"}
    seen = set()
    for place_of, (file, doc) in enumerate(docs):
        meta = doc["metadata"]
        key = (doc["apiVersion"].split("/")[0], doc["kind"], meta.get("namespace"), meta.get("name"))
        if meta.get("name") and key in seen:
            wrong.append(f"{file}: {key} is there twice")
        seen.add(key)
        if spaces.get(meta.get("namespace"), -1) > place_of:
            wrong.append(f"{file}: {meta.get('name')} comes before its namespace")
    return wrong


def is_custom(doc):
    """Whether `check.mjs` judges an object."""
    group = doc["apiVersion"].split("/")[0]
    return group.endswith(CUSTOM)


def judge(doc):
    """What is wrong with an object."""
    wrong = spelling(doc)
    if doc["kind"] == "Secret" and "LATER_" in json.dumps(doc):
        wrong.append("a Secret waits for what would be in clear")
    if is_custom(doc) or (doc["apiVersion"], doc["kind"]) in UNJUDGED:
        return wrong
    for release in RELEASES:
        try:
            kubernetes_validate.validate(doc, release, strict=True)
        except kubernetes_validate.ValidationError as error:
            wrong.append(f"{doc['kind']} {doc['metadata'].get('name')} in {release}: {where(error)}: {error.message}")
        except kubernetes_validate.SchemaNotFoundError as error:
            wrong.append(error.message)
    return wrong


def where(error):
    """The way to what is wrong."""
    return ".".join(str(step) for step in error.absolute_path)


def spelling(doc):
    """Names, labels and quantities, which schemas leave open."""
    meta = doc["metadata"]
    name = meta.get("name")
    # Names of roles are less strict.
    loose = doc["kind"].endswith(("Role", "RoleBinding"))
    names = [f"{name} is no name"] if name is not None and not loose and not NAME.match(name) else []
    labels = [f"{value!r} is no label" for value in (meta.get("labels") or {}).values() if not LABEL.match(value)]
    return names + labels + list(quantities(doc))


def quantities(value):
    """Quantities of resources that are none."""
    if isinstance(value, list):
        for item in value:
            yield from quantities(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in ("requests", "limits") and isinstance(inner, dict):
                yield from (f"{one!r} is no quantity" for one in inner.values() if not QUANTITY.match(str(one)))
            yield from quantities(inner)


def kustomize(place, docs):
    """What `kubectl kustomize` makes of a folder: the same objects, with all values that were filled in."""
    if shutil.which("kubectl") is None:
        return []
    later = place / "later.yaml"
    before = later.read_text() if later.exists() else None
    if before is not None:
        # A number fits everywhere, and what is a text must stay one.
        later.write_text(re.sub(r"LATER_\w+", "1", before))
    done = subprocess.run(["kubectl", "kustomize", str(place)], capture_output=True, text=True, check=False)
    if before is not None:
        later.write_text(before)
    if done.returncode != 0:
        return [f"kustomize: {done.stderr.strip()}"]
    made = [doc for doc in yaml.load_all(done.stdout, Theirs) if doc is not None]
    wrong = []
    if len(made) != len(docs):
        wrong.append(f"kustomize makes {len(made)} objects of {len(docs)}")
    if "LATER_" in done.stdout:
        wrong.append("kustomize leaves something that is to be filled in")
    for (file, ours), theirs in zip(docs, made):
        if before is None and ours != theirs:
            wrong.append(f"kustomize changes {file}: {ours['metadata'].get('name')}")
        if (ours["kind"], ours["metadata"].get("name")) != (theirs["kind"], theirs["metadata"].get("name")):
            wrong.append(f"kustomize moves {file}: {ours['metadata'].get('name')}")
        wrong += [f"{file}, filled in: {text}" for text in judge(theirs)]
    return wrong


if __name__ == "__main__":
    main(sys.argv[1])
