//! The order that the cloud needs and no property shows: each rule in a small system.
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_graph::Mode;
use common::{Made, at, needs, rule};

/// A network with a public and a private subnet, a gateway and a NAT gateway.
fn network() -> Made {
    let mut made = Made::default();
    made.node("vpc", "aws.ec2.VPC", "");
    made.node("gateway", "aws.ec2.InternetGateway", "");
    made.node(
        "attachment",
        "aws.ec2.VPCGatewayAttachment",
        "VpcId = vpc.VpcId, InternetGatewayId = gateway.InternetGatewayId",
    );
    for subnet in ["public", "private"] {
        made.node(subnet, "aws.ec2.Subnet", "VpcId = vpc.VpcId");
        made.node(&format!("{subnet}_table"), "aws.ec2.RouteTable", "VpcId = vpc.VpcId");
        made.node(
            &format!("{subnet}_member"),
            "aws.ec2.SubnetRouteTableAssociation",
            &format!("SubnetId = {subnet}.SubnetId, RouteTableId = {subnet}_table.RouteTableId"),
        );
    }
    made.node(
        "public_route",
        "aws.ec2.Route",
        "RouteTableId = public_table.RouteTableId, GatewayId = gateway.InternetGatewayId",
    );
    made.node("address", "aws.ec2.EIP", "Domain = \"vpc\"");
    made.node("nat", "aws.ec2.NatGateway", "SubnetId = public.SubnetId, AllocationId = address.AllocationId");
    made.node(
        "private_route",
        "aws.ec2.Route",
        "RouteTableId = private_table.RouteTableId, NatGatewayId = nat.NatGatewayId",
    );
    made
}

/// The nodes that a node waits for by the model alone.
fn waits(made: &Made, address: &str) -> Vec<String> {
    let needs = needs(&made.graph(), address);
    needs.into_iter().filter_map(|need| need.strip_suffix(" model").map(str::to_owned)).collect()
}

#[test]
fn a_network_comes_up_in_the_right_order() {
    let made = network();
    assert_eq!(waits(&made, "public_route"), ["attachment"]);
    assert_eq!(waits(&made, "address"), ["attachment"]);
    assert_eq!(waits(&made, "nat"), ["attachment", "public_member", "public_route"]);
    assert_eq!(waits(&made, "private_route"), [] as [String; 0]);
    assert_eq!(waits(&made, "private_member"), [] as [String; 0]);
}

#[test]
fn what_starts_in_a_subnet_waits_for_its_routes() {
    let starters = [
        ("aws.ec2.Instance", "SubnetId = private.SubnetId"),
        ("aws.lambda.Function", "VpcConfig.SubnetIds = (private.SubnetId)"),
        ("aws.ecs.Service", "NetworkConfiguration.AwsvpcConfiguration.Subnets = (private.SubnetId)"),
        ("aws.eks.Cluster", "ResourcesVpcConfig.SubnetIds = (private.SubnetId)"),
        ("aws.eks.Nodegroup", "Subnets = (private.SubnetId)"),
        ("aws.eks.FargateProfile", "Subnets = (private.SubnetId)"),
        ("aws.elasticloadbalancingv2.LoadBalancer", "Subnets = (private.SubnetId)"),
        ("aws.autoscaling.AutoScalingGroup", "VPCZoneIdentifier = (private.SubnetId)"),
        ("aws.msk.Cluster", "BrokerNodeGroupInfo.ClientSubnets = (private.SubnetId)"),
        ("aws.future.Machine", "Where.SubnetId = private.SubnetId"),
    ];
    for (ty, properties) in starters {
        let mut made = network();
        made.node("it", ty, properties);
        assert_eq!(waits(&made, "it"), ["private_member", "private_route"], "{ty}");
    }
    let mut made = network();
    made.node("point", "aws.efs.MountTarget", "SubnetId = private.SubnetId");
    made.node("disk", "aws.ec2.Volume", "AvailabilityZone = private.AvailabilityZone");
    assert_eq!(waits(&made, "point"), [] as [String; 0]);
    assert_eq!(waits(&made, "disk"), [] as [String; 0]);
}

