"""What moto's CloudFormation lacks to take over what is there: change sets of the type IMPORT, which refuse what CloudFormation refuses.

Nothing is made or changed by an import. What is taken over is moto's own object, so that the stack can change and delete it later.
"""

import json

from moto.backends import get_backend
from moto.cloudformation import models, parsing
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import ChangeSet, CloudFormationBackend, Stack
from moto.cloudformation.responses import CloudFormationResponse
from moto.cloudformation.utils import generate_changeset_id, generate_stack_id
from moto.core.responses import ActionResult

MOST = 200


class There:
    """Something that is there and of which moto has no object of its own."""

    def __init__(self, identifier):
        self.physical_resource_id = identifier

    def get_cfn_attribute(self, _name):
        """Whatever it is, it is called so."""
        return self.physical_resource_id

    def delete(self, *_):
        """It goes with what it connects."""


def install(api, event):
    """Adds imports. `api` gives Cloud Control of an account; `event` writes down what happens to a resource."""
    create, execute, update = CloudFormationResponse.create_change_set, CloudFormationBackend.execute_change_set, parsing.ResourceMap.update

    def created(self):
        if self._get_param("ChangeSetType") != "IMPORT":
            return create(self)
        return _create(self, api(self.current_account))

    def executed(self, change_set_name, stack_name=None):
        change_set = self.describe_change_set(change_set_name)
        if change_set.change_set_type != "IMPORT":
            return execute(self, change_set_name, stack_name)
        return _execute(self, change_set, api(self.account_id), event)

    def updated(self, template, parameters=None):
        # Whatever is noted of a resource beside its properties, its service hears nothing of it.
        old, new = self._resource_json_map, template["Resources"]
        self.noted = {name for name in new if name in old and old[name].get("Properties") == new[name].get("Properties")}
        return update(self, template, parameters)

    change = parsing.parse_and_update_resource

    def changed(logical_id, resource_json, resources_map, account_id, region_name):
        if logical_id in getattr(resources_map, "noted", ()) and resources_map[logical_id] is not None:
            return resources_map[logical_id]
        return change(logical_id, resource_json, resources_map, account_id, region_name)

    CloudFormationResponse.create_change_set = created
    CloudFormationBackend.execute_change_set = executed
    parsing.ResourceMap.update, parsing.parse_and_update_resource = updated, changed


def _create(response, api):
    """CreateChangeSet of the type IMPORT."""
    backend, name = response.cloudformation_backend, response._get_param("StackName")
    body = response._get_param("TemplateBody")
    if response._get_param("TemplateURL"):
        body = response._get_stack_from_s3_url(response._get_param("TemplateURL"))
    wanted = response._get_param("ResourcesToImport", [])
    stack = next((one for one in backend.stacks.values() if one.name == name), None)
    held = json.loads(stack.template) if stack and stack.template else {}
    _valid(json.loads(body), held, wanted, backend, api)
    known = stack.stack_parameters if stack else {}
    parameters = {
        one["ParameterKey"]: known[one["ParameterKey"]] if one.get("UsePreviousValue") else one["ParameterValue"]
        for one in response._get_param("Parameters", [])
    }
    if stack is None:
        stack_id = generate_stack_id(name, backend.region_name, backend.account_id)
        stack = Stack(stack_id, name, {}, parameters, backend.account_id, backend.region_name)
        backend.stacks[stack_id] = stack
        stack.status = "REVIEW_IN_PROGRESS"
    change_set_id = generate_changeset_id(response._get_param("ChangeSetName"), backend.region_name, backend.account_id)
    change_set = ChangeSet("IMPORT", change_set_id, response._get_param("ChangeSetName"), stack, body, parameters, None)
    change_set.changes = [models.Change("Import", one["LogicalResourceId"], one["ResourceType"]) for one in wanted]
    change_set.wanted = wanted
    change_set.status, change_set.execution_status = "CREATE_COMPLETE", "AVAILABLE"
    backend.change_sets[change_set_id] = change_set
    return ActionResult({"Id": change_set_id, "StackId": stack.stack_id})


def _valid(template, held, wanted, backend, api):
    """Refuses what CloudFormation refuses of an import."""
    ids = [one["LogicalResourceId"] for one in wanted]
    if not ids or len(ids) > MOST:
        raise ValidationError(message=f"Member must have length less than or equal to {MOST} and not be empty")
    resources, before = template["Resources"], held.get("Resources", {})
    without = [name for name in ids if not resources.get(name, {}).get("DeletionPolicy")]
    if without:
        raise ValidationError(message=f"Resources {without} to import must have DeletionPolicy attribute specified in the template.")
    others = [name for name in {**before, **resources} if name not in ids and resources.get(name) != before.get(name)]
    if others or set(ids) & set(before):
        said = "in your template that are not being imported. Update, create or delete operations cannot be executed during import operations."
        raise ValidationError(message=f"You have modified resources {others} {said}")
    if template.get("Outputs") != held.get("Outputs"):
        raise ValidationError(message="As part of the import operation, you cannot modify or add [Outputs]")
    for one in wanted:
        kind, name = one["ResourceType"], one["LogicalResourceId"]
        schema = api.schemas.of(kind)
        if resources[name]["Type"] != kind:
            raise ValidationError(message=f"Resource {name} has another type in the template than {kind}")
        if not schema.get("handlers", {}).get("read"):
            raise ValidationError(message=f"ResourceTypes [{kind}] are not supported for Import")
        parts = [path.split("/")[-1] for path in schema["primaryIdentifier"]]
        if sorted(one["ResourceIdentifier"]) != sorted(parts):
            raise ValidationError(message=f"Invalid ResourceIdentifiers for {name}: [{', '.join(parts)}] are required")
        owner = _owner(one, backend)
        if owner:
            raise ValidationError(message=f"Resource {identifier(one, schema)} already exists in stack {owner}")


