"""Cloud Control on top of moto: the API that moto lacks, made of its CloudFormation models.

A request is known by its client token: sent again it is the same request, and its outcome the same outcome, as AWS does for 36
hours. It is in progress for as many looks as `Api.looks` says, then ended.
"""

import copy
import json
import time
import uuid
from pathlib import Path

import cfnlint
import jsonpatch
from moto.cloudformation import parsing

import found
import own
import refreshes
import runs

SCHEMAS = Path(cfnlint.__file__).parent / "data/schemas"


class Refused(Exception):
    """An error with the name that Cloud Control gives it."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Schemas:
    """What AWS publishes of each type, as cfn-lint bundles it."""

    def __init__(self):
        self.files = json.loads((SCHEMAS / "providers/us-east-1.json").read_text())
        self.known = {}

    def of(self, kind):
        """The schema of a type."""
        if kind not in self.files:
            raise Refused("TypeNotFoundException", f"The type {kind} cannot be found.")
        if kind not in self.known:
            self.known[kind] = json.loads((SCHEMAS / f"resources/{self.files[kind]}.json").read_text())
        return self.known[kind]


def names(schema, key):
    """The top-level properties that a list of the schema names, `readOnlyProperties` say."""
    paths = [path.split("/")[2:] for path in schema.get(key, [])]
    return [path[0] for path in paths if len(path) == 1]


class Thing:
    """A resource: what was asked for, and moto's own object behind it."""

    def __init__(self, schema, wanted, model):
        self.schema, self.wanted, self.model = schema, wanted, model

    def told(self):
        """Everything that is told about it."""
        told = {name: self.attribute(name) for name in names(self.schema, "readOnlyProperties")}
        told = {name: value for name, value in told.items() if isinstance(value, (str, int, bool, list))}
        hidden = names(self.schema, "writeOnlyProperties")
        return {**told, **{name: value for name, value in self.wanted.items() if name not in hidden}}

    def attribute(self, name):
        """An attribute that the cloud sets, wherever moto keeps it."""
        try:
            return self.model.get_cfn_attribute(name)
        except Exception:  # noqa: BLE001 - each model says in its own way that it does not know the attribute.
            pass
        snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
        for known in (name, snake):
            if getattr(self.model, known, None) is not None:
                return getattr(self.model, known)
        return self.model.physical_resource_id if name in ("QueueUrl", "Id") else None

    def identifier(self):
        """Its primary identifier."""
        told = {**self.told(), **self.wanted}
        parts = [told.get(name, getattr(self.model, "physical_resource_id", None)) for name in names(self.schema, "primaryIdentifier")]
        return "|".join(str(part) for part in parts)


