"""What moto lacks of the services that are called directly."""

import datetime
import hashlib
import os
import uuid

from moto.cloudformation.models import Change, CloudFormationBackend, Event
from moto.ec2.models.instances import Instance
from moto.ec2.models import ec2_backends
from moto.ec2.models.subnets import SubnetRouteTableAssociation
from moto.ec2.models.vpcs import VPCEndPoint
from moto.eks.models import Cluster
from moto.ssm.models import Parameter, SimpleSystemManagerBackend


def install():
    """Fills all gaps."""
    known = VPCEndPoint.get_filter_value

    def filled(self, filter_name, method_name=None):
        if filter_name == "vpc-endpoint-id":
            return self.id
        return known(self, filter_name, method_name)

    VPCEndPoint.get_filter_value = filled
    _delete_with_machine()
    _publish_images()
    _tell_outputs()
    _fail_to_go()
    _refuse_change_sets()
    _associate()
    _lead_to_cluster()


def _lead_to_cluster():
    """Every cluster of EKS is the one that the environment says, if it says one: its API, who vouches for it, and the file
    in which it looks up what it is called. Several are taken in turn, and the last of them is kept."""
    endpoints, authorities = (os.environ.get(name, "").split() for name in ("CLUSTER_ENDPOINT", "CLUSTER_AUTHORITY"))
    if not endpoints:
        return
    make = Cluster.__init__
    ways = list(zip(endpoints, authorities, strict=True))

    def made(self, *rest, **more):
        make(self, *rest, **more)
        endpoint, authority = ways.pop(0) if len(ways) > 1 else ways[0]
        self.endpoint, self.certificate_authority = endpoint, {"data": authority}
        with open(os.environ["CLUSTER_NAMES"], "a", encoding="utf-8") as names:
            names.write(f"{self.name}\n")
        # EKS makes a group with a cluster; here it is in a network of its own, so that it holds none.
        ec2 = ec2_backends[more["account_id"]][more["region_name"]]
        group = ec2.create_security_group(f"eks-cluster-sg-{self.name}-{uuid.uuid4().hex}", "of a cluster")
        # As CloudFormation and Cloud Control call them.
        self.CertificateAuthorityData, self.ClusterSecurityGroupId = authority, group.id
        self.resources_vpc_config = {**self.resources_vpc_config, "clusterSecurityGroupId": self.ClusterSecurityGroupId}

    Cluster.__init__ = made


def _delete_with_machine():
    """The volume that a machine starts from goes with it unless something else is said; moto keeps it."""
    add = Instance.add_block_device

    def added(self, size, device_path, snapshot_id, encrypted, delete_on_termination, *rest, **more):
        root = device_path in ("/dev/sda1", "/dev/xvda")
        return add(self, size, device_path, snapshot_id, encrypted, delete_on_termination or root, *rest, **more)

    Instance.add_block_device = added


def _publish_images():
    """The public parameters of others than Amazon hold the id of an image too; moto takes any."""
    known = SimpleSystemManagerBackend.get_parameter

    def found(self, name):
        there = known(self, name)
        if there or not name.startswith("/aws/service/"):
            return there
        image = "ami-" + hashlib.sha256(name.encode()).hexdigest()[:17]
        now = datetime.datetime.now(datetime.timezone.utc)
        return Parameter(self.account_id, name, image, "String", None, None, None, now, 1, "aws:ec2:image")

    SimpleSystemManagerBackend.get_parameter = found


# The logical id that fails from now on, if any; whether that cannot be taken back; why no change set can be worked out.
FAILING = {"id": None, "stuck": False, "refuse": None}

# What CloudFormation says of it.
REASON = 'Resource handler returned message: "there are too many" (RequestToken: 4c1a, HandlerErrorCode: ServiceLimitExceeded)'


