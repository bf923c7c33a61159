"""What is there that Cloud Control has not made itself, as it would list it: what boto3 or a direct call made."""

import json

from moto.backends import get_backend


class Found:
    """A resource that a service of moto's has: what was written of it, and what the cloud set."""

    def __init__(self, identifier, wanted, tag=None, **attributes):
        self.physical_resource_id = identifier
        self.tag = tag
        self.wanted = {name: value for name, value in wanted.items() if value not in (None, [], {})}
        self.attributes = attributes

    def get_cfn_attribute(self, name):
        """An attribute that the cloud sets."""
        return self.attributes[name]

    def retagged(self, wanted):
        """The same with other tags, which is all that can be changed of it here."""
        self.tag(wanted.get("Tags", []))
        return self


def pairs(tags):
    """Tags as CloudFormation writes them."""
    return [{"Key": key, "Value": value} for key, value in sorted((tags or {}).items())]


def queues(account, region):
    """AWS::SQS::Queue"""
    for queue in get_backend("sqs")[account][region].queues.values():
        wanted = {
            "QueueName": queue.name,
            "VisibilityTimeout": int(queue.visibility_timeout),
            "MessageRetentionPeriod": int(queue.message_retention_period),
            "Tags": pairs(queue.tags),
        }
        url = f"https://sqs.{region}.amazonaws.com/{account}/{queue.name}"
        def tag(tags, queue=queue):
            queue.tags = {one["Key"]: one["Value"] for one in tags}

        yield Found(url, wanted, tag, QueueUrl=url, Arn=queue.queue_arn)


def roles(account, _region):
    """AWS::IAM::Role"""
    for role in get_backend("iam")[account]["aws"].roles.values():
        tags = {tag["Key"]: tag["Value"] for tag in role.tags or []}
        document = role.assume_role_policy_document
        wanted = {
            "RoleName": role.name,
            "Path": role.path,
            "AssumeRolePolicyDocument": json.loads(document) if isinstance(document, str) else document,
            "Tags": pairs(tags),
        }
        def tag(tags, role=role):
            role.tags = tags

        yield Found(role.name, wanted, tag, Arn=role.arn, RoleId=role.id)


def stores(account, region):
    """AWS::DynamoDB::Table"""
    for table in get_backend("dynamodb")[account][region].tables.values():
        wanted = {
            "TableName": table.name,
            "KeySchema": table.schema,
            "AttributeDefinitions": table.attr,
            "BillingMode": table.billing_mode,
            "Tags": table.tags,
        }
        def tag(tags, table=table):
            table.tags = tags

        yield Found(table.name, wanted, tag, Arn=table.table_arn)


def functions(account, region):
    """AWS::Lambda::Function: listing tells the name only."""
    for function in get_backend("lambda")[account][region].list_functions():
        yield Found(function.function_name, {"FunctionName": function.function_name})


def clusters(account, region):
    """AWS::EKS::Cluster"""
    for cluster in get_backend("eks")[account][region].clusters.values():
        wanted = {
            "Name": cluster.name,
            "Version": cluster.version,
            "RoleArn": cluster.role_arn,
            "ResourcesVpcConfig": {"SubnetIds": cluster.resources_vpc_config["subnetIds"]},
            "Tags": pairs(cluster.tags),
        }

        def tag(tags, cluster=cluster):
            cluster.tags = {one["Key"]: one["Value"] for one in tags}

        yield Found(cluster.name, wanted, tag, Arn=cluster.arn, Endpoint=cluster.endpoint)


KINDS = {
    "AWS::EKS::Cluster": clusters,
    "AWS::SQS::Queue": queues,
    "AWS::IAM::Role": roles,
    "AWS::DynamoDB::Table": stores,
    "AWS::Lambda::Function": functions,
}


def found(kind, account, region):
    """Everything of a type that is there."""
    return list(KINDS[kind](account, region)) if kind in KINDS else []
