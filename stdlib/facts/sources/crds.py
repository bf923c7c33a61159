"""Kinds that custom resource definitions bring: the definitions in the Go modules of their projects."""

import re

import yaml

from sources.kubernetes import SERVER, KubernetesReducer, group_label

# Go module -> folder of its definitions.
FOLDERS = {
    "github.com/kedacore/keda/v2": "config/crd/bases/",
    "sigs.k8s.io/karpenter": "pkg/apis/crds/",
    "github.com/aws/karpenter-provider-aws": "pkg/apis/crds/",
    "sigs.k8s.io/gateway-api": "config/crd/standard/",
}

UNCHANGED = re.compile(r"^\s*(self == oldSelf|oldSelf == self)\s*$")


class CrdReducer(KubernetesReducer):
    """Adds the keywords of structural schemas."""

    def _extra(self, schema, out):
        super()._extra(schema, out)
        if schema.get("x-kubernetes-int-or-string"):
            out |= {"t": "is", "f": "int-or-string"}
            out.pop("any", None)
        if schema.get("x-kubernetes-embedded-resource"):
            out["er"] = 1
        if schema.get("x-kubernetes-preserve-unknown-fields"):
            out["a"] = {}
        elif schema.get("type") == "object" and not {"p", "a", "er"} & set(out):
            out["p"] = {}
        if schema.get("nullable"):
            out["t"] = out.get("t", "") + "z"
        rules = [" ".join(rule["rule"].split()) for rule in schema.get("x-kubernetes-validations", [])]
        if any(UNCHANGED.match(rule) for rule in rules):
            out["im"] = 1
        others = [rule for rule in rules if not UNCHANGED.match(rule)]
        if others:
            out["cel"] = others


def kinds(modules):
    """The entries of every served version; `modules` maps the names in `FOLDERS` to their files."""
    out = {}
    for module, folder in FOLDERS.items():
        for text in modules[module].read(folder, ".yaml").values():
            for document in yaml.load_all(text, yaml.CSafeLoader):
                if document and document.get("kind") == "CustomResourceDefinition":
                    out.update(_versions(document["spec"]))
    return out


def _versions(spec):
    for version in spec["versions"]:
        if version["served"]:
            name = f"k8s.{group_label(spec['group'])}.{version['name']}.{spec['names']['kind']}"
            yield name, _entry(spec, version)


def _entry(spec, version):
    out = CrdReducer(None, closed=True).node(version["schema"]["openAPIV3Schema"])
    for name in ("apiVersion", "kind"):
        out["p"].pop(name, None)
    out["p"]["metadata"] = {"r": "#meta.v1.ObjectMeta"}
    out |= {"group": spec["group"], "version": version["name"], "kind": spec["names"]["kind"]}
    out |= {"pl": spec["names"]["plural"], "h": "crudl", "crd": 1}
    if spec["scope"] == "Namespaced":
        out["ns"] = 1
    if version.get("subresources"):
        out["sub"] = sorted(version["subresources"])
    if version.get("deprecated"):
        out["old"] = 1
    out["ro"] = (["status"] if "status" in out["p"] else []) + [f"metadata/{name}" for name in SERVER]
    return out
