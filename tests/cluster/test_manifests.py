"""Every manifest that cloudc emits is applied to a real API server, which is strict about fields, in the order of the files;
the same again changes nothing. The tests of the emitter leave what they emit in `target/manifests`."""

import json
import re
import subprocess
import time
import unittest
from pathlib import Path

import yaml

from api import Api, Refused
from plane import DEFINED, Plane

MANIFESTS = Path(__file__).parents[2] / "target" / "manifests"

# Made-up kinds, and kinds whose definitions Go's proxy does not have: nothing can be said about them here.
UNKNOWN = ("example.com", "kyverno.io", "helm.toolkit.fluxcd.io", "monitoring.coreos.com", "source.toolkit.fluxcd.io")

# What stands in the way of other objects for as long as it is there.
BARS = {
    "APIService",
    "MutatingWebhookConfiguration",
    "ResourceQuota",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
}

# Where a workload says how many pods are asked for, and how many are ready.
COUNTS = {
    "Deployment": ("replicas", "availableReplicas"),
    "StatefulSet": ("replicas", "readyReplicas"),
    "DaemonSet": ("desiredNumberScheduled", "numberReady"),
}


class Theirs(yaml.SafeLoader):
    """Reads what Kustomize writes, which leaves a lone `=` or `<<` without quotes."""


for tag in ("value", "merge"):
    Theirs.add_constructor(f"tag:yaml.org,2002:{tag}", yaml.SafeLoader.construct_yaml_str)


def objects(folder):
    """What is applied of a folder, in order; Kustomize fills in what is known later."""
    if (folder / "later.yaml").exists():
        later = folder / "later.yaml"
        before = later.read_text()
        later.write_text(re.sub(r"LATER_\w+", filled, before))
        try:
            told = subprocess.run(["kubectl", "kustomize", str(folder)], capture_output=True, text=True, check=True).stdout
        finally:
            later.write_text(before)
        docs = list(yaml.load_all(told, Theirs))
    else:
        files = yaml.safe_load((folder / "kustomization.yaml").read_text())["resources"]
        docs = [doc for file in files for doc in yaml.safe_load_all((folder / file).read_text())]
    docs = [doc for doc in docs if doc is not None]
    defined = {doc["spec"]["group"] for doc in docs if doc["kind"] == "CustomResourceDefinition"}
    return [doc for doc in docs if group(doc) in defined or group(doc) not in UNKNOWN]


def filled(later):
    """What the cloud may answer for what is known later: a number fits everywhere but where ids are looked at."""
    kinds = {"SubnetId": "subnet-1", "GroupId": "sg-1"}
    return next((answer for end, answer in kinds.items() if later.group().endswith(end)), "1")


def group(doc):
    """The group of an object's kind."""
    return doc["apiVersion"].split("/")[0]


def named(value):
    """The secrets and claims that something names: kind, name, and which word of it."""
    if isinstance(value, list):
        for item in value:
            yield from named(item)
    elif isinstance(value, dict):
        for name, inner in value.items():
            match name:
                case "secretKeyRef" | "secretRef":
                    yield "Secret", inner["name"], inner.get("key")
                case "secretName" if isinstance(inner, str):
                    yield "Secret", inner, None
                case "claimName":
                    yield "PersistentVolumeClaim", inner, None
                case _:
                    yield from named(inner)


def whole(kind, space, name, keys):
    """A secret with these words, or a claim."""
    one = {"apiVersion": "v1", "kind": kind, "metadata": {"name": name, "namespace": space}}
    if kind == "Secret":
        return {**one, "stringData": dict.fromkeys(sorted(keys), "x")}
    return {**one, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}


