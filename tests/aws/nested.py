"""What moto's CloudFormation lacks of stacks inside of stacks: they are known by their ARN, are changed in place, and a change set of the
outer one tells what it changes in them."""

from moto.cloudformation import models, parsing
from moto.cloudformation.models import ChangeSet, CloudFormationBackend, Stack, cloudformation_backends
from moto.cloudformation.utils import generate_changeset_id, get_stack_from_s3_url

KIND = "AWS::CloudFormation::Stack"


def install(event):
    """Fills the gaps. `event` writes down what happens to a resource."""
    Stack.physical_resource_id = property(lambda self: self.stack_id)
    Stack.get_cfn_attribute = _output
    create, delete = CloudFormationBackend.create_change_set, Stack.delete

    def created(self, stack_name, change_set_name, template, *rest, **more):
        found = create(self, stack_name, change_set_name, template, *rest, **more)
        _look_inside(self, self.change_sets[found[0]])
        return found

    def made(cls, resource_name, cloudformation_json, account_id, region_name, **_):
        # CloudFormation calls it by its stack, its logical id, and something that is made up.
        backend = cloudformation_backends[account_id][region_name]
        template, parameters = _asked(backend, cloudformation_json["Properties"])
        stack = backend.create_stack(name=resource_name, template=template, parameters=parameters)
        _tell(stack, stack.template_dict["Resources"], "CREATE", event)
        return stack

    def changed(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
        backend = cloudformation_backends[account_id][region_name]
        template, parameters = _asked(backend, cloudformation_json["Properties"])
        inner = ChangeSet("UPDATE", "", "", original_resource, template, parameters, None)
        original_resource.update(template, parameters=parameters)
        _tell(original_resource, [one.logical_resource_id for one in inner.changes], "UPDATE", event)
        return original_resource

    def deleted(self, *_):
        backend = cloudformation_backends[self.account_id][self.region_name]
        if self.stack_id in backend.stacks:
            # The stack that holds it asks.
            return backend.delete_stack(self.stack_id)
        resources = dict(self.resource_map._resource_json_map)
        delete(self)
        for name, resource in resources.items():
            word = "DELETE_SKIPPED" if resource.get("DeletionPolicy") == "Retain" else "DELETE_COMPLETE"
            event(self, models.Change("Remove", name, resource["Type"]), word, None)
        # The stack's own end comes last.
        self.events.append(self.events.pop(next(at for at, one in enumerate(self.events) if one.resource_status == "DELETE_COMPLETE" and one.resource_type == KIND)))
        return None

    CloudFormationBackend.create_change_set = created
    Stack.create_from_cloudformation_json, Stack.update_from_cloudformation_json = classmethod(made), classmethod(changed)
    Stack.delete = deleted


def _output(stack, name):
    """`Outputs.NAME`"""
    return stack.output_map[name.removeprefix("Outputs.")].value


def _asked(backend, properties):
    """The template and the parameters that are asked for."""
    template = get_stack_from_s3_url(properties["TemplateURL"], account_id=backend.account_id, partition="aws")
    return template, properties.get("Parameters", {})


def _tell(stack, names, word, event):
    """What a stack did with its resources."""
    for name in names:
        change = models.Change("", name, stack.template_dict["Resources"][name]["Type"])
        event(stack, change, f"{word}_IN_PROGRESS", None)
        event(stack, change, f"{word}_COMPLETE", None)


def _look_inside(backend, change_set):
    """Gives a change set those of the stacks that it makes or changes."""
    for change in change_set.changes:
        if change.resource_type != KIND or change.action == "Remove":
            continue
        resource = change_set.template_dict["Resources"][change.logical_resource_id]
        resources = change_set.stack.resource_map
        known = {**dict(resources._parsed_resources), **change_set.parameters, **_pseudo(backend)}
        url = parsing.clean_json(resource["Properties"]["TemplateURL"], known)
        template = get_stack_from_s3_url(url, account_id=backend.account_id, partition="aws")
        inner = resources._parsed_resources.get(change.logical_resource_id)
        if not isinstance(inner, Stack):
            inner = Stack(f"{change_set.stack_id}-{change.logical_resource_id}", change.logical_resource_id, {}, {}, backend.account_id, backend.region_name)
        change_set_id = generate_changeset_id(change.logical_resource_id, backend.region_name, backend.account_id)
        own = ChangeSet("UPDATE", change_set_id, change.logical_resource_id, inner, template, {}, None)
        own.status, own.execution_status = "CREATE_COMPLETE", "UNAVAILABLE"
        backend.change_sets[change_set_id] = own
        change.change_set_id = change_set_id


def _pseudo(backend):
    """What templates know of where they are."""
    return {"AWS::Region": backend.region_name, "AWS::URLSuffix": "amazonaws.com", "AWS::AccountId": backend.account_id}
