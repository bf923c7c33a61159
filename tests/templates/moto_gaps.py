"""What moto's CloudFormation lacks, filled in so that it can build whole stacks.

A type that moto does not know becomes a resource without a service behind it, and an attribute that moto does not know a text
that names it: so every reference of a template is followed, and every type that moto does know is really made.
"""

import functools
import ipaddress
import itertools
import json

from moto.cloudformation import parsing
from moto.cloudformation.exceptions import UnformattedGetAttTemplateException
from moto.core.common_models import CloudFormationModel

# Types whose resources moto cannot make though it knows them, each with what it stumbles over.
_WEAK = {
    "AWS::ApiGateway::Deployment": "methods that the body of an API says",
    "AWS::CloudFormation::CustomResource": "its function, which it would run in a container",
    "AWS::EC2::SpotFleet": "launch templates instead of launch specifications",
}

_known = parsing.resource_class_from_type
_filled = set()

# What went wrong in moto while it made a stack: its answer does not say.
complaints = []


class Stand(CloudFormationModel):
    """A resource of a type that moto does not know."""

    # moto sorts its models by the service that their module is named after.
    __module__ = "moto.stand.models"

    def __init__(self, name, properties):
        self.physical_resource_id = name
        if self.cloudformation_type() == "AWS::Lambda::Alias":
            # Ref of an alias is its ARN; who is let in by it, moto lets in by the function.
            self.physical_resource_id = f"arn:aws:lambda:eu-west-1:123456789012:function:{properties['FunctionName']}"
        self.properties = properties

    @staticmethod
    def cloudformation_name_type():
        """No property fixes its name."""
        return ""

    @classmethod
    def has_cfn_attr(cls, attr):
        """Which attributes there are is cfn-lint's question."""
        return True

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        """Keeps what it is given."""
        return cls(resource_name, cloudformation_json.get("Properties", {}))

    def get_cfn_attribute(self, attribute):
        """A text that names it."""
        return text(self.physical_resource_id, attribute)


def text(resource, attribute):
    """What an attribute is that nobody knows: ARNs look like ARNs."""
    if attribute == "EndpointIds":
        # A firewall's, one for each zone.
        return [f"eu-west-1{letter}:vpce-{resource}" for letter in "abcdef"]
    if attribute == "DBProxyArn":
        # Its last part is what policies name.
        return f"arn:aws:rds:eu-west-1:123456789012:db-proxy:{resource}"
    if attribute.endswith("Arn"):
        return f"arn:aws:unknown:eu-west-1:123456789012:{resource}"
    return f"{resource}-{attribute.replace('.', '-')}"


def stand(kind):
    """The class of a type: moto's own, or one that stands for it."""
    cls = None if kind in _WEAK else _known(kind)
    if cls is None:
        body = {"__module__": Stand.__module__, "cloudformation_type": staticmethod(lambda: kind)}
        return type(kind.replace("::", ""), (Stand,), body)
    if cls not in _filled:
        _filled.add(cls)
        _fill_attributes(cls)
        _name_errors(kind, cls)
    return cls


def _name_errors(kind, cls):
    """Says of which type a mistake of moto's is: as a KeyError it would be taken for a missing resource."""
    make = cls.create_from_cloudformation_json.__func__

    @functools.wraps(make)
    def named(cls, *given, **more):
        try:
            return make(cls, *given, **more)
        except (AttributeError, KeyError, TypeError, NotImplementedError) as error:
            complaints.append(f"moto cannot make {kind}: {error!r}")
            raise RuntimeError(complaints[-1]) from error

    cls.create_from_cloudformation_json = classmethod(named)


def _fill_attributes(cls):
    cls.has_cfn_attr = classmethod(lambda cls, attr: True)
    read = getattr(cls, "get_cfn_attribute", None)

    def filled(self, attribute):
        try:
            return read(self, attribute)
        except (UnformattedGetAttTemplateException, NotImplementedError, TypeError):
            return text(getattr(self, "physical_resource_id", "resource"), attribute)

    cls.get_cfn_attribute = filled


