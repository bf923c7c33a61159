"""Types for which moto has a service and no CloudFormation model that can be deleted: made by calls of that service."""

import json

from moto.backends import get_backend
from moto.logs.models import LogGroup


class Made:
    """A resource that a service of moto's has, without an object that we need."""

    def __init__(self, name, **attributes):
        self.physical_resource_id = name
        self.attributes = attributes

    def get_cfn_attribute(self, name):
        """An attribute that the cloud sets."""
        return self.attributes[name]


class RolePolicy:
    """AWS::IAM::RolePolicy"""

    @staticmethod
    def cloudformation_name_type():
        """The property that is its name."""
        return "PolicyName"

    @staticmethod
    def create_from_cloudformation_json(_name, template, account, _region, **_):
        """Writes it."""
        wanted = template["Properties"]
        document = json.dumps(wanted["PolicyDocument"])
        iam(account).put_role_policy(wanted["RoleName"], wanted["PolicyName"], document)
        return Made(wanted["PolicyName"])

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
        """Writes it again."""
        return cls.create_from_cloudformation_json(new_resource_name, cloudformation_json, account_id, region_name)

    @staticmethod
    def delete_from_cloudformation_json(_name, template, account, _region):
        """Takes it away."""
        iam(account).delete_role_policy(template["Properties"]["RoleName"], template["Properties"]["PolicyName"])


class Logs:
    """AWS::Logs::LogGroup"""

    cloudformation_name_type = staticmethod(LogGroup.cloudformation_name_type)
    create_from_cloudformation_json = LogGroup.create_from_cloudformation_json

    @staticmethod
    def update_from_cloudformation_json(original_resource, new_resource_name, cloudformation_json, account_id, region_name):
        """Only how long its lines are kept can change."""
        days = cloudformation_json["Properties"].get("RetentionInDays")
        get_backend("logs")[account_id][region_name].put_retention_policy(new_resource_name, days)
        return original_resource

    @staticmethod
    def delete_from_cloudformation_json(name, template, account, region):
        """Takes it away."""
        get_backend("logs")[account][region].delete_log_group(template["Properties"].get("LogGroupName", name))


def stand(kind, schema):
    """Who makes a type that moto does not know: what is asked for, and values that the cloud would set, made up."""

    class Maker:
        """Keeps what it is given."""

        cloudformation_name_type = staticmethod(lambda: None)

        @staticmethod
        def create_from_cloudformation_json(name, _template, account, region, **_):
            """Nothing stands behind it."""
            made = (path.split("/")[2:] for path in schema.get("readOnlyProperties", []))
            values = {path[0]: value(kind, path[0], schema, name, account, region) for path in made if len(path) == 1}
            return Made(name, **values)

        @staticmethod
        def update_from_cloudformation_json(original_resource, **_):
            """What was made up stays."""
            return original_resource

        @staticmethod
        def delete_from_cloudformation_json(*_):
            """Nobody misses it."""

    return Maker


def value(kind, name, schema, own, account, region):
    """What the cloud would set, as far as its kind tells."""
    _, service, what = kind.lower().split("::")
    wanted = schema["properties"].get(name, {}).get("type")
    if name.lower().endswith("arn"):
        return f"arn:aws:{service}:{region}:{account}:{what}/{own}"
    return {"integer": 1, "number": 1, "boolean": True, "array": [], "object": {}}.get(wanted, f"{what}-{own}")


def iam(account):
    """IAM has no regions."""
    return get_backend("iam")[account]["aws"]


MAKERS = {"AWS::IAM::RolePolicy": RolePolicy, "AWS::Logs::LogGroup": Logs}
