"""What EKS has and moto's lacks: add-ons and the roles of pods, which are there as soon as they are asked for."""

import json
import re
import threading
import uuid

from werkzeug.wrappers import Request, Response

PLACE = re.compile(r"/clusters/([^/]+)/(addons|pod-identity-associations)(?:/([^/]+))?\Z")


class Eks:
    """The calls about both, by cluster."""

    def __init__(self, account):
        self.account = account
        self.made = {}
        self.lock = threading.Lock()

    def takes(self, environ):
        """Whether a call is one of these."""
        return PLACE.match(environ.get("PATH_INFO", "")) is not None

    def __call__(self, environ, start_response):
        request = Request(environ)
        cluster, what, name = PLACE.match(request.path).groups()
        region = re.search(r"Credential=[^/]+/\d+/([^/]+)/", environ.get("HTTP_AUTHORIZATION", "")).group(1)
        body = json.loads(request.get_data() or b"{}")
        kind = Addons if what == "addons" else Identities
        with self.lock:
            there = self.made.setdefault((region, cluster, what), {})
            status, answer = kind(self.account, region, cluster, there).call(request.method, name, body, request.args)
        text = json.dumps(answer)
        headers = {"x-amzn-errortype": answer["__type"]} if "__type" in answer else {}
        return Response(text, status=status, headers=headers, content_type="application/json")(environ, start_response)


class Things:
    """Things of one kind on one cluster."""

    one, all = None, None

    def __init__(self, account, region, cluster, there):
        self.arn = f"arn:aws:eks:{region}:{account}"
        self.cluster, self.there = cluster, there

    def call(self, method, name, body, query):
        """The answer to a call, with its status."""
        if name is None:
            if method == "POST":
                made = self.make(body)
                return 200, {self.one: made}
            return 200, {self.all: self.listed(query)}
        if name not in self.there:
            return 404, {"__type": "ResourceNotFoundException", "message": f"no {self.one} {name}"}
        if method == "POST":
            self.there[name].update(body)
        found = self.there.pop(name) if method == "DELETE" else self.there[name]
        return 200, {self.one: found}


class Addons(Things):
    """Add-ons, by their names."""

    one, all = "addon", "addons"

    def make(self, body):
        """Makes one."""
        name = body["addonName"]
        arn = f"{self.arn}:addon/{self.cluster}/{name}"
        self.there[name] = {**body, "clusterName": self.cluster, "addonArn": arn, "status": "ACTIVE"}
        return self.there[name]

    def listed(self, _query):
        """The names of all."""
        return sorted(self.there)


class Identities(Things):
    """Which role the pods of an account act in."""

    one, all = "association", "associations"

    def make(self, body):
        """Makes one; the same request again makes no second."""
        for known in self.there.values():
            if known["clientRequestToken"] == body.get("clientRequestToken"):
                return known
        name = f"a-{uuid.uuid4().hex[:17]}"
        arn = f"{self.arn}:podidentityassociation/{self.cluster}/{name}"
        self.there[name] = {**body, "clusterName": self.cluster, "associationId": name, "associationArn": arn}
        return self.there[name]

    def listed(self, query):
        """Those of an account of a namespace."""
        wanted = {name: query[name] for name in ("namespace", "serviceAccount") if name in query}
        return [one for one in self.there.values() if wanted.items() <= one.items()]