#[test]
fn descriptions_lead_to_what_starts_with_them() {
    let mut made = network();
    made.node("zones", "aws.rds.DBSubnetGroup", "SubnetIds = (private.SubnetId)");
    made.node("database", "aws.rds.DBInstance", "DBSubnetGroupName = zones.DBSubnetGroupName");
    assert_eq!(waits(&made, "database"), ["private_member", "private_route"]);
    assert_eq!(waits(&made, "zones"), [] as [String; 0]);
}

#[test]
fn a_subnet_without_a_table_has_the_main_one() {
    let mut made = Made::default();
    made.node("vpc", "aws.ec2.VPC", "");
    made.node("vpc.MainRouteTable", "aws.ec2.RouteTable", "").mode = Mode::Implicit;
    made.node("subnet", "aws.ec2.Subnet", "VpcId = vpc.VpcId");
    made.node("route", "aws.ec2.Route", "RouteTableId = vpc.MainRouteTable.RouteTableId, GatewayId = gone.Id");
    made.node("machine", "aws.ec2.Instance", "SubnetId = subnet.SubnetId");
    assert_eq!(waits(&made, "machine"), ["route"]);
}

#[test]
fn endpoints_are_ways_too() {
    let mut made = network();
    made.node("s3", "aws.ec2.VPCEndpoint", "VpcId = vpc.VpcId, RouteTableIds = (private_table.RouteTableId)");
    made.node("sqs", "aws.ec2.VPCEndpoint", "VpcId = vpc.VpcId, SubnetIds = (private.SubnetId)");
    made.node("f", "aws.lambda.Function", "VpcConfig.SubnetIds = (private.SubnetId)");
    assert_eq!(waits(&made, "f"), ["private_member", "private_route", "s3", "sqs"]);
    assert_eq!(waits(&made, "sqs"), [] as [String; 0]);
    assert_eq!(waits(&made, "nat"), ["attachment", "public_member", "public_route"]);
}

#[test]
fn a_group_is_carried_with_its_rules() {
    let mut made = Made::default();
    made.node("group", "aws.ec2.SecurityGroup", "");
    made.node("peer", "aws.ec2.SecurityGroup", "");
    made.node("in", "aws.ec2.SecurityGroupIngress", "GroupId = group.GroupId, SourceSecurityGroupId = peer.GroupId");
    made.node(
        "out",
        "aws.ec2.SecurityGroupEgress",
        "GroupId = group.GroupId, DestinationSecurityGroupId = peer.GroupId",
    );
    made.node("template", "aws.ec2.LaunchTemplate", "LaunchTemplateData.SecurityGroupIds = (group.GroupId)");
    made.node("machines", "aws.autoscaling.AutoScalingGroup", "LaunchTemplate.LaunchTemplateId = template.Id");
    made.node(
        "fleet",
        "aws.ec2.SpotFleet",
        "LaunchTemplateConfigs.LaunchTemplateSpecification.LaunchTemplateId = template.Id",
    );
    made.node("f", "aws.lambda.Function", "VpcConfig.SecurityGroupIds = (peer.GroupId)");
    assert_eq!(waits(&made, "machines"), ["in", "out"]);
    assert_eq!(waits(&made, "fleet"), ["in", "out"]);
    assert_eq!(waits(&made, "template"), [] as [String; 0]);
    assert_eq!(waits(&made, "f"), [] as [String; 0], "rules about a group are not the group's rules");
}

#[test]
fn a_role_is_taken_with_its_policies() {
    let mut made = Made::default();
    made.node("role", "aws.iam.Role", "");
    made.node("one", "aws.iam.RolePolicy", "RoleName = role.RoleName");
    made.node("two", "aws.iam.Policy", "Roles = (role.RoleName)");
    made.node("three", "aws.iam.ManagedPolicy", "Roles = (role.RoleName)");
    made.node("profile", "aws.iam.InstanceProfile", "Roles = (role.RoleName)");
    made.node("template", "aws.ec2.LaunchTemplate", "LaunchTemplateData.IamInstanceProfile.Arn = profile.Arn");
    made.node("machines", "aws.autoscaling.AutoScalingGroup", "LaunchTemplate.LaunchTemplateId = template.Id");
    made.node("task", "aws.ecs.TaskDefinition", "TaskRoleArn = role.Arn");
    made.node("tasks", "aws.ecs.Service", "TaskDefinition = task.TaskDefinitionArn");
    made.node("f", "aws.lambda.Function", "Role = role.Arn");
    made.node("queue", "aws.sqs.QueuePolicy", "PolicyDocument.Statement.Principal = role.Arn");
    for runs in ["machines", "tasks", "f"] {
        assert_eq!(waits(&made, runs), ["one", "three", "two"], "{runs}");
    }
    assert_eq!(waits(&made, "queue"), [] as [String; 0]);
}

