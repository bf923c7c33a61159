"""What moto lacks of the services that are called directly."""

from moto.ec2.models.vpcs import VPCEndPoint


def install():
    """Fills all gaps."""
    known = VPCEndPoint.get_filter_value

    def filled(self, filter_name, method_name=None):
        if filter_name == "vpc-endpoint-id":
            return self.id
        return known(self, filter_name, method_name)

    VPCEndPoint.get_filter_value = filled