def _tell_outputs():
    """A stack that a change set has changed has the outputs of its new template, and says what it did with each resource; moto
    keeps the old outputs, or none, and tells of the stack only."""
    execute = CloudFormationBackend.execute_change_set

    def executed(self, change_set_name, stack_name=None):
        change_set = self.describe_change_set(change_set_name)
        stack = self.stacks[change_set.stack_id]
        changes = change_set.changes
        if FAILING["id"] in [change.logical_resource_id for change in changes]:
            return _fail(stack, changes, FAILING["id"])
        execute(self, change_set_name, stack_name)
        stack._parse_template()
        stack.output_map = stack._create_output_map()
        for change in changes:
            word = {"Add": "CREATE", "Modify": "UPDATE", "Remove": "DELETE"}[change.action]
            event(stack, change, f"{word}_IN_PROGRESS", None)
            event(stack, change, f"{word}_COMPLETE", None)
        return None

    CloudFormationBackend.execute_change_set = executed


def _associate():
    """What a stack associates is associated, and has an id; moto's CloudFormation only writes it down."""

    def made(cls, resource_name, cloudformation_json, account_id, region_name, **more):
        table, subnet = (cloudformation_json["Properties"][name] for name in ("RouteTableId", "SubnetId"))
        own = cls(table, subnet)
        own.association = ec2_backends[account_id][region_name].associate_route_table(table, subnet_id=subnet)
        return own

    SubnetRouteTableAssociation.create_from_cloudformation_json = classmethod(made)
    SubnetRouteTableAssociation.physical_resource_id = property(lambda self: self.association)


def _fail(stack, changes, failing):
    """What CloudFormation says of a run that fails: of the resource, of those that it gives up, of the way back."""
    first, *others = sorted(changes, key=lambda change: change.logical_resource_id != failing)
    word, prefix = ("CREATE", "") if stack.status == "REVIEW_IN_PROGRESS" else ("UPDATE", "UPDATE_")
    for change in changes:
        event(stack, change, f"{word}_IN_PROGRESS", None)
    event(stack, first, f"{word}_FAILED", REASON)
    for change in others:
        event(stack, change, f"{word}_FAILED", f"Resource {'creation' if word == 'CREATE' else 'update'} cancelled")
    stack._add_stack_event(f"{prefix}ROLLBACK_IN_PROGRESS", resource_status_reason=f"The following resource(s) failed: [{failing}].")
    for change in changes:
        event(stack, change, "DELETE_COMPLETE" if word == "CREATE" else "UPDATE_COMPLETE", None)
    stack.status = f"{prefix}ROLLBACK_{'FAILED' if FAILING['stuck'] else 'COMPLETE'}"
    stack._add_stack_event(stack.status)


def _fail_to_go():
    """A stack with a resource that cannot be deleted stays, and says so."""
    delete = CloudFormationBackend.delete_stack

    def deleted(self, name):
        stack = next((one for one in self.stacks.values() if name in (one.name, one.stack_id)), None)
        resource = stack and stack.resource_map._resource_json_map.get(FAILING["id"])
        if not resource or stack.status == "REVIEW_IN_PROGRESS":
            return delete(self, name)
        change = Change("Remove", FAILING["id"], resource["Type"])
        stack._add_stack_event("DELETE_IN_PROGRESS")
        event(stack, change, "DELETE_IN_PROGRESS", None)
        event(stack, change, "DELETE_FAILED", REASON)
        stack.status = "DELETE_FAILED"
        stack._add_stack_event("DELETE_FAILED")
        return None

    CloudFormationBackend.delete_stack = deleted


def _refuse_change_sets():
    """A change set that cannot be worked out is there, has failed, and says why."""
    create = CloudFormationBackend.create_change_set

    def created(self, *given, **more):
        found = create(self, *given, **more)
        if FAILING["refuse"]:
            change_set = self.change_sets[found[0]]
            change_set.status, change_set.execution_status, change_set.status_reason = "FAILED", "UNAVAILABLE", FAILING["refuse"]
        return found

    CloudFormationBackend.create_change_set = created


def _called(stack, name):
    """What AWS calls a resource of a stack."""
    known = getattr(stack.resource_map._parsed_resources.get(name), "physical_resource_id", None)
    return known or f"{stack.name}-{name}"


def event(stack, change, status, reason):
    """Something that happened to a resource."""
    stack.events.append(
        Event(
            stack_id=stack.stack_id,
            stack_name=stack.name,
            logical_resource_id=change.logical_resource_id,
            physical_resource_id=_called(stack, change.logical_resource_id),
            resource_type=change.resource_type,
            resource_status=status,
            resource_status_reason=reason,
            resource_properties=None,
        )
    )
