"""The API of a cluster without a client library: what is sent and answered is what tests look at."""

import base64
import json
import re
import ssl
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import yaml


class Refused(Exception):
    """What the server says against a request."""

    def __init__(self, status, text):
        try:
            self.said = json.loads(text)
        except ValueError:
            self.said = {"message": text}
        self.status, self.reason = status, self.said.get("reason")
        super().__init__(f"{status}: {self.said.get('message')}")


class Api:
    """Calls of one cluster, as its administrator or with a token."""

    def __init__(self, kubeconfig, token=None):
        config = yaml.safe_load(Path(kubeconfig).read_text())
        cluster, user = config["clusters"][0]["cluster"], config["users"][0]["user"]
        self.endpoint, self.token, self.known = cluster["server"], token, {}
        authority = base64.b64decode(cluster["certificate-authority-data"]).decode()
        self.context = ssl.create_default_context(cadata=authority)
        if token is None:
            with tempfile.NamedTemporaryFile() as file:
                for part in ("client-certificate-data", "client-key-data"):
                    file.write(base64.b64decode(user[part]))
                file.flush()
                self.context.load_cert_chain(file.name)

    def call(self, method, path, body=None, kind="application/json", **query):
        """The answer to a request."""
        address = f"{self.endpoint}{path}"
        if query:
            address += "?" + urllib.parse.urlencode(query)
        headers = {"Content-Type": kind, "Accept": "application/json"}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(address, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, context=self.context, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Refused(error.code, error.read().decode()) from None

    def path(self, version, kind, namespace=None, name=None):
        """Where objects of a kind are, or one of them."""
        root = f"/api/{version}" if "/" not in version else f"/apis/{version}"
        if version not in self.known or kind not in self.known[version]:
            found = self.call("GET", root)["resources"]
            self.known[version] = {one["kind"]: one for one in found if "/" not in one["name"]}
        resource = self.known[version].get(kind)
        if resource is None:
            raise Refused(404, f"{version} has no {kind}")
        within = f"/namespaces/{namespace or 'default'}" if resource["namespaced"] else ""
        return f"{root}{within}/{resource['name']}" + (f"/{name}" if name else "")

    def apply(self, doc, manager="cloudc", **query):
        """Server-side apply of an object, strict about its fields."""
        meta = doc["metadata"]
        path = self.path(doc["apiVersion"], doc["kind"], meta.get("namespace"), meta["name"])
        kind = "application/apply-patch+yaml"
        return self.call("PATCH", path, doc, kind, fieldManager=manager, fieldValidation="Strict", **query)

    def get(self, version, kind, namespace=None, name=None, every=False):
        """An object, or the list of them, if asked of every namespace; nothing where there is none."""
        try:
            path = self.path(version, kind, namespace, name)
            if every:
                path = re.sub("/namespaces/[^/]+", "", path)
            return self.call("GET", path)
        except Refused as error:
            if error.status == 404:
                return None
            raise

    def delete(self, version, kind, namespace, name):
        """Says that an object is to go."""
        return self.call("DELETE", self.path(version, kind, namespace, name), {"propagationPolicy": "Background"})
