"""What an object means: two that mean the same become equal, however they were written.

Defaults of the API are left out, quantities are numbers, what stands at a path of a container is said there, and what a pod says
for all of its containers is said by each. Source: the API reference of Kubernetes 1.34.
"""

import re
from decimal import Decimal

UNITS = {"": 1, "m": Decimal("0.001"), "k": 10**3, "M": 10**6, "G": 10**9, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}
MEASURED = {"requests", "limits", "hard", "defaultRequest"}
# What the API puts in where nothing is said.
CONTAINER = {"imagePullPolicy": "IfNotPresent", "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File"}
PROBE = {"initialDelaySeconds": 0, "periodSeconds": 10, "timeoutSeconds": 1, "failureThreshold": 3, "successThreshold": 1}
POD = {"restartPolicy": "Always", "dnsPolicy": "ClusterFirst", "terminationGracePeriodSeconds": 30, "schedulerName": "default-scheduler"}
SECURITY = {"privileged": False, "allowPrivilegeEscalation": True, "readOnlyRootFilesystem": False}
SPEC = {
    "Service": {"type": "ClusterIP", "sessionAffinity": "None"},
    "Deployment": {"revisionHistoryLimit": 10, "progressDeadlineSeconds": 600, "minReadySeconds": 0},
    "StatefulSet": {"podManagementPolicy": "OrderedReady", "replicas": 1},
    "CronJob": {"suspend": False, "successfulJobsHistoryLimit": 3, "failedJobsHistoryLimit": 1, "concurrencyPolicy": "Allow"},
}
# What a pod says for those of its containers that do not say it themselves.
FOR_ALL = ("runAsUser", "runAsGroup", "runAsNonRoot", "seccompProfile")


def plain(one):
    """Brings an object to its meaning."""
    one.pop("status", None)
    spec = one.get("spec") or {}
    without(spec, SPEC.get(one["kind"], {}))
    for template in templates(one):
        # Labels of the object itself choose nothing.
        pod(template["spec"])
    if one["kind"] == "Service":
        ports(spec)
    if one["kind"] == "Secret":
        one.pop("type", None) if one.get("type") == "Opaque" else None
    if one["kind"] == "StatefulSet":
        for claim in spec.get("volumeClaimTemplates", []):
            claim.pop("apiVersion", None), claim.pop("kind", None)
    measured(one)
    return one


def templates(one):
    """The templates of pods in an object."""
    spec = one.get("spec") or {}
    if one["kind"] == "CronJob":
        return [spec["jobTemplate"]["spec"]["template"]]
    return [spec["template"]] if "containers" in (spec.get("template") or {}).get("spec", {}) else []


def without(record, defaults):
    """Takes away what is there in any case."""
    for name, default in defaults.items():
        if record.get(name, "?") == default and type(record[name]) is type(default):
            record.pop(name)


def ports(spec):
    """Ports of a service, each by its number."""
    for port in spec.get("ports", []):
        without(port, {"protocol": "TCP", "targetPort": port["port"]})
        if len(spec["ports"]) == 1:
            port.pop("name", None)


def pod(spec):
    """A pod: its containers by name, the first as `main`, each with what stands at its paths."""
    without(spec, POD)
    spec.pop("serviceAccount", None)
    volumes = {volume.pop("name"): volume for volume in spec.pop("volumes", [])}
    common = spec.get("securityContext", {})
    shared = {name: common.pop(name) for name in FOR_ALL if name in common}
    if not common:
        spec.pop("securityContext", None)
    for one in spec["containers"] if spec.get("hostNetwork") else []:
        for port in one.get("ports", []):
            without(port, {"hostPort": port["containerPort"]})
    all_of = {}
    for number, one in enumerate(spec.pop("containers")):
        all_of["main" if number == 0 else one["name"]] = {**one, "runs": "with"}
    for one in spec.pop("initContainers", []):
        all_of[one["name"]] = {**one, "runs": "beside" if one.pop("restartPolicy", "") == "Always" else "before"}
        all_of[one["name"]].pop("restartPolicy", None)
    spec["containers"] = {name: container(one, volumes, shared) for name, one in all_of.items()}


def container(one, volumes, shared):
    """A container."""
    without(one, CONTAINER)
    one.pop("name")
    for port in one.get("ports", []):
        without(port, {"protocol": "TCP"})
        if len(one["ports"]) == 1:
            port.pop("name", None)
    for name in ("livenessProbe", "readinessProbe", "startupProbe"):
        if name in one:
            without(one[name], PROBE)
            without(one[name].get("httpGet", {}), {"scheme": "HTTP"})
    one["env"] = {each.pop("name"): reference(each) for each in one.pop("env", [])}
    security = {**shared, **one.pop("securityContext", {})}
    without(security, SECURITY)
    one["securityContext"] = security
    mounts = one.pop("volumeMounts", [])
    one["paths"] = {mount.pop("mountPath"): stands({**mount}, volumes) for mount in mounts}
    return {name: value for name, value in one.items() if value not in ({}, [])}


def reference(one):
    """A word of the environment."""
    without(one.get("valueFrom", {}).get("fieldRef", {}), {"apiVersion": "v1"})
    return one


def stands(mount, volumes):
    """What stands at a path: the volume itself in place of its name, which is its owner's business."""
    volume = volumes.get(mount.pop("name"), {"own disk": True})
    # What comes from an object cannot be written to, said or not.
    if any(kind in volume for kind in ("configMap", "secret")):
        mount.pop("readOnly", None)
    without(mount, {"readOnly": False})
    return {**mount, **volume}


def measured(value, inside=False):
    """Makes numbers of quantities."""
    if isinstance(value, list):
        for item in value:
            measured(item)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if inside and not isinstance(inner, dict) or name == "sizeLimit":
                value[name] = quantity(inner)
            else:
                measured(inner, name in MEASURED)


def quantity(text):
    """A quantity as a number."""
    found = re.fullmatch(r"([0-9.]+)([A-Za-z]*)", str(text))
    return float(Decimal(found[1]) * UNITS[found[2]])