#[test]
fn a_function_that_calls_itself_is_no_circle() {
    let mut made = Made::default();
    made.node("role", "aws.iam.Role", "");
    made.node("f", "aws.lambda.Function", "Role = role.Arn");
    made.node("g", "aws.lambda.Function", "Role = role.Arn");
    made.node("own", "aws.iam.RolePolicy", "RoleName = role.RoleName, PolicyDocument.Resource = f.Arn");
    made.node("queue", "aws.sqs.Queue", "");
    made.node("mapping", "aws.lambda.EventSourceMapping", "FunctionName = f.FunctionName, EventSourceArn = queue.Arn");
    assert_eq!(waits(&made, "f"), [] as [String; 0]);
    assert_eq!(waits(&made, "g"), ["own"]);
    assert_eq!(waits(&made, "mapping"), ["own"], "the cloud tries the role when the mapping is made");
}

#[test]
fn a_bucket_waits_for_the_permission_to_notify_unless_that_needs_the_bucket() {
    let mut made = Made::default();
    made.node("f", "aws.lambda.Function", "");
    made.node("bucket", "aws.s3.Bucket", "NotificationConfiguration.LambdaConfigurations = (f.Arn)");
    made.node("may", "aws.lambda.Permission", "FunctionName = f.Arn");
    assert_eq!(waits(&made, "bucket"), ["may"]);
    made.node("exact", "aws.lambda.Permission", "FunctionName = f.Arn, SourceArn = bucket.Arn");
    assert_eq!(waits(&made, "bucket"), ["may"]);
}

#[test]
fn a_service_waits_for_its_listener_and_a_deployment_for_its_methods() {
    let mut made = Made::default();
    made.node("group", "aws.elasticloadbalancingv2.TargetGroup", "");
    made.node(
        "listener",
        "aws.elasticloadbalancingv2.Listener",
        "DefaultActions.TargetGroupArn = group.TargetGroupArn",
    );
    made.node("tasks", "aws.ecs.Service", "LoadBalancers.TargetGroupArn = group.TargetGroupArn");
    assert_eq!(waits(&made, "tasks"), ["listener"]);
    made.node("api", "aws.apigateway.RestApi", "");
    made.node("get", "aws.apigateway.Method", "RestApiId = api.RestApiId");
    made.node("live", "aws.apigateway.Deployment", "RestApiId = api.RestApiId");
    assert_eq!(waits(&made, "live"), ["get"]);
}

#[test]
fn routes_wait_for_the_attachment_of_their_own_network() {
    let mut made = Made::default();
    made.node("hub", "aws.ec2.TransitGateway", "");
    for net in ["a", "b"] {
        made.node(&format!("{net}.vpc"), "aws.ec2.VPC", "");
        made.node(&format!("{net}.table"), "aws.ec2.RouteTable", &format!("VpcId = {net}.vpc.VpcId"));
        made.node(
            &format!("{net}.attached"),
            "aws.ec2.TransitGatewayAttachment",
            &format!("VpcId = {net}.vpc.VpcId, TransitGatewayId = hub.Id"),
        );
        made.node(
            &format!("{net}.route"),
            "aws.ec2.Route",
            &format!("RouteTableId = {net}.table.RouteTableId, TransitGatewayId = hub.Id"),
        );
    }
    assert_eq!(waits(&made, "a.route"), ["a.attached"]);
    assert_eq!(waits(&made, "b.route"), ["b.attached"]);
}

#[test]
fn an_address_waits_for_the_gateway_of_the_network_it_is_used_in() {
    let mut made = network();
    made.node("other", "aws.ec2.VPC", "");
    made.node(
        "other_attachment",
        "aws.ec2.VPCGatewayAttachment",
        "VpcId = other.VpcId, InternetGatewayId = gateway.Id",
    );
    made.node("stray", "aws.ec2.EIP", "Domain = \"vpc\"");
    made.node("far", "aws.ec2.EIP", "").place.region = Some("us-west-2".into());
    made.node("quiet", "aws.ec2.NatGateway", "SubnetId = public.SubnetId, ConnectivityType = \"private\"");
    assert_eq!(waits(&made, "address"), ["attachment"]);
    assert_eq!(waits(&made, "stray"), ["attachment", "other_attachment"]);
    assert_eq!(waits(&made, "far"), [] as [String; 0]);
    assert_eq!(waits(&made, "quiet"), ["public_member", "public_route"]);
}

