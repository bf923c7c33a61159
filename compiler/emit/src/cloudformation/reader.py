"""Answers reads of an API for CloudFormation, which has no resource for them."""

import json
from urllib.request import Request, urlopen

import boto3
import jmespath
from botocore import xform_name


def handler(event, context):
    """Reads when a resource is made or changed; whatever happens, CloudFormation is told."""
    status, reason, data = "SUCCESS", "", {}
    try:
        if event["RequestType"] != "Delete":
            data = read(event["ResourceProperties"])
    except Exception as error:
        status, reason = "FAILED", f"{type(error).__name__}: {error}"
    tell(event, status, reason, data)


def read(asked):
    """Makes the call, and finds in its answer what is asked for."""
    call = getattr(boto3.client(asked["Service"]), xform_name(asked["Operation"]))
    answer = call(**json.loads(asked["Input"]))
    found = {name: jmespath.search(path, answer) for name, path in asked["Output"].items()}
    return {name: value for name, value in found.items() if value is not None}


def tell(event, status, reason, data):
    """Puts the outcome where CloudFormation waits for it."""
    kept = ("StackId", "RequestId", "LogicalResourceId")
    body = {name: event[name] for name in kept}
    body["PhysicalResourceId"] = event.get("PhysicalResourceId", event["LogicalResourceId"])
    body.update(Status=status, Reason=reason[:1000], Data=data)
    data = json.dumps(body, default=str).encode()
    urlopen(Request(event["ResponseURL"], data=data, method="PUT", headers={"Content-Type": ""}), timeout=10)
