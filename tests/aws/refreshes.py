"""Instance refreshes of Auto Scaling groups, which moto lacks: machines that are not as their group says are replaced, so many at each look
as the preferences let, and new ones may turn out to be sick."""

import io
import json
import math
import re
import urllib.parse
import uuid

from moto.autoscaling.models import FakeAutoScalingGroup
from moto.backends import get_backend
from moto.core.types import Base64EncodedString
from moto.ec2.models.launch_templates import LaunchTemplateVersion
from werkzeug.wrappers import Response

ACTIONS = ("StartInstanceRefresh", "DescribeInstanceRefreshes", "CancelInstanceRefresh")
SPACE = "http://autoscaling.amazonaws.com/doc/2011-01-01/"


class Group:
    """AWS::AutoScaling::AutoScalingGroup: a change leaves its machines alone; moto makes all of it anew."""

    cloudformation_name_type = staticmethod(FakeAutoScalingGroup.cloudformation_name_type)
    create_from_cloudformation_json = FakeAutoScalingGroup.create_from_cloudformation_json
    delete_from_cloudformation_json = FakeAutoScalingGroup.delete_from_cloudformation_json

    @staticmethod
    def update_from_cloudformation_json(original_resource, new_resource_name, cloudformation_json, account_id, region_name):
        """What the group says of machines changes, and how many there are."""
        wanted = cloudformation_json["Properties"]
        group = get_backend("autoscaling")[account_id][region_name].autoscaling_groups[new_resource_name]
        group.update(
            None,
            int(wanted.get("DesiredCapacity", group.desired_capacity)),
            int(wanted["MaxSize"]),
            int(wanted["MinSize"]),
            wanted.get("LaunchConfigurationName"),
            wanted.get("LaunchTemplate", {}),
            ",".join(wanted.get("VPCZoneIdentifier", [])) or None,
            wanted.get("HealthCheckGracePeriod"),
            wanted.get("HealthCheckType"),
            mixed_instances_policy=wanted.get("MixedInstancesPolicy", {}),
        )
        return group


def install():
    """Each machine knows what it was made of."""
    launch = FakeAutoScalingGroup.replace_autoscaling_group_instances

    def launched(self, *given, **more):
        launch(self, *given, **more)
        for state in self.instance_states:
            if not hasattr(state, "made_of"):
                state.made_of = made_of(self)

    FakeAutoScalingGroup.replace_autoscaling_group_instances = launched
    # A second version of a template holds the script as it was sent, which moto takes for a mistake of its own.
    LaunchTemplateVersion.user_data = property(lambda self: script(self.data.get("UserData")))


def script(text):
    """A script as machines take it."""
    return Base64EncodedString(text) if isinstance(text, str) else text


def made_of(group):
    """What machines of a group are made of by now."""
    known = vars(group)
    return json.dumps([known.get(name) for name in ("mixed_instances_policy", "launch_template_version")], sort_keys=True, default=str)


