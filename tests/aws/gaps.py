"""What moto lacks of the services that are called directly."""

import datetime
import hashlib
import os

from moto.ec2.models.instances import Instance
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
    _lead_to_cluster()


def _lead_to_cluster():
    """Every cluster of EKS is the one that the environment says, if it says one: its API, who vouches for it, and the file
    in which it looks up what it is called."""
    endpoint, authority = os.environ.get("CLUSTER_ENDPOINT"), os.environ.get("CLUSTER_AUTHORITY")
    if endpoint is None:
        return
    make = Cluster.__init__

    def made(self, *rest, **more):
        make(self, *rest, **more)
        self.endpoint, self.certificate_authority = endpoint, {"data": authority}
        with open(os.environ["CLUSTER_NAMES"], "a", encoding="utf-8") as names:
            names.write(f"{self.name}\n")
        # As CloudFormation and Cloud Control call them.
        self.CertificateAuthorityData, self.ClusterSecurityGroupId = authority, "sg-0c1b57e2a9d348f60"
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