class Api:
    """The operations of Cloud Control in one account."""

    def __init__(self, account):
        self.account = account
        self.schemas = Schemas()
        self.things = {}
        self.requests = {}
        self.tokens = {}
        self.looks = 1

    def call(self, operation, body, region):
        """Answers a call."""
        do = {
            "CreateResource": self.create,
            "GetResource": self.get,
            "ListResources": self.list,
            "UpdateResource": self.update,
            "DeleteResource": self.delete,
            "GetResourceRequestStatus": self.status,
        }.get(operation)
        if do is None:
            raise Refused("UnsupportedActionException", operation)
        return do(body, region)

    def create(self, body, region):
        """CreateResource"""

        def work():
            kind, wanted = body["TypeName"], json.loads(body["DesiredState"])
            schema = self.valid(kind, wanted, names(self.schemas.of(kind), "readOnlyProperties"))
            maker = self.maker(kind)
            own_name = maker.cloudformation_name_type()
            name = wanted.get(own_name or "") or f"cc-{uuid.uuid4().hex[:12]}"
            if own_name in schema["properties"]:
                wanted.setdefault(own_name, name)
            template = {"Type": kind, "Properties": copy.deepcopy(wanted)}
            extra = {"LogicalId": "R", "StackId": "cc", "ResourceType": kind}
            model = maker.create_from_cloudformation_json(name, template, self.account, region, **extra)
            thing = Thing(schema, wanted, model)
            key = (region, kind, thing.identifier())
            if key in self.things:
                raise Refused("AlreadyExists", f"{key[2]} already exists")
            self.things[key] = thing
            return key[2]

        return self.request("CREATE", body, None, work)

    def get(self, body, region):
        """GetResource"""
        _, thing = self.find(body, region)
        return {"TypeName": body["TypeName"], "ResourceDescription": described(body["Identifier"], thing)}

    def list(self, body, region):
        """ListResources, all on one page"""
        kind = body["TypeName"]
        schema = self.schemas.of(kind)
        if not schema.get("handlers", {}).get("list"):
            raise Refused("UnsupportedActionException", f"Resource type {kind} does not support LIST action")
        own = {key[2]: thing for key, thing in self.things.items() if key[:2] == (region, kind)}
        others = {one.physical_resource_id: self.adopted(kind, one) for one in found.found(kind, self.account, region)}
        all_there = [described(name, thing) for name, thing in {**others, **own}.items()]
        return {"TypeName": kind, "ResourceDescriptions": all_there}

    def adopted(self, kind, one):
        """A resource that was made otherwise."""
        return Thing(self.schemas.of(kind), one.wanted, one)

    def update(self, body, region):
        """UpdateResource"""
        key, thing = self.find(body, region)

        def work():
            fixed = names(thing.schema, "readOnlyProperties")
            wanted = jsonpatch.apply_patch(thing.told(), json.loads(body["PatchDocument"]))
            wanted = {name: value for name, value in wanted.items() if name not in fixed}
            for name in names(thing.schema, "createOnlyProperties"):
                if wanted.get(name) != thing.wanted.get(name):
                    raise Refused("NotUpdatable", f"createOnlyProperties [{name}] cannot be updated")
            self.valid(key[1], wanted, [])
            if isinstance(thing.model, found.Found):
                self.things[key] = Thing(thing.schema, wanted, thing.model.retagged(wanted))
                return key[2]
            maker = self.maker(key[1])
            name = wanted.get(maker.cloudformation_name_type(), key[2])
            template = {"Type": key[1], "Properties": copy.deepcopy(wanted)}
            model = maker.update_from_cloudformation_json(
                original_resource=thing.model,
                new_resource_name=name,
                cloudformation_json=template,
                account_id=self.account,
                region_name=region,
            )
            self.things[key] = Thing(thing.schema, wanted, model or thing.model)
            return key[2]

        return self.request("UPDATE", body, key[2], work)

    def delete(self, body, region):
        """DeleteResource"""
        key, thing = self.find(body, region)

        def work():
            maker = self.maker(key[1])
            name = getattr(thing.model, "physical_resource_id", key[2])
            template = {"Type": key[1], "Properties": thing.wanted}
            maker.delete_from_cloudformation_json(name, template, self.account, region)
            self.things.pop(key, None)
            return key[2]

        return self.request("DELETE", body, key[2], work)

    def status(self, body, _region):
        """GetResourceRequestStatus"""
        if body["RequestToken"] not in self.requests:
            raise Refused("RequestTokenNotFoundException", "no such request")
        left, event = self.requests[body["RequestToken"]]
        self.requests[body["RequestToken"]] = (max(left - 1, 0), event)
        return {"ProgressEvent": {**event, "OperationStatus": "IN_PROGRESS"} if left else event}

    def request(self, operation, body, identifier, work):
        """Does what a request asks for, unless it was done; the answer does not say yet what came of it."""
        client = body.get("ClientToken")
        if client in self.tokens:
            return {"ProgressEvent": self.requests[self.tokens[client]][1]}
        token = str(uuid.uuid4())
        event = {"TypeName": body["TypeName"], "RequestToken": token, "Operation": operation, "EventTime": time.time()}
        if identifier:
            event["Identifier"] = identifier
        pending = {**event, "OperationStatus": "IN_PROGRESS"}
        try:
            event = {**event, "Identifier": work(), "OperationStatus": "SUCCESS"}
        except Refused as error:
            event = {**event, "OperationStatus": "FAILED", "ErrorCode": error.code, "StatusMessage": str(error)}
        except Exception as error:  # noqa: BLE001 - moto's models raise what they like.
            taken = "exist" in str(error).lower()
            code = "AlreadyExists" if taken and operation == "CREATE" else "InvalidRequest"
            event = {**event, "OperationStatus": "FAILED", "ErrorCode": code, "StatusMessage": f"{error!r}"[:300]}
        self.requests[token] = (self.looks, event)
        if client:
            self.tokens[client] = token
        return {"ProgressEvent": pending if self.looks else event}

    def find(self, body, region):
        """The thing that a call is about."""
        self.schemas.of(body["TypeName"])
        key = (region, body["TypeName"], body["Identifier"])
        if key not in self.things:
            others = found.found(key[1], self.account, region)
            for one in others:
                if one.physical_resource_id == key[2]:
                    return key, self.adopted(key[1], one)
            message = f"Resource of type '{key[1]}' with identifier '{key[2]}' was not found."
            raise Refused("ResourceNotFoundException", message)
        return key, self.things[key]

    def valid(self, kind, wanted, forbidden):
        """The schema of a type, if the properties are what it takes at its top level."""
        schema = self.schemas.of(kind)
        for name in wanted:
            if name not in schema["properties"] or name in forbidden:
                raise Refused("InvalidRequest", f"#: extraneous key [{name}] is not permitted")
        for name in schema.get("required", []):
            if name not in wanted:
                raise Refused("InvalidRequest", f"#: required key [{name}] not found")
        return schema

    def maker(self, kind):
        """Who makes a type: one of our own, moto's model, or one that stands for it."""
        schema = self.schemas.of(kind)
        if not schema.get("handlers"):
            raise Refused("UnsupportedActionException", f"Resource type {kind} does not support this action")
        known = own.MAKERS.get(kind) or runs.MAKERS.get(kind) or refreshes.MAKERS.get(kind) or parsing.get_model_map().get(kind)
        # A model that can be made and not deleted is no help.
        whole = known and not hasattr(known.delete_from_cloudformation_json, "__isabstractmethod__")
        return known if whole else own.stand(kind, schema)


def described(identifier, thing):
    """A resource as GetResource and ListResources describe it."""
    return {"Identifier": identifier, "Properties": json.dumps(thing.told(), default=str)}