class Manifests(unittest.TestCase):
    """All folders go to one cluster, one after the other, each into a clean one."""

    @classmethod
    def setUpClass(cls):
        cls.plane = Plane("--crds", str(DEFINED))
        cls.addClassCleanup(cls.plane.close)
        cls.api = Api(cls.plane.kubeconfig)

    def test_a_strict_server_takes_everything_and_the_same_again_changes_nothing(self):
        """Each folder by itself."""
        folders = sorted(path.parent for path in MANIFESTS.glob("**/kustomization.yaml"))
        self.assertGreater(len(folders), 20, "`cargo test --workspace --test manifests` leaves more")
        taken = 0
        for folder in folders:
            with self.subTest(str(folder.relative_to(MANIFESTS))):
                docs = objects(folder)
                self.addNamespaces(docs)
                refused = [self.refusal(doc) for doc in docs]
                moved = [self.change(doc) for doc, why in zip(docs, refused) if why is None]
                secrets = self.handOver(folder)
                secrets += self.addNamed([*docs, *secrets])
                stuck = self.stuck(docs)
                self.clean([*docs, *secrets])
                self.assertEqual([why for why in [*refused, *moved, *stuck] if why], [])
                taken += len(docs)
        print(f"{len(folders)} folders, {taken} objects were taken")
        self.assertGreater(taken, 100)

    def addNamespaces(self, docs):
        """Those that a program says are there already."""
        made = {doc["metadata"]["name"] for doc in docs if doc["kind"] == "Namespace"}
        asked = {doc["metadata"].get("namespace", "default") for doc in docs} - made
        for name in sorted(asked):
            self.api.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}, manager="before")

    def handOver(self, folder):
        """Makes the secrets that `later.json` leaves to whoever applies."""
        later, secrets = folder / "later.json", []
        for one in json.loads(later.read_text())["secrets"] if later.exists() else []:
            if one["made"] == "by hand":
                meta = {"name": one["name"], "namespace": one["namespace"] or "default"}
                secrets.append({"apiVersion": "v1", "kind": "Secret", "metadata": meta, "type": one["type"], "stringData": one["texts"]})
                self.api.apply(secrets[-1], manager="hand")
        return secrets

    def addNamed(self, docs):
        """Makes what pods name and somebody else keeps: secrets, with the words that are asked for, and claims."""
        own = {(doc["kind"], doc["metadata"].get("namespace", "default"), doc["metadata"].get("name")) for doc in docs}
        missing = [(place, *one) for doc in docs for place in [doc["metadata"].get("namespace", "default")] for one in named(doc)]
        made = {}
        for space, kind, name, key in missing:
            if (kind, space, name) not in own:
                made.setdefault((kind, space, name), set()).update([key] if key else [])
        all_of = [whole(kind, space, name, keys) for (kind, space, name), keys in made.items()]
        for one in all_of:
            self.api.apply(one, manager="before")
        return all_of

    def refusal(self, doc):
        """What the server says against an object."""
        until = time.monotonic() + 10
        while True:
            try:
                self.api.apply(doc)
                return None
            except Refused as error:
                # A definition that came just before is served after a moment; a namespace gets its account likewise.
                if error.status == 404 and time.monotonic() < until:
                    time.sleep(0.2)
                    self.api.known.clear()
                    continue
                return f"{doc['kind']} {doc['metadata']['name']}: {error}"

    def change(self, doc):
        """What applying it again changes; controllers may change it in between, but not each time."""
        meta = doc["metadata"]
        for _ in range(10):
            before = self.read(doc)
            after = self.api.apply(doc)
            if before["metadata"]["resourceVersion"] == after["metadata"]["resourceVersion"]:
                return None
            time.sleep(0.2)
        return f"{doc['kind']} {meta['name']}: applying it again changes it"

    def stuck(self, docs):
        """Why workloads do not come to run: what their pods wait for."""
        end = time.monotonic() + 15
        waiting = [doc for doc in docs if doc["kind"] in COUNTS]
        while waiting and time.monotonic() < end:
            waiting = [doc for doc in waiting if not self.runs(doc)]
            time.sleep(0.1)
        return [f"{doc['kind']} {doc['metadata']['name']} waits: {self.reasons(doc)}" for doc in waiting]

    def runs(self, doc):
        """Whether as many pods are ready as are asked for."""
        now = self.read(doc)
        asked, ready = COUNTS[doc["kind"]]
        current = now["status"].get("observedGeneration") == now["metadata"]["generation"]
        wanted = now["status"].get(asked, 0) if doc["kind"] == "DaemonSet" else now["spec"].get(asked, 1)
        return current and now["status"].get(ready, 0) == wanted

    def reasons(self, doc):
        """What the pods of a workload wait for."""
        labels = doc["spec"]["template"]["metadata"]["labels"].items()
        pods = self.api.get("v1", "Pod", doc["metadata"].get("namespace"))["items"]
        own = [pod for pod in pods if labels <= pod["metadata"]["labels"].items()]
        states = [one["state"] for pod in own for one in pod["status"].get("containerStatuses", [])]
        return sorted({state["waiting"]["message"] for state in states if "waiting" in state}) or self.read(doc)["status"]

    def clean(self, docs):
        """Takes all away and waits until it is gone; but namespaces, whose end takes long, stay empty."""
        own = [doc for doc in docs if doc["metadata"].get("name") not in ("default", "kube-system")]
        bars = [doc for doc in own if doc["kind"] in BARS]
        others = [doc for doc in own if doc["kind"] not in BARS | {"Namespace"}]
        self.remove(bars)
        self.remove(others[::-1])
        self.until(lambda: not self.api.get("v1", "Pod", every=True)["items"], "a pod")
        self.api.known.clear()

    def remove(self, docs):
        """Deletes objects and waits until they are gone."""
        for doc in docs:
            meta = doc["metadata"]
            try:
                self.api.delete(doc["apiVersion"], doc["kind"], meta.get("namespace"), meta["name"])
            except Refused as error:
                if error.status != 404:
                    raise
        for doc in docs:
            self.until(lambda one=doc: self.read(one) is None, f"{doc['kind']} {doc['metadata']['name']}")

    def read(self, doc):
        """An object as it is now."""
        return self.api.get(doc["apiVersion"], doc["kind"], doc["metadata"].get("namespace"), doc["metadata"]["name"])

    def until(self, holds, what):
        """Waits for the end of something."""
        end = time.monotonic() + 60
        while not holds():
            if time.monotonic() > end:
                self.fail(f"{what} stays")
            time.sleep(0.1)


if __name__ == "__main__":
    unittest.main()