def _owner(one, backend):
    """The stack that holds something already."""
    parts = set(one["ResourceIdentifier"].values())
    for stack in backend.stacks.values():
        for thing in stack.resource_map._parsed_resources.values():
            is_it = getattr(thing, "cf_resource_type", None) == one["ResourceType"]
            if is_it and getattr(thing, "physical_resource_id", None) in parts:
                return stack.stack_id
    return None


def identifier(one, schema):
    """The primary identifier, its parts in their order."""
    return "|".join(one["ResourceIdentifier"][path.split("/")[-1]] for path in schema["primaryIdentifier"])


def _execute(backend, change_set, api, event):
    """Takes everything over, or nothing."""
    stack, resources = change_set.stack, change_set.stack.resource_map
    stack._add_stack_event("IMPORT_IN_PROGRESS", resource_status_reason="User Initiated")
    found = {}
    for one, change in zip(change_set.wanted, change_set.changes):
        schema = api.schemas.of(one["ResourceType"])
        thing = _find(one, identifier(one, schema), api, backend)
        event(stack, change, "IMPORT_IN_PROGRESS", "Resource import started.")
        if thing is None:
            service = one["ResourceType"].split("::")[1]
            reason = f"Resource of type '{one['ResourceType']}' with identifier '{identifier(one, schema)}' was not found. (Service: {service}, Status Code: 404)"
            event(stack, change, "IMPORT_FAILED", reason)
            return _take_back(stack, change_set, event)
        found[one["LogicalResourceId"]] = thing
        event(stack, change, "IMPORT_COMPLETE", "Resource import completed.")
    template = change_set.template_dict
    resources._template, resources.input_parameters = template, change_set.parameters
    resources.load_mapping()
    resources.load_parameters()
    resources.load_conditions()
    resources._resource_json_map = template["Resources"]
    for change in change_set.changes:
        thing = found[change.logical_resource_id]
        thing.logical_resource_id, thing.cf_resource_type = change.logical_resource_id, change.resource_type
        resources._parsed_resources[change.logical_resource_id] = thing
        event(stack, change, "UPDATE_IN_PROGRESS", "Apply stack-level tags to imported resource if applicable.")
        event(stack, change, "UPDATE_COMPLETE", None)
    stack.template, change_set.execution_status = change_set.template, "EXECUTE_COMPLETE"
    stack._parse_template()
    stack.output_map = stack._create_output_map()
    stack._add_stack_event("IMPORT_COMPLETE")
    stack.status = "IMPORT_COMPLETE"
    return None


def _take_back(stack, change_set, event):
    """An import that fails leaves the stack as it was."""
    stack._add_stack_event("IMPORT_ROLLBACK_IN_PROGRESS", resource_status_reason="The following resource(s) failed to import.")
    for change in change_set.changes:
        event(stack, change, "IMPORT_ROLLBACK_COMPLETE", None)
    stack._add_stack_event("IMPORT_ROLLBACK_COMPLETE")
    stack.status, change_set.execution_status = "IMPORT_ROLLBACK_COMPLETE", "EXECUTE_FAILED"


def _find(one, name, api, backend):
    """What is there by an identifier: what Cloud Control has made, or what a service of moto's has."""
    kind, region = one["ResourceType"], backend.region_name
    thing = api.things.get((region, kind, name))
    if thing:
        # moto calls some of its things otherwise than CloudFormation does.
        return thing.model
    service = kind.split("::")[1].lower()
    if service == "ec2":
        return _of_ec2(kind, name, get_backend("ec2")[backend.account_id][region])
    if service == "lambda":
        return _of_lambda(kind, name, get_backend("lambda")[backend.account_id][region])
    return None


def _of_ec2(kind, name, ec2):
    """Something of EC2, wherever moto keeps it."""
    first, _, second = name.partition("|")
    if kind == "AWS::EC2::Route":
        table = ec2.route_tables.get(first) or ec2.route_tables.get(second)
        cidr = second if first in ec2.route_tables else first
        return next((route for key, route in table._routes.items() if key.endswith(cidr)), None) if table else None
    if kind == "AWS::EC2::VPCGatewayAttachment":
        vpc = second if second.startswith("vpc-") else first
        return There(name) if any(gate.vpc and gate.vpc.id == vpc for gate in ec2.internet_gateways.values()) else None
    if kind == "AWS::EC2::SubnetRouteTableAssociation":
        return There(name) if any(name in table._associations for table in ec2.route_tables.values()) else None
    if kind.startswith("AWS::EC2::SecurityGroup") and name.startswith("sgr-"):
        groups = [group for within in ec2.groups.values() for group in within.values()]
        rules = [rule for group in groups for rule in (*group.ingress_rules, *group.egress_rules)]
        return There(name) if any(getattr(rule, "id", None) == name for rule in rules) else None
    return _within(vars(ec2), name, 3)


def _within(things, name, deep):
    """What is called so in dictionaries of dictionaries."""
    for key, thing in things.items():
        if key == name and not isinstance(thing, (dict, str)):
            return thing
        if isinstance(thing, dict) and deep:
            found = _within(thing, name, deep - 1)
            if found is not None:
                return found
    return None


def _of_lambda(kind, name, service):
    """A function, an event source, or what is written beside a function."""
    if kind == "AWS::Lambda::Function":
        return next((one for one in service.list_functions() if name in (one.function_name, one.function_arn)), None)
    if kind == "AWS::Lambda::EventSourceMapping":
        return service.get_event_source_mapping(name)
    return There(name) if service.list_functions() else None