def _fill_properties(kind, change):
    """Lets `change` work on the properties of a type before moto makes a resource of them; it may give another name."""
    cls = _known(kind)
    make = cls.create_from_cloudformation_json.__func__

    @functools.wraps(make)
    def filled(cls, resource_name, cloudformation_json, *rest, **more):
        name = change(cloudformation_json.setdefault("Properties", {}), resource_name) or resource_name
        return make(cls, name, cloudformation_json, *rest, **more)

    cls.create_from_cloudformation_json = classmethod(filled)


def _ports(properties, _):
    """Rules for all protocols have no ports."""
    for rule in properties.get("SecurityGroupIngress", []):
        rule.setdefault("FromPort", -1)
        rule.setdefault("ToPort", -1)


def _name(properties, name):
    """CloudFormation makes up a name."""
    properties.setdefault("Name", name)


def _pattern(properties, _):
    """moto wants the pattern of an archive as text."""
    if "EventPattern" in properties:
        properties["EventPattern"] = json.dumps(properties["EventPattern"])


_clean = parsing.clean_json


def _zones(value, resources):
    """moto takes the region of `Fn::GetAZs` as it is written, and does not ask what a reference to it says."""
    if isinstance(value, dict) and "Fn::GetAZs" in value:
        region = _clean(value["Fn::GetAZs"], resources) or resources["AWS::Region"]
        return [f"{region}{letter}" for letter in "abc"]
    if isinstance(value, dict) and "Fn::Cidr" in value:
        return _parts(*(parsing.clean_json(part, resources) for part in value["Fn::Cidr"]))
    return _clean(value, resources)


def _parts(block, count, bits):
    """moto knows no `Fn::Cidr`, and no range of version 6 of a network."""
    try:
        whole = ipaddress.ip_network(block)
    except ValueError:
        whole = ipaddress.ip_network("2600:1f00::/56")
    parts = whole.subnets(new_prefix=whole.max_prefixlen - int(bits))
    return [str(part) for part in itertools.islice(parts, int(count))]


def _fifo(properties, name):
    """CloudFormation ends the names that it makes up as they must end."""
    if properties.get("FifoQueue") and "QueueName" not in properties:
        properties["QueueName"] = f"{name[:75]}.fifo"
    return properties.get("QueueName")


def _aurora(properties, _):
    """moto knows no release of Aurora that a machine would have by itself."""
    if properties.get("Engine", "").startswith("aurora-"):
        properties.setdefault("EngineVersion", "17.4")


def _outward(properties, _):
    """moto makes no gateways that only lead out, and looks for them."""
    properties.pop("EgressOnlyInternetGatewayId", None)


def _kafka():
    """moto knows no functions that read Kafka."""
    cls = _known("AWS::Lambda::EventSourceMapping")
    make = cls.create_from_cloudformation_json.__func__

    @functools.wraps(make)
    def filled(cls, resource_name, cloudformation_json, *rest, **more):
        if "Topics" in cloudformation_json.get("Properties", {}):
            return Stand(resource_name, cloudformation_json["Properties"])
        return make(cls, resource_name, cloudformation_json, *rest, **more)

    cls.create_from_cloudformation_json = classmethod(filled)


def install():
    """Fills all gaps."""
    parsing.clean_json = _zones
    parsing.resource_class_from_type = stand
    _kafka()
    _fill_properties("AWS::EC2::SecurityGroup", _ports)
    _fill_properties("AWS::SSM::Parameter", _name)
    _fill_properties("AWS::Events::Archive", _pattern)
    _fill_properties("AWS::EC2::Route", _outward)
    _fill_properties("AWS::SQS::Queue", _fifo)
    _fill_properties("AWS::RDS::DBInstance", _aurora)