class Refused(Exception):
    """An error with the name that EC2 Auto Scaling gives it."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Refreshes:
    """The refreshes of one account, the newest last; `sick` is how many of the next new machines do not become healthy."""

    def __init__(self, account):
        self.account = account
        self.all = []
        self.sick = 0

    def takes(self, environ):
        """Whether a call is one of these."""
        if "x-www-form-urlencoded" not in environ.get("CONTENT_TYPE", "") or "/autoscaling/" not in environ.get("HTTP_AUTHORIZATION", ""):
            return False
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        environ["refresh"] = dict(urllib.parse.parse_qsl(body.decode()))
        return environ["refresh"].get("Action") in ACTIONS

    def __call__(self, environ, start_response):
        asked = environ["refresh"]
        region = re.search(r"Credential=[^/]+/\d+/([^/]+)/", environ["HTTP_AUTHORIZATION"]).group(1)
        try:
            told = {"S": self.start, "D": self.look, "C": self.cancel}[asked["Action"][0]](asked, region)
            name = asked["Action"]
            body, status = f'<{name}Response xmlns="{SPACE}"><{name}Result>{told}</{name}Result></{name}Response>', 200
        except Refused as error:
            body = f"<ErrorResponse><Error><Type>Sender</Type><Code>{error.code}</Code><Message>{error}</Message></Error></ErrorResponse>"
            status = 400
        return Response(body, status=status, content_type="text/xml")(environ, start_response)

    def group(self, asked, region):
        """The group that a call is about."""
        group = get_backend("autoscaling")[self.account][region].autoscaling_groups.get(asked["AutoScalingGroupName"])
        if group is None:
            raise Refused("ValidationError", "AutoScalingGroup name not found - null")
        return group

    def start(self, asked, region):
        """StartInstanceRefresh"""
        group = self.group(asked, region)
        if any(one["group"] == group.name and one["status"] in ("Pending", "InProgress", "Cancelling") for one in self.all):
            raise Refused("InstanceRefreshInProgress", "An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.")
        least, most = (int(asked.get(f"Preferences.{name}HealthyPercentage", usual)) for name, usual in (("Min", 90), ("Max", 100)))
        if not (0 <= least <= 100 <= most <= 200 and most - least <= 100):
            raise Refused("ValidationError", "the healthy percentages are out of bounds")
        count = len(group.instance_states)
        skips = asked.get("Preferences.SkipMatching") == "true"
        old = [state for state in group.instance_states if not (skips and state.made_of == made_of(group))]
        at_once = count - math.ceil(count * least / 100) or math.floor(count * most / 100) - count
        if at_once <= 0:
            raise Refused("ValidationError", "no machine could ever be replaced")
        one = {"id": str(uuid.uuid4()), "group": group.name, "status": "Pending", "reason": "", "old": old, "all": len(old), "at_once": at_once}
        self.all.append(one)
        return f"<InstanceRefreshId>{one['id']}</InstanceRefreshId>"

    def look(self, asked, region):
        """DescribeInstanceRefreshes: with each look one batch is replaced."""
        group = self.group(asked, region)
        named = [value for name, value in asked.items() if name.startswith("InstanceRefreshIds")]
        found = [one for one in reversed(self.all) if one["group"] == group.name and (not named or one["id"] in named)]
        for one in found:
            self.go_on(one, group)
        return f"<InstanceRefreshes>{''.join(member(one) for one in found)}</InstanceRefreshes>"

    def cancel(self, asked, region):
        """CancelInstanceRefresh"""
        group = self.group(asked, region)
        for one in self.all:
            if one["group"] == group.name and one["status"] in ("Pending", "InProgress"):
                one["status"] = "Cancelled"
        return ""

    def go_on(self, one, group):
        """Replaces a batch."""
        if one["status"] == "Pending":
            one["status"] = "InProgress"
            return
        if one["status"] != "InProgress":
            return
        batch, one["old"] = one["old"][: one["at_once"]], one["old"][one["at_once"] :]
        if batch and self.sick:
            self.sick -= 1
            one["status"], one["reason"] = "Failed", "Instances failed to become healthy: they do not answer."
        if batch:
            group.autoscaling_backend.ec2_backend.terminate_instances([state.instance.id for state in batch])
        group.instance_states = [state for state in group.instance_states if state not in batch]
        group.set_desired_capacity(group.desired_capacity)
        if not one["old"] and one["status"] == "InProgress":
            one["status"] = "Successful"


def member(one):
    """A refresh as it is told."""
    done = 100 * (one["all"] - len(one["old"])) // one["all"] if one["all"] else 100
    reason = f"<StatusReason>{one['reason']}</StatusReason>" if one["reason"] else ""
    return (
        f"<member><InstanceRefreshId>{one['id']}</InstanceRefreshId><AutoScalingGroupName>{one['group']}</AutoScalingGroupName>"
        f"<Status>{one['status']}</Status>{reason}<PercentageComplete>{done}</PercentageComplete></member>"
    )


MAKERS = {"AWS::AutoScaling::AutoScalingGroup": Group}
