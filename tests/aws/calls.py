"""Which calls were really made, as IAM names their actions."""

import io
import re
from urllib.parse import parse_qs

# How IAM calls what is signed otherwise.
SERVICES = {"cloudcontrolapi": "cloudformation"}
# Who calls is nobody's to allow.
FREE = {"sts:GetCallerIdentity"}


class Calls:
    """The actions of everything that was heard."""

    def __init__(self):
        self.actions = set()

    def hear(self, environ):
        """Takes a request in; its body can be read again."""
        signed = re.search(r"Credential=[^/]+/[^/]+/[^/]+/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
        service = signed.group(1) if signed else "unsigned"
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        target = environ.get("HTTP_X_AMZ_TARGET")
        if target:
            call = target.split(".")[-1]
        elif "x-www-form-urlencoded" in environ.get("CONTENT_TYPE", ""):
            call = parse_qs(body.decode(errors="replace")).get("Action", ["?"])[0]
        else:
            call = self.path(service, environ)
        action = f"{SERVICES.get(service, service)}:{call}"
        if action not in FREE:
            self.actions.add(action)

    @staticmethod
    def path(service, environ):
        """The call that a method and a path are."""
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if service != "s3":
            return f"{method} {path}"
        in_bucket = path.strip("/").count("/") > 0
        names = {"GET": "GetObject", "HEAD": "GetObject", "PUT": "PutObject", "DELETE": "DeleteObject"}
        return names[method] if in_bucket else {"PUT": "CreateBucket"}.get(method, "ListBucket")
