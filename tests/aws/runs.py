"""What runs: containers and databases, for which moto has a service and no CloudFormation model that can be deleted."""

from moto.backends import get_backend

from own import Made


class Maker:
    """Makes something by calls of its service."""

    name = None

    @classmethod
    def cloudformation_name_type(cls):
        """The property that is its name."""
        return cls.name

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, **_):
        """Nothing of it is changed by the tests."""
        return original_resource


class Cluster(Maker):
    """AWS::ECS::Cluster"""

    name = "ClusterName"

    @staticmethod
    def create_from_cloudformation_json(name, _template, account, region, **_):
        """Makes it."""
        made = backend("ecs", account, region).create_cluster(name)
        return Made(name, Arn=made.arn)

    @staticmethod
    def delete_from_cloudformation_json(name, _template, account, region):
        """Takes it away."""
        backend("ecs", account, region).delete_cluster(name)


class Task(Maker):
    """AWS::ECS::TaskDefinition"""

    @staticmethod
    def create_from_cloudformation_json(_name, template, account, region, **_):
        """Makes it."""
        wanted = template["Properties"]
        containers = [lower(one) for one in wanted["ContainerDefinitions"]]
        service = backend("ecs", account, region)
        made = service.register_task_definition(
            wanted["Family"], containers, network_mode="awsvpc", cpu=wanted.get("Cpu"), memory=wanted.get("Memory")
        )
        return Made(made.arn, TaskDefinitionArn=made.arn)

    @staticmethod
    def delete_from_cloudformation_json(name, _template, account, region):
        """Takes it away."""
        backend("ecs", account, region).deregister_task_definition(name)


class Service(Maker):
    """AWS::ECS::Service"""

    name = "ServiceName"

    @staticmethod
    def create_from_cloudformation_json(name, template, account, region, **_):
        """Makes it."""
        wanted = template["Properties"]
        service = backend("ecs", account, region)
        count, task = int(wanted.get("DesiredCount", 1)), wanted["TaskDefinition"]
        made = service.create_service(wanted["Cluster"], name, count, task_definition_str=task)
        return Made(made.arn, ServiceArn=made.arn, Name=name)

    @staticmethod
    def delete_from_cloudformation_json(name, template, account, region):
        """Takes it away."""
        backend("ecs", account, region).delete_service(template["Properties"]["Cluster"], name, True)


class Database(Maker):
    """AWS::RDS::DBInstance"""

    name = "DBInstanceIdentifier"

    @staticmethod
    def create_from_cloudformation_json(name, template, account, region, **_):
        """Makes it."""
        wanted = template["Properties"]
        made = backend("rds", account, region).create_db_instance(
            {
                "db_instance_identifier": name,
                "db_instance_class": wanted["DBInstanceClass"],
                "engine": wanted["Engine"],
                "allocated_storage": int(wanted["AllocatedStorage"]),
                "master_username": wanted.get("MasterUsername"),
                "master_user_password": wanted.get("MasterUserPassword", "a-password"),
            }
        )
        return Made(name, DBInstanceArn=made.db_instance_arn)

    @staticmethod
    def delete_from_cloudformation_json(name, _template, account, region):
        """Takes it away."""
        backend("rds", account, region).delete_db_instance(name, skip_final_snapshot=True)


def lower(value):
    """The same with names that begin small, as ECS has them."""
    if isinstance(value, dict):
        return {name[0].lower() + name[1:]: lower(one) for name, one in value.items()}
    return [lower(one) for one in value] if isinstance(value, list) else value


def backend(service, account, region):
    """A service of moto's."""
    return get_backend(service)[account][region]


MAKERS = {
    "AWS::ECS::Cluster": Cluster,
    "AWS::ECS::TaskDefinition": Task,
    "AWS::ECS::Service": Service,
    "AWS::RDS::DBInstance": Database,
}
