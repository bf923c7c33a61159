"""Which calls were really made, as IAM names their actions."""

import io
import re
from urllib.parse import parse_qs

# How IAM calls what is signed otherwise.
SERVICES = {"cloudcontrolapi": "cloudformation"}
# Calls that are a method and a path: by service. The first that fits counts; `+` is one part of a path.
PATHS = {
    "lambda": [
        ("POST functions", "CreateFunction"),
        ("GET functions/+", "GetFunction"),
        ("DELETE functions/+", "DeleteFunction"),
        ("PUT functions/+/code", "UpdateFunctionCode"),
        ("GET functions/+/configuration", "GetFunctionConfiguration"),
        ("PUT functions/+/configuration", "UpdateFunctionConfiguration"),
        ("POST functions/+/policy", "AddPermission"),
        ("GET functions/+/policy", "GetPolicy"),
        ("DELETE functions/+/policy/+", "RemovePermission"),
        ("POST functions/+/versions", "PublishVersion"),
        ("GET functions/+/versions", "ListVersionsByFunction"),
        ("PUT functions/+/concurrency", "PutFunctionConcurrency"),
        ("DELETE functions/+/concurrency", "DeleteFunctionConcurrency"),
        ("POST functions/+/aliases", "CreateAlias"),
        ("GET functions/+/aliases/+", "GetAlias"),
        ("PUT functions/+/aliases/+", "UpdateAlias"),
        ("DELETE functions/+/aliases/+", "DeleteAlias"),
        ("POST functions/+/url", "CreateFunctionUrlConfig"),
        ("GET functions/+/url", "GetFunctionUrlConfig"),
        ("PUT functions/+/url", "UpdateFunctionUrlConfig"),
        ("DELETE functions/+/url", "DeleteFunctionUrlConfig"),
        ("POST event-source-mappings", "CreateEventSourceMapping"),
        ("GET event-source-mappings/+", "GetEventSourceMapping"),
        ("PUT event-source-mappings/+", "UpdateEventSourceMapping"),
        ("DELETE event-source-mappings/+", "DeleteEventSourceMapping"),
        ("POST layers/+/versions", "PublishLayerVersion"),
        ("GET layers/+/versions/+", "GetLayerVersion"),
        ("DELETE layers/+/versions/+", "DeleteLayerVersion"),
        ("GET tags/+", "ListTags"),
        ("POST tags/+", "TagResource"),
        ("DELETE tags/+", "UntagResource"),
    ],
    "kafka": [("GET clusters/+/bootstrap-brokers", "GetBootstrapBrokers"), ("GET clusters/+", "DescribeCluster")],
}
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
            # Before it stands a version; an ARN may hold a slash.
            plain = re.sub(r"arn:[^/]+(/[^/]+/[0-9a-f-]+)?", "arn", re.sub(r"^/[^/]+/", "", path)).strip("/")
            for known, call in PATHS.get(service, []):
                if re.fullmatch(known.replace("+", "[^/]+"), f"{method} {plain}"):
                    return call
            return f"{method} {path}"
        in_bucket = path.strip("/").count("/") > 0
        names = {"GET": "GetObject", "HEAD": "GetObject", "PUT": "PutObject", "DELETE": "DeleteObject"}
        return names[method] if in_bucket else {"PUT": "CreateBucket"}.get(method, "ListBucket")
