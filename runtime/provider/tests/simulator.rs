//! The simulated cloud as an engine sees it: what it gives, what it refuses, what survives, what goes wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]
#![allow(clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::sync::Arc;
use std::time::Duration;

use cloudc_durable::{Files, Memory};
use cloudc_facts::facts;
use cloudc_provider::path::Place;
use cloudc_provider::{
    Actual, Call, Change, Class, Fault, Faults, Found, Provider, Question, Readiness, Recovery, Revealed, Settings,
    Silent, Simulator, Site, Token,
};
use serde_json::{Value as Json, json};
use tokio::time::Instant;

struct Cloud {
    files: Arc<dyn Files>,
    simulator: Simulator,
}

impl Cloud {
    fn new() -> Cloud {
        Cloud::with(Faults::default())
    }

    fn with(faults: Faults) -> Cloud {
        let files: Arc<dyn Files> = Arc::new(Memory::new());
        let simulator = Simulator::open(&files, Settings { faults, ..Settings::default() }).unwrap();
        Cloud { files, simulator }
    }

    /// The same cloud, opened by another process.
    fn again(self) -> Cloud {
        drop(self.simulator);
        let simulator = Simulator::open(&self.files, Settings::default()).unwrap();
        Cloud { files: self.files, simulator }
    }

    async fn create(&self, ty: &str, address: &str, properties: Json) -> Result<Actual, Fault> {
        self.simulator.create(&call(ty, address), &properties, &Silent).await
    }

    async fn made(&self, ty: &str, address: &str, properties: Json) -> Actual {
        self.create(ty, address, properties).await.unwrap_or_else(|fault| panic!("{address}: {fault:?}"))
    }

    async fn delete(&self, ty: &str, identifier: &str) -> Result<(), Fault> {
        self.simulator.delete(&call(ty, identifier), identifier, &Silent).await
    }

    async fn read(&self, ty: &str, identifier: &str) -> Option<Actual> {
        self.simulator.read(&call(ty, "read"), identifier).await.unwrap()
    }
}

fn call(ty: &str, address: &str) -> Call {
    Call {
        app: "shop".into(),
        address: address.into(),
        ty: facts().resource_type(ty).unwrap(),
        site: Site { account: "000000000000".into(), region: "eu-west-1".into(), ..Site::default() },
        connection: None,
        token: Token::of(&[address]),
        timeout: None,
        snapshot: false,
        handle: None,
        revealed: Revealed::default(),
    }
}

fn class<T: std::fmt::Debug>(result: Result<T, Fault>) -> Class {
    result.expect_err("it is refused").class
}

#[tokio::test(start_paused = true)]
async fn identifiers_and_arns_have_the_right_shape() {
    let cloud = Cloud::new();
    let vpc = cloud.made("aws.ec2.VPC", "vpc", json!({ "CidrBlock": "10.0.0.0/16" })).await;
    assert!(vpc.identifier.starts_with("vpc-") && vpc.identifier.len() == 21, "{}", vpc.identifier);
    assert_eq!(vpc.model["VpcId"], vpc.identifier);
    let queue = cloud.made("aws.sqs.Queue", "builds", json!({ "QueueName": "builds" })).await;
    assert_eq!(queue.identifier, "https://sqs.eu-west-1.amazonaws.com/000000000000/builds");
    assert_eq!(queue.model["Arn"], "arn:aws:sqs:eu-west-1:000000000000:builds");
    let role = cloud.made("aws.iam.Role", "role", json!({ "RoleName": "r", "AssumeRolePolicyDocument": {} })).await;
    assert_eq!(role.model["Arn"], "arn:aws:iam::000000000000:role/r");
    let table = cloud.made("aws.dynamodb.Table", "packages", json!({ "KeySchema": [] })).await;
    assert!(table.identifier.starts_with("shop-packages-"), "{}", table.identifier);
    assert_eq!(table.model["Arn"], format!("arn:aws:dynamodb:eu-west-1:000000000000:table/{}", table.identifier));
}

