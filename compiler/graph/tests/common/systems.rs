//! Systems as programs describe them, made by hand as evaluation would make them.

#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

use super::common::{self, Made};

/// Packages compiled on demand: a queue-driven spot fleet behind an API.
pub fn pacloud() -> Made {
    let mut made = Made::default();
    made.parts.app.name = Some("pacloud".into());
    network(&mut made, "net", &["a", "b", "c"]);
    storage(&mut made);
    function(&mut made, "request", None);
    made.instance("http", "api");
    made.node("http.api", "aws.apigateway.RestApi", "");
    made.node("http.method", "aws.apigateway.Method", "RestApiId = http.api.RestApiId");
    made.node("http.live", "aws.apigateway.Deployment", "RestApiId = http.api.RestApiId");
    machine(&mut made, "bastion", "server", "public");
    machine(&mut made, "workers", "fleet", "private");
    made.allow("request", "read", "packages", &[]);
    made.allow("request", "write", "packages", &[]);
    made.allow("request", "send", "builds", &[]);
    made.allow("workers", "receive", "builds", &[]);
    made.allow("workers", "write", "packages", &[]);
    made.allow("workers", "write", "binaries", &[]);
    made.allow("http", "invoke", "request", &[]);
    made.allow("203.0.113.0/24", "reach", "bastion", &[22]);
    made.allow("bastion", "reach", "workers", &[22]);
    made.allow("workers", "reach", "internet", &[80, 443]);
    made.never("internet", "reach", "workers");
    made.never("anyone", "delete", "packages");
    made
}

fn storage(made: &mut Made) {
    made.instance("packages", "table").doc = Some("What was built.".into());
    made.node("packages.table", "aws.dynamodb.Table", "");
    made.instance("binaries", "bucket");
    made.node("binaries.bucket", "aws.s3.Bucket", "");
    made.node("binaries.policy", "aws.s3.BucketPolicy", "Bucket = binaries.bucket.BucketName");
    made.instance("builds", "queue");
    made.node("builds.dead", "aws.sqs.Queue", "");
    made.node("builds.queue", "aws.sqs.Queue", "RedrivePolicy.deadLetterTargetArn = builds.dead.Arn");
}

/// A network with a public and a private subnet in each zone.
pub fn network(made: &mut Made, net: &str, zones: &[&str]) {
    let n = |name: &str| format!("{net}.{name}");
    made.instance(net, "network");
    made.node(&n("vpc"), "aws.ec2.VPC", "CidrBlock = \"10.0.0.0/16\"");
    made.node(&n("gateway"), "aws.ec2.InternetGateway", "");
    let ends = format!("VpcId = {net}.vpc.VpcId, InternetGatewayId = {net}.gateway.InternetGatewayId");
    made.node(&n("attachment"), "aws.ec2.VPCGatewayAttachment", &ends);
    for kind in ["public", "private"] {
        made.node(&n(&format!("{kind}_table")), "aws.ec2.RouteTable", &format!("VpcId = {net}.vpc.VpcId"));
        let gateway =
            format!("RouteTableId = {net}.{kind}_table.RouteTableId, GatewayId = {net}.gateway.InternetGatewayId");
        made.node(&n(&format!("{kind}_route")), "aws.ec2.Route", &gateway);
        for zone in zones {
            let subnet = n(&format!("{kind}[\"{zone}\"]"));
            made.node(&subnet, "aws.ec2.Subnet", &format!("VpcId = {net}.vpc.VpcId"));
            let ends = format!("SubnetId = {subnet}.SubnetId, RouteTableId = {net}.{kind}_table.RouteTableId");
            made.node(&n(&format!("{kind}_member[\"{zone}\"]")), "aws.ec2.SubnetRouteTableAssociation", &ends);
        }
    }
}

/// Machines in subnets of `net`.
pub fn machine(made: &mut Made, name: &str, noun: &str, subnets: &str) {
    made.instance(name, noun);
    let n = |part: &str| format!("{name}.{part}");
    made.node(&n("role"), "aws.iam.Role", "");
    made.node(&n("profile"), "aws.iam.InstanceProfile", &format!("Roles = ({name}.role.RoleName)"));
    made.node(&n("group"), "aws.ec2.SecurityGroup", "VpcId = net.vpc.VpcId");
    let template = format!("SecurityGroupIds = ({name}.group.GroupId), IamInstanceProfile = {name}.profile.Arn");
    made.node(&n("template"), "aws.ec2.LaunchTemplate", &template);
    let machines = format!(
        "LaunchTemplate.Id = {name}.template.LaunchTemplateId, VPCZoneIdentifier = (net.{subnets}[\"a\"].SubnetId net.{subnets}[\"b\"].SubnetId)"
    );
    made.node(&n("machines"), "aws.autoscaling.AutoScalingGroup", &machines);
}

