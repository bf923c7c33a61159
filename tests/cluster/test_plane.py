"""What the cluster does with what is applied to it: the ground that other tests stand on."""

import base64
import datetime
import hashlib
import hmac
import subprocess
import time
import unittest
import urllib.parse

from api import Api, Refused
from plane import DEFINED, Plane

LABELS = {"app": "web"}


def pod(image, **spec):
    """A template of pods."""
    return {"metadata": {"labels": LABELS}, "spec": {"containers": [{"name": "main", "image": image}], **spec}}


def workload(kind, image, replicas=2, **spec):
    """A Deployment or StatefulSet named `web`."""
    inner = {"replicas": replicas, "selector": {"matchLabels": LABELS}, "template": pod(image), **spec}
    return {"apiVersion": "apps/v1", "kind": kind, "metadata": {"name": "web", "namespace": "default"}, "spec": inner}


def token(cluster, age=0, secret="test", expires="60", host="sts.eu-west-1.amazonaws.com"):
    """A token as `aws eks get-token` makes it."""
    made = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=age)
    stamp, day = made.strftime("%Y%m%dT%H%M%SZ"), made.strftime("%Y%m%d")
    scope = f"{day}/eu-west-1/sts/aws4_request"
    query = {
        "Action": "GetCallerIdentity",
        "Version": "2011-06-15",
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"test/{scope}",
        "X-Amz-Date": stamp,
        "X-Amz-Expires": expires,
        "X-Amz-SignedHeaders": "host;x-k8s-aws-id",
    }
    words = urllib.parse.urlencode(sorted(query.items()), quote_via=urllib.parse.quote, safe="")
    empty = hashlib.sha256(b"").hexdigest()
    request = f"GET\n/\n{words}\nhost:{host}\nx-k8s-aws-id:{cluster}\n\nhost;x-k8s-aws-id\n{empty}"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = b"AWS4" + secret.encode()
    for step in (*scope.split("/"), text):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    address = f"https://{host}/?{words}&X-Amz-Signature={key.hex()}"
    return "k8s-aws-v1." + base64.urlsafe_b64encode(address.encode()).decode().rstrip("=")