#[tokio::test(start_paused = true)]
async fn every_type_that_can_be_made_gets_an_identifier() {
    let files: Arc<dyn Files> = Arc::new(Memory::new());
    let settings = Settings { quotas: false, ..Settings::default() };
    let simulator = Simulator::open(&files, settings).unwrap();
    let mut without = Vec::new();
    for name in facts().names().filter(|name| name.starts_with("aws.")) {
        let ty = facts().resource_type(name).unwrap();
        if ty.api_call().is_some() {
            continue;
        }
        let mut properties = json!({});
        let identity = ty.identifier().iter().filter(|path| !ty.read_only().contains(path)).map(|path| path.as_str());
        for property in identity.chain(ty.required().iter().map(|name| &**name)) {
            if cloudc_provider::path::get(&properties, property).is_none() {
                cloudc_provider::path::set(&mut properties, property, json!("x"));
            }
        }
        if let Err(fault) = simulator.create(&call(name, name), &properties, &Silent).await {
            without.push(format!("{name}: {fault}"));
        }
    }
    assert!(without.is_empty(), "{} types, {without:#?}", without.len());
}

#[tokio::test(start_paused = true)]
async fn what_is_made_takes_its_time_and_survives() {
    let cloud = Cloud::new();
    let began = Instant::now();
    let cluster = json!({ "Name": "edge", "RoleArn": "r", "ResourcesVpcConfig": {} });
    let made = cloud.made("aws.eks.Cluster", "edge", cluster).await;
    assert_eq!(began.elapsed(), Duration::from_secs(540));
    let cloud = cloud.again();
    let read = cloud.read("aws.eks.Cluster", "edge").await.unwrap();
    assert_eq!(read, made);
    assert_eq!(read.readiness, Readiness::Ready);
    cloud.delete("aws.eks.Cluster", "edge").await.unwrap();
    assert_eq!(cloud.again().read("aws.eks.Cluster", "edge").await, None);
}

#[tokio::test(start_paused = true)]
async fn what_real_clouds_refuse_is_refused() {
    let cloud = Cloud::new();
    let vpc = cloud.made("aws.ec2.VPC", "vpc", json!({ "CidrBlock": "10.0.0.0/16" })).await.identifier;
    let subnet = |cidr: &str| json!({ "VpcId": vpc, "CidrBlock": cidr });
    let first = cloud.made("aws.ec2.Subnet", "a", subnet("10.0.0.0/24")).await.identifier;
    assert_eq!(class(cloud.create("aws.ec2.Subnet", "b", subnet("10.0.0.128/25")).await), Class::Conflict);
    assert_eq!(class(cloud.create("aws.ec2.Subnet", "c", subnet("10.1.0.0/24")).await), Class::Invalid);
    assert_eq!(class(cloud.create("aws.ec2.Subnet", "d", json!({})).await), Class::Invalid);
    let lost = json!({ "VpcId": "vpc-0123456789abcdef0", "CidrBlock": "10.0.9.0/24" });
    assert_eq!(class(cloud.create("aws.ec2.Subnet", "e", lost).await), Class::NotFound);
    assert_eq!(class(cloud.create("aws.sqs.Queue", "f", json!({ "Color": 1 })).await), Class::Invalid);
    assert_eq!(class(cloud.create("aws.sqs.Queue", "g", json!({ "Arn": "a" })).await), Class::Invalid);
    assert_eq!(class(cloud.delete("aws.ec2.VPC", &vpc).await), Class::Held);
    assert_eq!(class(cloud.delete("aws.ec2.Subnet", "subnet-0").await), Class::NotFound);
    cloud.delete("aws.ec2.Subnet", &first).await.unwrap();
    cloud.delete("aws.ec2.VPC", &vpc).await.unwrap();
    let named = json!({ "QueueName": "one" });
    cloud.made("aws.sqs.Queue", "one", named.clone()).await;
    assert_eq!(class(cloud.create("aws.sqs.Queue", "two", named).await), Class::Conflict);
    for n in 0..5 {
        cloud.made("aws.ec2.VPC", &format!("vpc{n}"), json!({ "CidrBlock": "10.0.0.0/16" })).await;
    }
    let sixth = cloud.create("aws.ec2.VPC", "vpc5", json!({ "CidrBlock": "10.0.0.0/16" })).await;
    assert_eq!(class(sixth), Class::Quota);
}