/// A function, perhaps in the private subnets of a network.
pub fn function(made: &mut Made, name: &str, net: Option<&str>) {
    made.instance(name, "function");
    let n = |part: &str| format!("{name}.{part}");
    made.node(&n("logs"), "aws.logs.LogGroup", "");
    made.node(&n("role"), "aws.iam.Role", "");
    made.node(&n("policy"), "aws.iam.RolePolicy", &format!("RoleName = {name}.role.RoleName"));
    let mut properties = format!("Role = {name}.role.Arn, LoggingConfig.LogGroup = {name}.logs.LogGroupName");
    if let Some(net) = net {
        made.node(&n("group"), "aws.ec2.SecurityGroup", &format!("VpcId = {net}.vpc.VpcId"));
        properties.push_str(&format!(
            ", VpcConfig.SubnetIds = ({net}.private[\"a\"].SubnetId {net}.private[\"b\"].SubnetId), VpcConfig.SecurityGroupIds = ({name}.group.GroupId)"
        ));
    }
    made.node(&n("function"), "aws.lambda.Function", &properties);
}

/// Engines on Kubernetes, fed through a broker and a cache.
pub fn blueedge() -> Made {
    let mut made = Made::default();
    made.parts.app.name = Some("blueedge".into());
    network(&mut made, "net", &["a", "b", "c"]);
    let inside = "net.private[\"a\"].SubnetId net.private[\"b\"].SubnetId";
    for (name, noun, ty) in
        [("kafka", "broker", "aws.msk.Cluster"), ("redis", "cache", "aws.elasticache.ReplicationGroup")]
    {
        made.instance(name, noun);
        made.node(&format!("{name}.group"), "aws.ec2.SecurityGroup", "VpcId = net.vpc.VpcId");
        let properties = format!("Subnets = ({inside}), Groups = ({name}.group.GroupId)");
        made.node(&format!("{name}.main"), ty, &properties);
    }
    let origin = made.span();
    let connection = common::later("edge.cluster.Endpoint", origin);
    made.instance("edge", "cluster").words = vec![("connection".into(), connection)];
    made.node("edge.cluster", "aws.eks.Cluster", &format!("ResourcesVpcConfig.SubnetIds = ({inside})"));
    for pool in ["cpu", "gpu"] {
        let properties = format!("ClusterName = edge.cluster.Name, Subnets = ({inside})");
        made.node(&format!("edge.nodes[\"{pool}\"]"), "aws.eks.Nodegroup", &properties);
    }
    for chart in ["keda", "monitoring"] {
        made.object(&format!("edge.release[\"{chart}\"]"), "helm.Release", "edge", "");
    }
    made.instance("system", "secret");
    made.object("system.kept", "k8s.core.v1.Secret", "edge", "");
    for name in ["restful", "car_damage_detect"] {
        made.instance(name, "service");
        for ty in ["core.v1.ServiceAccount", "apps.v1.Deployment", "core.v1.ConfigMap"] {
            let part = ty.rsplit('.').next().unwrap_or(ty);
            made.object(&format!("{name}.{part}"), &format!("k8s.{ty}"), "edge", "");
        }
        made.instance(&format!("{name}.rules"), "keda_scaling");
        made.object(&format!("{name}.rules.scaled"), "k8s.keda.v1alpha1.ScaledObject", "edge", "");
        made.allow(name, "reach", "redis", &[]);
        made.allow(name, "reach", "kafka", &[]);
        made.allow(name, "reach", "internet", &[27017, 443]);
    }
    made.allow("internet", "reach", "restful", &[443]);
    made.never("internet", "reach", "redis");
    made.never("internet", "reach", "kafka");
    made.allow("redis", "evict", "redis", &[]);
    made
}