#[test]
fn an_object_waits_for_its_namespace_and_for_what_brings_its_kind() {
    let mut made = Made::default();
    made.node("edge", "aws.eks.Cluster", "");
    made.node("other", "aws.eks.Cluster", "");
    for cluster in ["edge", "other"] {
        let name = |name: &str| format!("{cluster}_{name}");
        made.object(&name("space"), "k8s.core.v1.Namespace", cluster, "metadata.name = \"shop\"");
        made.object(&name("keda"), "helm.Release", cluster, "chart = \"kedacore/keda\", namespace = \"shop\"");
        made.object(&name("mesh"), "helm.Release", cluster, "chart = \"mesh\"");
        made.object(
            &name("definition"),
            "k8s.apiextensions.v1.CustomResourceDefinition",
            cluster,
            "spec.group = \"example.com\", spec.names.kind = \"Shop\"",
        );
    }
    made.object("web", "k8s.apps.v1.Deployment", "edge", "metadata.namespace = \"shop\"");
    made.object("scaled", "k8s.keda.v1alpha1.ScaledObject", "edge", "metadata.namespace = \"none\"");
    made.object("shop", "k8s.Object", "edge", "apiVersion = \"example.com/v1\", kind = \"Shop\"");
    made.object("route", "k8s.gateway.v1.HTTPRoute", "edge", "");
    made.object("plain", "k8s.Object", "edge", "apiVersion = \"networking.k8s.io/v1\", kind = \"Ingress\"");
    assert_eq!(waits(&made, "web"), ["edge_space"]);
    assert_eq!(waits(&made, "scaled"), ["edge_keda"]);
    assert_eq!(waits(&made, "shop"), ["edge_definition"]);
    assert_eq!(waits(&made, "route"), ["edge_keda", "edge_mesh"]);
    assert_eq!(waits(&made, "plain"), [] as [String; 0]);
    assert_eq!(waits(&made, "edge_keda"), ["edge_space"]);
}

#[test]
fn an_object_waits_for_those_that_it_names() {
    let mut made = Made::default();
    made.node("edge", "aws.eks.Cluster", "");
    made.node("other", "aws.eks.Cluster", "");
    for (address, on, namespace) in [("", "edge", "shop"), ("far_", "other", "shop"), ("near_", "edge", "default")] {
        for (kind, name) in [
            ("core.v1.ServiceAccount", "account"),
            ("core.v1.ConfigMap", "settings"),
            ("core.v1.Secret", "password"),
            ("core.v1.Secret", "login"),
            ("core.v1.PersistentVolumeClaim", "disk"),
            ("core.v1.Service", "front"),
        ] {
            let place = format!("metadata.name = \"{name}\", metadata.namespace = \"{namespace}\"");
            made.object(&format!("{address}{name}"), &format!("k8s.{kind}"), on, &place);
        }
    }
    let pods = "metadata.name = \"web\", metadata.namespace = \"shop\", spec.template.spec.serviceAccountName = \"account\", \
        spec.template.spec.containers.env.valueFrom.secretKeyRef.name = \"password\", \
        spec.template.spec.containers.envFrom.configMapRef.name = \"settings\", \
        spec.template.spec.imagePullSecrets.name = \"login\", \
        spec.template.spec.volumes.persistentVolumeClaim.claimName = \"disk\"";
    made.object("web", "k8s.apps.v1.Deployment", "edge", pods);
    let set = "metadata.name = \"store\", spec.serviceName = \"front\", spec.template.spec.volumes.secret.secretName = \"login\"";
    made.object("store", "k8s.apps.v1.StatefulSet", "edge", set);
    let target = "metadata.namespace = \"shop\", spec.scaleTargetRef.name = \"web\"";
    made.object("scaled", "k8s.keda.v1alpha1.ScaledObject", "edge", target);
    let target = "spec.scaleTargetRef.kind = \"StatefulSet\", spec.scaleTargetRef.name = \"store\"";
    made.object("moved", "k8s.autoscaling.v2.HorizontalPodAutoscaler", "edge", target);
    assert_eq!(waits(&made, "web"), ["account", "disk", "login", "password", "settings"]);
    assert_eq!(waits(&made, "store"), ["near_front", "near_login"]);
    assert_eq!(waits(&made, "scaled"), ["web"]);
    assert_eq!(waits(&made, "moved"), ["store"]);
}

