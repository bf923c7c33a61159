"""The same 48 things that do not need one another, as each tool wants to have them written."""

import json

EACH = 16
REGION = "eu-west-1"


def program():
    """For cloudc."""
    lines = ['app wide { region = "%s" }' % REGION]
    for one in range(EACH):
        lines += [
            'resource network%d: aws.ec2.VPC { CidrBlock = "10.%d.0.0/16" }' % (one, one),
            'resource queue%d: aws.sqs.Queue { QueueName = "wide-%d" }' % (one, one),
            'resource logs%d: aws.logs.LogGroup { LogGroupName = "/wide/%d", RetentionInDays = 7 }' % (one, one),
        ]
    return "\n".join(lines) + "\n"


def template():
    """For CloudFormation, as the CDK would make it."""
    things = {}
    for one in range(EACH):
        things["Network%d" % one] = thing("EC2::VPC", CidrBlock="10.%d.0.0/16" % one)
        things["Queue%d" % one] = thing("SQS::Queue", QueueName="wide-%d" % one)
        things["Logs%d" % one] = thing("Logs::LogGroup", LogGroupName="/wide/%d" % one, RetentionInDays=7)
    return {"Resources": things}


def thing(kind, **properties):
    """A resource of a template."""
    return {"Type": "AWS::" + kind, "Properties": properties}


def playbook(state):
    """For Ansible: JSON is YAML. What is listed is done one after another; nothing of it waits for another host."""
    tasks = []
    for one in range(EACH):
        here = {"region": REGION, "state": state}
        network = {"name": "wide-%d" % one, "cidr_block": "10.%d.0.0/16" % one, **here}
        logs = {"log_group_name": "/wide/%d" % one, "retention": 7, **here}
        tasks += [
            {"amazon.aws.ec2_vpc_net": network},
            {"community.aws.sqs_queue": {"name": "wide-%d" % one, **here}},
            {"amazon.aws.cloudwatchlogs_log_group": logs},
        ]
    return json.dumps([{"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": tasks}])


def configuration():
    """For OpenTofu: JSON is one of its two ways of writing."""
    own = {"region": REGION, "skip_requesting_account_id": True}
    things = {"aws_vpc": {}, "aws_sqs_queue": {}, "aws_cloudwatch_log_group": {}}
    for one in range(EACH):
        things["aws_vpc"]["n%d" % one] = {"cidr_block": "10.%d.0.0/16" % one}
        things["aws_sqs_queue"]["n%d" % one] = {"name": "wide-%d" % one}
        things["aws_cloudwatch_log_group"]["n%d" % one] = {"name": "/wide/%d" % one, "retention_in_days": 7}
    needed = {"required_providers": {"aws": {"source": "hashicorp/aws"}}}
    return json.dumps({"terraform": needed, "provider": {"aws": own}, "resource": things})