class Cluster(unittest.TestCase):
    """One cluster for all; what a test makes goes with it."""

    @classmethod
    def setUpClass(cls):
        cls.plane = Plane("--crds", str(DEFINED), "--eks-name", "prod", "--token-lifetime", "20s")
        cls.addClassCleanup(cls.plane.close)
        cls.api = Api(cls.plane.kubeconfig)

    def setUp(self):
        self.addCleanup(self.until, lambda: not self.api.get("v1", "Pod")["items"], "the end of all pods")

    def make(self, doc):
        """Applies an object, which goes when the test ends."""
        made = self.api.apply(doc)
        self.addCleanup(self.gone, doc)
        return made

    def read(self, doc):
        """An object as it is now."""
        return self.api.get(doc["apiVersion"], doc["kind"], doc["metadata"].get("namespace"), doc["metadata"]["name"])

    def until(self, holds, what, seconds=30):
        """Waits for something; gives it."""
        end = time.monotonic() + seconds
        while not (found := holds()):
            if time.monotonic() > end:
                pods = [(one["metadata"]["name"], one["status"]) for one in self.api.get("v1", "Pod")["items"]]
                self.fail(f"{what} does not come; the pods: {pods}")
            time.sleep(0.05)
        return found

    def gone(self, doc):
        """Deletes an object and waits until nothing of it is left."""
        if self.read(doc) is not None:
            self.api.delete(doc["apiVersion"], doc["kind"], doc["metadata"].get("namespace"), doc["metadata"]["name"])
        self.until(lambda: self.read(doc) is None, "the end")

    def test_a_rollout_comes_to_its_end_and_a_broken_one_does_not(self):
        """The progress is that of the real controller."""
        self.make(workload("Deployment", "web:1"))
        self.until(lambda: self.read(workload("Deployment", ""))["status"].get("availableReplicas") == 2, "the Deployment")
        self.make(workload("Deployment", "broken:2", progressDeadlineSeconds=2, minReadySeconds=0))
        stuck = self.until(self.stuck, "the end of the deadline")
        self.assertEqual(stuck["reason"], "ProgressDeadlineExceeded")
        self.assertGreaterEqual(self.read(workload("Deployment", ""))["status"]["availableReplicas"], 1)

    def stuck(self):
        """The condition that says that a rollout does not go on."""
        conditions = self.read(workload("Deployment", ""))["status"].get("conditions", [])
        return next((one for one in conditions if one["type"] == "Progressing" and one["status"] == "False"), None)

    def test_a_stateful_set_starts_one_after_the_other_with_a_disk_each(self):
        """The disks stay until somebody takes them."""
        size = {"accessModes": ["ReadWriteOnce"], "storageClassName": "gp2", "resources": {"requests": {"storage": "1Gi"}}}
        claims = [{"metadata": {"name": "data"}, "spec": size}]
        self.make(workload("StatefulSet", "store:1", serviceName="web", volumeClaimTemplates=claims))
        self.until(lambda: self.read(workload("StatefulSet", ""))["status"].get("readyReplicas") == 2, "the set")
        self.gone(workload("StatefulSet", ""))
        for name in ("data-web-0", "data-web-1"):
            self.api.delete("v1", "PersistentVolumeClaim", "default", name)
        self.until(lambda: not self.api.get("v1", "PersistentVolume")["items"], "the end of the disks")

    def test_a_job_succeeds_or_fails(self):
        """By what the image is called."""
        for name, image, count in (("good", "tool:1", "succeeded"), ("bad", "failing:1", "failed")):
            spec = {"template": pod(image, restartPolicy="Never"), "backoffLimit": 0}
            job = {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name}, "spec": spec}
            self.make(job)
            self.until(lambda: self.read(job).get("status", {}).get(count) == 1, f"the job that {count}")

    def test_a_pod_waits_for_what_it_mounts(self):
        """As a kubelet does."""
        spec = pod("web:1")
        spec["spec"]["containers"][0]["envFrom"] = [{"configMapRef": {"name": "settings"}}]
        self.make(workload("Deployment", "", 1, template=spec))
        waits = self.until(lambda: [one for one in self.api.get("v1", "Pod")["items"] if one["status"].get("containerStatuses")], "a pod")
        reason = waits[0]["status"]["containerStatuses"][0]["state"]["waiting"]["reason"]
        self.assertEqual(reason, "CreateContainerConfigError")
        self.make({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}, "data": {"a": "b"}})
        self.until(lambda: self.read(workload("Deployment", ""))["status"].get("availableReplicas") == 1, "the pod")

    def test_a_load_balancer_gets_a_name_and_holds_its_service(self):
        """Until it is gone."""
        spec = {"type": "LoadBalancer", "selector": LABELS, "ports": [{"port": 80}]}
        service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "front"}, "spec": spec}
        self.make(service)
        self.until(lambda: self.read(service)["status"]["loadBalancer"].get("ingress"), "the name")
        self.api.delete("v1", "Service", "default", "front")
        self.assertIsNotNone(self.read(service))

    def test_keda_owns_the_count(self):
        """Its autoscaler brings the Deployment to the minimum."""
        self.make(workload("Deployment", "web:1", 1))
        spec = {"scaleTargetRef": {"name": "web"}, "minReplicaCount": 3, "triggers": [{"type": "cpu", "metricType": "Utilization", "metadata": {"value": "60"}}]}
        scaled = {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": {"name": "web"}, "spec": spec}
        self.make(scaled)
        self.until(lambda: self.read(workload("Deployment", ""))["status"].get("readyReplicas") == 3, "the third")
        self.gone_scaled(scaled)
        self.assertIsNone(self.api.get("autoscaling/v2", "HorizontalPodAutoscaler", "default", "keda-hpa-web"))

    def gone_scaled(self, scaled):
        """A scaled object goes with its autoscaler; its workload stays."""
        self.api.delete(scaled["apiVersion"], scaled["kind"], "default", "web")
        self.until(lambda: not self.api.get("autoscaling/v2", "HorizontalPodAutoscaler", "default")["items"], "the end of the autoscaler")

    def test_strict_about_fields_and_about_owners(self):
        """What cloudc is judged by."""
        self.make(workload("Deployment", "web:1"))
        with self.assertRaises(Refused) as caught:
            self.api.apply(workload("Deployment", "web:1", 2, paussed=True))
        self.assertIn("paussed", str(caught.exception))
        with self.assertRaises(Refused) as caught:
            self.api.apply(workload("Deployment", "web:2"), manager="other")
        self.assertEqual((caught.exception.status, caught.exception.reason), (409, "Conflict"))

    def test_tokens_of_eks(self):
        """Right ones are taken; of another cluster or key, old or long-lived ones are not."""
        self.assertTrue(Api(self.plane.kubeconfig, token("prod")).get("v1", "Node")["items"])
        wrong = {
            "cluster": token("test"),
            "key": token("prod", secret="other"),
            "age": token("prod", age=25),
            "expiry": token("prod", expires="900"),
            "host": token("prod", host="sts.example.com"),
            "shape": "k8s-aws-v1.x",
        }
        for name, text in wrong.items():
            with self.subTest(name), self.assertRaises(Refused) as caught:
                Api(self.plane.kubeconfig, text).get("v1", "Node")
            self.assertEqual(caught.exception.status, 401)
        soon = token("prod", age=18)
        Api(self.plane.kubeconfig, soon).get("v1", "Node")
        time.sleep(3)
        with self.assertRaises(Refused):
            Api(self.plane.kubeconfig, soon).get("v1", "Node")


class Process(unittest.TestCase):
    """The cluster as a process."""

    def test_many_run_side_by_side_and_leave_nothing(self):
        """Each on a port of its own; the folder goes with it."""
        planes = [Plane(), Plane()]
        try:
            self.assertNotEqual(planes[0].endpoint, planes[1].endpoint)
            for plane in planes:
                self.assertEqual(len(Api(plane.kubeconfig).get("v1", "Node")["items"]), 3)
        finally:
            for plane in planes:
                plane.close()
        self.assertFalse(any(plane.folder.exists() for plane in planes))

    def test_it_ends_with_whoever_started_it(self):
        """The input ends when its other end does, however that came."""
        plane = Plane()
        self.addCleanup(plane.close)
        plane.process.stdin.close()
        try:
            self.assertEqual(plane.process.wait(timeout=10), 0)
        except subprocess.TimeoutExpired:
            self.fail("it goes on")
        self.assertFalse(plane.folder.exists())
        plane.process.stdin = None


if __name__ == "__main__":
    unittest.main()