#[tokio::test(start_paused = true)]
async fn changes_touch_what_they_name() {
    let cloud = Cloud::new();
    let before = json!({ "QueueName": "q", "DelaySeconds": 1, "VisibilityTimeout": 2 });
    let made = cloud.made("aws.sqs.Queue", "q", before.clone()).await;
    let after = json!({ "QueueName": "q", "DelaySeconds": 5, "VisibilityTimeout": 9 });
    let update = async |places: &[Place], after: &Json| {
        let change = Change { before: &before, after, places, rollout: None };
        cloud.simulator.update(&call("aws.sqs.Queue", "q"), &made.identifier, change, &Silent).await
    };
    let changed = update(&[Place::dotted("DelaySeconds")], &after).await.unwrap();
    assert_eq!((&changed.model["DelaySeconds"], &changed.model["VisibilityTimeout"]), (&json!(5), &json!(2)));
    let gone = update(&[Place::dotted("DelaySeconds")], &json!({ "QueueName": "q" })).await.unwrap();
    assert_eq!(gone.model.get("DelaySeconds"), None);
    assert_eq!(class(update(&[Place::dotted("QueueName")], &after).await), Class::Immutable);
}

#[tokio::test(start_paused = true)]
async fn a_changed_launch_template_has_a_new_version() {
    let cloud = Cloud::new();
    let before = json!({ "LaunchTemplateData": { "InstanceType": "t3.nano" } });
    let made = cloud.made("aws.ec2.LaunchTemplate", "lt", before.clone()).await;
    let after = json!({ "LaunchTemplateData": { "InstanceType": "t3.micro" } });
    let places = [Place::dotted("LaunchTemplateData.InstanceType")];
    let change = Change { before: &before, after: &after, places: &places, rollout: None };
    let call = call("aws.ec2.LaunchTemplate", "lt");
    let changed = cloud.simulator.update(&call, &made.identifier, change, &Silent).await.unwrap();
    let versions = [&made, &changed].map(|actual| actual.model["LatestVersionNumber"].to_string());
    assert_eq!(versions, ["\"1\"", "\"2\""]);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_found_out_in_each_of_the_three_ways() {
    let cloud = Cloud::with(Faults { lost: 1000, ..Faults::default() });
    let vpc = json!({ "CidrBlock": "10.0.0.0/16" });
    let find = async |ty: &str, address: &str, properties: &Json| {
        cloud.simulator.find(&call(ty, address), properties).await.unwrap()
    };
    // By its mark.
    assert_eq!(find("aws.ec2.VPC", "vpc", &vpc).await, Found::None);
    assert_eq!(class(cloud.create("aws.ec2.VPC", "vpc", vpc.clone()).await), Class::Lost);
    let Found::One(found) = find("aws.ec2.VPC", "vpc", &vpc).await else { panic!("it was made") };
    assert_eq!(found.readiness, Readiness::Busy);
    // By its name.
    let policy = json!({ "RoleName": "r", "PolicyName": "p" });
    assert_eq!(class(cloud.create("aws.iam.RolePolicy", "p", policy.clone()).await), Class::Lost);
    assert!(matches!(find("aws.iam.RolePolicy", "p", &policy).await, Found::One(_)));
    // By sending it again.
    let ty = facts().resource_type("aws.ecs.PrimaryTaskSet").unwrap();
    let other = facts().names().filter_map(|name| facts().resource_type(name));
    let ty = other
        .filter(|ty| ty.name().starts_with("aws."))
        .find(|ty| cloud.simulator.recovery(ty) == Recovery::Token)
        .unwrap_or(ty);
    let mut properties = json!({});
    ty.required().iter().for_each(|name| properties[&**name] = json!("x"));
    assert_eq!(class(cloud.create(ty.name(), "t", properties.clone()).await), Class::Lost);
    assert_eq!(find(ty.name(), "t", &properties).await, Found::Ask);
    for _ in 0..5 {
        let _made = cloud.create(ty.name(), "t", properties.clone()).await;
    }
    let owned = cloud.simulator.owned("shop").await.unwrap();
    assert_eq!(owned.iter().filter(|owned| owned.ty == ty.name()).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn clouds_without_tokens_make_two_of_what_is_sent_twice() {
    let cloud = Cloud::new();
    let vpc = json!({ "CidrBlock": "10.0.0.0/16" });
    let first = cloud.made("aws.ec2.VPC", "vpc", vpc.clone()).await;
    let second = cloud.made("aws.ec2.VPC", "vpc", vpc).await;
    assert_eq!(cloud.simulator.owned("shop").await.unwrap().len(), 2, "{first:?} {second:?}");
}

#[tokio::test(start_paused = true)]
async fn what_has_settled_late_is_not_seen_at_once() {
    let cloud = Cloud::with(Faults { settling: Duration::from_secs(600), ..Faults::default() });
    let vpc = cloud.made("aws.ec2.VPC", "vpc", json!({ "CidrBlock": "10.0.0.0/16" })).await.identifier;
    let subnet = json!({ "VpcId": vpc, "CidrBlock": "10.0.0.0/24" });
    assert_eq!(class(cloud.create("aws.ec2.Subnet", "a", subnet.clone()).await), Class::NotFound);
    tokio::time::sleep(Duration::from_secs(600)).await;
    cloud.made("aws.ec2.Subnet", "a", subnet).await;
}

#[tokio::test(start_paused = true)]
async fn a_failed_creation_leaves_something_behind_and_a_timeout_too() {
    let cloud = Cloud::with(Faults { failed: 1000, ..Faults::default() });
    let fault = cloud.create("aws.sqs.Queue", "q", json!({})).await.unwrap_err();
    assert_eq!((fault.class, fault.left.unwrap().readiness), (Class::Failed, Readiness::Failed));
    let cloud = Cloud::new();
    let slow = Call { timeout: Some(Duration::from_secs(60)), ..call("aws.eks.Cluster", "edge") };
    let cluster = json!({ "Name": "edge", "RoleArn": "r", "ResourcesVpcConfig": {} });
    let fault = cloud.simulator.create(&slow, &cluster, &Silent).await.unwrap_err();
    assert_eq!((fault.class, fault.left.unwrap().readiness), (Class::Failed, Readiness::Busy));
}

#[tokio::test(start_paused = true)]
async fn objects_of_kubernetes_live_in_namespaces_of_a_cluster() {
    let cloud = Cloud::new();
    let web = json!({ "metadata": { "name": "web", "namespace": "shop" }, "spec": {} });
    assert_eq!(class(cloud.create("k8s.apps.v1.Deployment", "web", web.clone()).await), Class::NotFound);
    cloud.made("k8s.core.v1.Namespace", "ns", json!({ "metadata": { "name": "shop" } })).await;
    let made = cloud.made("k8s.apps.v1.Deployment", "web", web.clone()).await;
    assert_eq!(made.identifier, "shop|web");
    assert_eq!(class(cloud.create("k8s.apps.v1.Deployment", "web2", web).await), Class::Conflict);
}

#[tokio::test(start_paused = true)]
async fn what_was_always_there_stands_in_and_is_nobodys() {
    let cloud = Cloud::new();
    let vpc = json!({ "VpcId": "vpc-0123456789abcdef0" });
    let find = async || cloud.simulator.existing(&call("aws.ec2.VPC", "vpc"), &vpc).await.unwrap().unwrap();
    let found = find().await;
    assert_eq!(found, find().await);
    assert!(found.model["DefaultSecurityGroup"].as_str().unwrap().starts_with("sg-"));
    cloud.made("aws.ec2.Subnet", "s", json!({ "VpcId": "vpc-0123456789abcdef0", "CidrBlock": "10.0.0.0/24" })).await;
    assert_eq!(cloud.simulator.owned("shop").await.unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn questions_have_answers() {
    let cloud = Cloud::new();
    let site = Site { account: "1".into(), region: "eu-west-1".into(), ..Site::default() };
    let ask = async |what: &str, about: &str| {
        let question = Question { what: what.into(), arguments: vec![about.to_owned()], site: site.clone() };
        cloud.simulator.look_up(&question).await
    };
    assert_eq!(ask("zone", "b").await.unwrap(), json!("eu-west-1b"));
    assert_eq!(class(ask("zone", "f").await), Class::NotFound);
    let image = ask("image", "/aws/x").await.unwrap();
    assert!(image.as_str().unwrap().starts_with("ami-") && image == ask("image", "/aws/x").await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn one_process_has_the_cloud() {
    let cloud = Cloud::new();
    let second = Simulator::open(&cloud.files, Settings::default()).unwrap_err();
    assert_eq!(second.to_string(), "another run of cloudc uses the simulated cloud");
}

#[tokio::test(start_paused = true)]
async fn what_is_there_is_listed_taken_over_and_operated() {
    let cloud = Cloud::new();
    let service =
        json!({ "MinSize": "1", "MaxSize": "3", "DesiredCapacity": "2", "AvailabilityZones": ["us-east-1a"] });
    let group = cloud.made("aws.autoscaling.AutoScalingGroup", "group", service).await;
    cloud.made("aws.sqs.Queue", "queue", json!({})).await;
    let listed = cloud.simulator.everything().await.unwrap();
    let shown: Vec<(&str, &str, &str)> =
        listed.iter().map(|thing| (&*thing.ty, &*thing.app, &*thing.address)).collect();
    assert_eq!(shown, [("aws.autoscaling.AutoScalingGroup", "shop", "group"), ("aws.sqs.Queue", "shop", "queue")]);
    let other = Call { app: "other".into(), ..call("aws.autoscaling.AutoScalingGroup", "taken") };
    cloud.simulator.adopt(&other, &group.identifier).await.unwrap();
    assert_eq!(cloud.simulator.owned("other").await.unwrap()[0].address, "taken");
    let input = json!({ "AutoScalingGroupName": group.identifier, "MinSize": 0, "DesiredCapacity": 0 });
    let action = "autoscaling:UpdateAutoScalingGroup";
    cloud.simulator.operate(&other, &group.identifier, action, &input).await.unwrap();
    let model = cloud.read("aws.autoscaling.AutoScalingGroup", &group.identifier).await.unwrap().model;
    assert_eq!(
        (&model["MinSize"], &model["DesiredCapacity"], &model["MaxSize"]),
        (&json!("0"), &json!("0"), &json!("3"))
    );
    let unknown = cloud.simulator.operate(&other, &group.identifier, "autoscaling:Nothing", &input).await.unwrap_err();
    assert_eq!((unknown.class, &*unknown.code), (Class::Invalid, "UnknownOperation"));
    let missing = cloud.simulator.operate(&other, "nothing", action, &input).await.unwrap_err();
    assert_eq!(missing.class, Class::NotFound);
}

#[tokio::test(start_paused = true)]
async fn what_is_named_within_another_thing_may_be_there_once_in_each() {
    let cloud = Cloud::new();
    for function in ["one", "two"] {
        let alias = json!({ "FunctionName": function, "FunctionVersion": "1", "Name": "live" });
        cloud.made("aws.lambda.Alias", function, alias.clone()).await;
        let again = cloud.create("aws.lambda.Alias", "again", alias).await.unwrap_err();
        assert_eq!(again.code, "AlreadyExists");
    }
    for target in ["one", "two"] {
        let policy =
            json!({ "PolicyName": "hold-cpu", "PolicyType": "TargetTrackingScaling", "ScalingTargetId": target });
        cloud.made("aws.applicationautoscaling.ScalingPolicy", target, policy).await;
    }
    for at in ["open", "close"] {
        let action = json!({ "AutoScalingGroupName": "machines", "DesiredCapacity": 1, "Recurrence": "0 1 * * *" });
        cloud.made("aws.autoscaling.ScheduledAction", at, action).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_network_tells_the_ranges_that_it_was_given_and_takes_subnets_in_them() {
    let cloud = Cloud::new();
    let vpc = cloud.made("aws.ec2.VPC", "vpc", json!({ "CidrBlock": "10.0.0.0/16" })).await;
    let id = vpc.identifier.as_str();
    let subnet = json!({ "VpcId": id, "CidrBlock": "10.77.0.0/24" });
    let refused = cloud.create("aws.ec2.Subnet", "early", subnet.clone()).await.unwrap_err();
    assert_eq!(refused.code, "InvalidSubnet.Range");
    cloud.made("aws.ec2.VPCCidrBlock", "more", json!({ "VpcId": id, "CidrBlock": "10.77.0.0/16" })).await;
    cloud.made("aws.ec2.VPCCidrBlock", "six", json!({ "VpcId": id, "AmazonProvidedIpv6CidrBlock": true })).await;
    cloud.made("aws.ec2.Subnet", "late", subnet).await;
    let now = cloud.read("aws.ec2.VPC", id).await.unwrap();
    let ranges = now.model["Ipv6CidrBlocks"].as_array().unwrap();
    assert!(ranges.len() == 1 && ranges[0].as_str().unwrap().ends_with("00::/56"), "{ranges:?}");
}