/// Resources without nouns, as an imported template has them.
pub fn raw() -> Made {
    let mut made = Made::default();
    made.parts.app.name = Some("raw".into());
    made.node("vpc", "aws.ec2.VPC", "CidrBlock = \"10.1.0.0/16\"");
    made.node("gateway", "aws.ec2.InternetGateway", "");
    made.node("attached", "aws.ec2.VPCGatewayAttachment", "VpcId = vpc.VpcId, InternetGatewayId = gateway.Id");
    made.node("table", "aws.ec2.RouteTable", "VpcId = vpc.VpcId");
    made.node("route", "aws.ec2.Route", "RouteTableId = table.RouteTableId, GatewayId = gateway.InternetGatewayId");
    for zone in ["a", "b"] {
        made.node(&format!("subnet[\"{zone}\"]"), "aws.ec2.Subnet", "VpcId = vpc.VpcId");
        made.node(
            &format!("member[\"{zone}\"]"),
            "aws.ec2.SubnetRouteTableAssociation",
            &format!("SubnetId = subnet[\"{zone}\"].SubnetId, RouteTableId = table.RouteTableId"),
        );
        made.node(
            &format!("web[\"{zone}\"]"),
            "aws.ec2.Instance",
            &format!("SubnetId = subnet[\"{zone}\"].SubnetId, SecurityGroupIds = (open.GroupId), IamInstanceProfile = profile.Name"),
        );
    }
    made.node("open", "aws.ec2.SecurityGroup", "VpcId = vpc.VpcId");
    made.node("http", "aws.ec2.SecurityGroupIngress", "GroupId = open.GroupId");
    made.node("role", "aws.iam.Role", "");
    made.node("profile", "aws.iam.InstanceProfile", "Roles = (role.RoleName)");
    made.node("jobs", "aws.sqs.Queue", "").mode = cloudc_graph::Mode::Existing;
    made.node("worker_role", "aws.iam.Role", "");
    made.node("worker", "aws.lambda.Function", "Role = worker_role.Arn, Environment.Variables.JOBS = jobs.QueueUrl");
    made.node("far", "aws.s3.Bucket", "").place.region = Some("us-east-1".into());
    made.allow("worker", "receive", "jobs", &[]);
    made
}

/// A program made of others: open uses of nouns, nested.
pub fn nested() -> Made {
    let mut made = Made::default();
    made.parts.app.name = Some("shop_prod".into());
    made.instance("shop", "main");
    network(&mut made, "shop.net", &["a", "b"]);
    for (area, functions) in [("orders", ["take", "pay"]), ("stock", ["count", "refill"])] {
        made.instance(&format!("shop.{area}"), "area");
        made.instance(&format!("shop.{area}.table"), "table");
        made.node(&format!("shop.{area}.table.table"), "aws.dynamodb.Table", "");
        for (index, name) in functions.iter().enumerate() {
            let address = format!("shop.{area}.{name}");
            function(&mut made, &address, (index == 0).then_some("shop.net"));
            made.allow(&address, "read", &format!("shop.{area}.table"), &[]);
        }
    }
    made.instance("shop.events", "topic");
    made.node("shop.events.topic", "aws.sns.Topic", "");
    made.allow("shop.orders.pay", "send", "shop.events", &[]);
    made.allow("shop.events", "invoke", "shop.stock.refill", &[]);
    made.allow("shop.stock.refill", "write", "shop.stock.table", &[]);
    made.allow("shop.stock.count", "read", "shop.orders", &[]);
    made.never("anyone", "delete", "shop.orders.table");
    made
}

/// Many of everything.
pub fn large(count: usize) -> Made {
    let mut made = Made::default();
    made.parts.app.name = Some("large".into());
    network(&mut made, "net", &["a", "b"]);
    for n in 0..count {
        let name = format!("part_{n}");
        match n % 4 {
            0 => function(&mut made, &name, Some("net")),
            1 => machine(&mut made, &name, "fleet", "private"),
            _ => {
                made.instance(&name, "queue");
                made.node(&format!("{name}.queue"), "aws.sqs.Queue", "");
            }
        }
        if n > 4 {
            made.allow(&name, "send", &format!("part_{}", (n * 7 + 3) % n), &[]);
            made.allow(&name, "reach", &format!("part_{}", n / 3), &[443]);
        }
    }
    made
}

/// Functions that call one another, a store in a network, and a machine that starts them.
pub fn wukong() -> Made {
    let mut made = Made::default();
    made.parts.app.name = Some("wukong".into());
    network(&mut made, "net", &["a", "b"]);
    for name in ["layer", "dependencies"] {
        made.instance(name, if name == "layer" { "layer" } else { "bucket" });
        made.node(&format!("{name}.it"), if name == "layer" { "aws.lambda.LayerVersion" } else { "aws.s3.Bucket" }, "");
    }
    function(&mut made, "executor", Some("net"));
    function(&mut made, "invoker", None);
    machine(&mut made, "storage", "service", "private");
    machine(&mut made, "scheduler", "server", "public");
    for object in ["executor", "invoker"] {
        made.allow("scheduler", "invoke", object, &[]);
    }
    made.allow("invoker", "invoke", "executor", &[]);
    made.allow("executor", "invoke", "executor", &[]);
    made.allow("executor", "read", "dependencies", &[]);
    made.allow("executor", "reach", "storage", &[]);
    made.allow("scheduler", "reach", "storage", &[]);
    made.allow("scheduler", "scale", "storage", &[]);
    made.allow("203.0.113.0/24", "reach", "scheduler", &[22, 8787]);
    made.never("internet", "reach", "storage").except = vec![common::party("scheduler")];
    made
}