#[test]
fn a_hard_edge_needs_no_soft_one_and_reasons_are_words() {
    let mut made = network();
    let place = made.span();
    made.node("it", "aws.ec2.Instance", "SubnetId = private.SubnetId").after = vec![(at("private_route"), place)];
    let graph = made.graph();
    assert_eq!(rule(&graph, "it", "private_route"), None);
    assert_eq!(rule(&graph, "it", "private_member"), Some("what starts in a subnet waits for the subnet's routes"));
}

/// Many machines with a group of many rules: as many edges as there are nodes, not as many as pairs of them.
#[test]
fn large_sets_wait_through_one() {
    let mut made = Made::default();
    made.node("group", "aws.ec2.SecurityGroup", "");
    for n in 0..300 {
        made.node(&format!("rule[{n}]"), "aws.ec2.SecurityGroupIngress", "GroupId = group.GroupId");
        made.node(&format!("machine[{n}]"), "aws.ec2.Instance", "SecurityGroupIds = (group.GroupId)");
    }
    let graph = made.graph();
    assert!(graph.edges().len() < 2000, "{}", graph.edges().len());
    let number = |address: &str| graph.number(&at(address)).expect("it is there");
    for n in 0..300 {
        let needed = graph.all_needed(number(&format!("machine[{n}]")));
        assert!((0..300).all(|rule| needed.contains(&number(&format!("rule[{rule}]")))));
    }
}

/// One template for many fleets, and many groups in it.
#[test]
fn a_description_with_many_users_waits_itself() {
    let mut made = Made::default();
    let groups: Vec<String> = (0..200).map(|n| format!("group[{n}].GroupId")).collect();
    made.node(
        "template",
        "aws.ec2.LaunchTemplate",
        &format!("LaunchTemplateData.SecurityGroupIds = ({})", groups.join(" ")),
    );
    for n in 0..200 {
        made.node(&format!("group[{n}]"), "aws.ec2.SecurityGroup", "");
        made.node(&format!("rule[{n}]"), "aws.ec2.SecurityGroupIngress", &format!("GroupId = group[{n}].GroupId"));
        made.node(&format!("fleet[{n}]"), "aws.ec2.SpotFleet", "Template = template.LaunchTemplateId");
    }
    let graph = made.graph();
    assert!(graph.edges().len() < 2000, "{}", graph.edges().len());
    let (fleet, rule) = (graph.number(&at("fleet[7]")).expect("it is there"), graph.number(&at("rule[9]")));
    assert!(graph.all_needed(fleet).contains(&rule.expect("it is there")));
}

/// A value that many nodes share is searched once for each of them at most, however often it is in itself.
#[test]
fn shared_values_take_no_time() {
    let mut made = Made::default();
    made.node("a", "t", "");
    let origin = made.span();
    let mut heavy = Value::list([common::later("a.Arn", origin), Value::Int(1)]);
    for _ in 0..21 {
        heavy = Value::list([heavy.clone(), heavy]);
    }
    for n in 0..2000 {
        made.node(&format!("n[{n}]"), "t", "").properties = Value::record([("P", heavy.clone())]);
    }
    assert_eq!(made.graph().edges().len(), 2000);
    let name: Arc<str> = "t".into();
    assert!(made.graph().nodes().iter().all(|node| node.ty == name));
}

#[test]
fn what_is_named_is_there_first() {
    let mut made = Made::default();
    made.node("bus", "aws.events.EventBus", "Name = \"orders\"");
    made.node("rule", "aws.events.Rule", "EventBusName = \"orders\"");
    made.node("other", "aws.events.Rule", "EventBusName = \"default\"");
    made.node("start", "aws.iam.Role", "RoleName = \"start\"");
    made.node("grants", "aws.iam.RolePolicy", "RoleName = \"start\"");
    assert_eq!(waits(&made, "rule"), ["bus"]);
    assert_eq!(waits(&made, "other"), [] as [String; 0]);
    assert_eq!(waits(&made, "grants"), ["start"]);
}
