//! Facts that are known from the documentation of AWS and Kubernetes, through the public door.
#![allow(clippy::panic, reason = "helpers of tests may fail as tests do")]

use cloudc_facts::{Condition, Facts, Kind, Literal, Provider, Replacement, ResourceType, Schema, facts};
use std::sync::Arc;

fn get(name: &str) -> Arc<ResourceType> {
    facts().resource_type(name).unwrap_or_else(|| panic!("{name} is missing"))
}

fn at(name: &str, path: &str) -> Schema {
    get(name).schema().at(path).unwrap_or_else(|| panic!("{name} has no {path}"))
}

#[test]
fn a_queue() {
    let queue = get("aws.sqs.Queue");
    assert_eq!((queue.provider(), queue.cloudformation()), (Provider::Aws, Some("AWS::SQS::Queue")));
    assert!(queue.cloud_control() && queue.holds_data() && queue.required().is_empty());
    assert!(queue.is_attribute("QueueName") && queue.is_attribute("Arn") && queue.is_read_only("Arn"));
    assert!(!queue.is_read_only("QueueName") && queue.attribute("Nothing").is_none());
    assert_eq!(queue.attribute("QueueName").unwrap().kind(), Kind::String);
    assert_eq!(queue.reference()[0].as_str(), "QueueUrl");
    assert_eq!(queue.replacement("QueueName"), Replacement::Always);
    assert_eq!(queue.replacement("DelaySeconds"), Replacement::Never);
    assert_eq!(queue.arn(), Some("arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"));
    let schema = queue.schema();
    assert_eq!(schema.property("DelaySeconds").unwrap().range().most, Some(900.0));
    assert!(!schema.is_open() && schema.property("delaySeconds").is_none());
    let tags = schema.property("Tags").unwrap();
    assert_eq!((tags.kind(), tags.items().unwrap().required().len()), (Kind::List, 2));
    let redrive = schema.property("RedrivePolicy").unwrap();
    let kinds: Vec<Kind> = redrive.alternatives().iter().map(Schema::kind).collect();
    assert_eq!((redrive.kind(), kinds), (Kind::OneOf, vec![Kind::Object, Kind::String]));
    assert!(matches!(queue.rules()[0].schema.conditions()[..], [Condition::All(_)]));
}

#[test]
fn other_aws_types() {
    let subnet = get("aws.ec2.Subnet");
    assert_eq!(&*subnet.required()[0], "VpcId");
    assert!(subnet.schema().excludes().any(|(name, others)| name == "CidrBlock" && &*others[0] == "Ipv4IpamPoolId"));
    assert_eq!(subnet.replacement("Ipv6CidrBlock"), Replacement::Sometimes);
    let group = get("aws.elasticache.ReplicationGroup");
    assert!(group.is_attribute("PrimaryEndPoint.Address") && group.attribute("PrimaryEndPoint").is_some());
    assert_eq!(group.attribute("PrimaryEndPoint.Address").unwrap().kind(), Kind::String);
    let brokers = get("aws.msk.BootstrapBrokers");
    assert_eq!(&*brokers.api_call().unwrap().operation, "GetBootstrapBrokers");
    assert!(!brokers.cloud_control() && brokers.is_attribute("BootstrapBrokerStringTls"));
    assert!(get("aws.rds.DBInstance").is_write_only("MasterUserPassword"));
    assert!(get("aws.cloudformation.Stack").attribute("Outputs.Url").is_some());
    assert!(get("aws.eks.Cluster").implicit().iter().any(|one| &*one.type_name == "aws.ec2.SecurityGroup"));
    assert_eq!(get("aws.ec2.VPC").tagging().unwrap().property.as_ref().unwrap().as_str(), "Tags");
    assert_eq!(at("aws.amplifyuibuilder.Form", "Style.HorizontalGap.Value").kind(), Kind::String);
    assert!(facts().published_regions().iter().any(|region| &**region == "eu-west-1"));
}

#[test]
fn a_deployment() {
    let deployment = get("k8s.apps.v1.Deployment");
    let object = deployment.kubernetes().unwrap();
    assert_eq!(
        (object.api_version().as_str(), &*object.kind, &*object.plural),
        ("apps/v1", "Deployment", "deployments")
    );
    assert!(deployment.namespaced() && deployment.provider() == Provider::Kubernetes && !deployment.cloud_control());
    assert_eq!(deployment.replacement("spec.selector.matchLabels"), Replacement::Always);
    assert_eq!(at("k8s.apps.v1.Deployment", "spec.replicas").kind(), Kind::Integer);
    assert_eq!(at("k8s.apps.v1.Deployment", "metadata.labels.app").kind(), Kind::String);
    let containers = at("k8s.apps.v1.Deployment", "spec.template.spec.containers");
    assert_eq!((containers.merge_key(), containers.kind()), (Some("name"), Kind::List));
    let policy = containers.at("*.imagePullPolicy").unwrap();
    assert!(policy.allowed().contains(&Literal::Text("Always".into())));
    assert_eq!(containers.at("0.ports").unwrap().merge_key(), Some("containerPort"));
    assert!(!get("k8s.core.v1.Namespace").namespaced());
    assert_eq!(get("k8s.networking.v1.Ingress").kubernetes().unwrap().api_version(), "networking.k8s.io/v1");
    assert_eq!(get("k8s.core.v1.ConfigMap").create_only_if().next().unwrap().0, "immutable");
    assert_eq!(facts().kubernetes_releases().len(), 7);
}

#[test]
fn our_own_types() {
    let release = get("helm.Release");
    assert_eq!((release.provider(), &*release.required()[0]), (Provider::Helm, "chart"));
    assert!(at("helm.Release", "values").is_open() && release.is_read_only("status"));
    let object = get("k8s.Object");
    assert!(object.schema().is_open() && object.kubernetes().is_none());
    assert_eq!(object.schema().at("metadata.labels.app").unwrap().kind(), Kind::String);
    assert_eq!(object.schema().at("spec.anything.at.all").map(|schema| schema.kind()), None);
    assert_eq!(object.schema().at("spec").unwrap().kind(), Kind::Any);
}

#[test]
fn names_are_exact_and_both_spellings_lead_there() {
    for wrong in ["aws.SQS.Queue", "aws.sqs.queue", "about", "#core.v1.PodSpec", "keda/cron", ""] {
        assert!(facts().resource_type(wrong).is_none(), "{wrong}");
    }
    assert_eq!(facts().cloudformation_type("AWS::SQS::Queue").unwrap().name(), "aws.sqs.Queue");
    assert!(facts().cloudformation_type("AWS::sqs::Queue").is_none());
    assert_eq!(facts().kubernetes_type("v1", "Pod").unwrap().name(), "k8s.core.v1.Pod");
    assert_eq!(
        facts().kubernetes_type("karpenter.k8s.aws/v1", "EC2NodeClass").unwrap().name(),
        "k8s.karpenter.v1.EC2NodeClass"
    );
    assert!(facts().kubernetes_type("karpenter.sh/v1", "EC2NodeClass").is_none());
    let (all, ec2) = (facts().names().count(), facts().names_from("aws.ec2.").count());
    assert!(all > 2_000 && (90..200).contains(&ec2), "{all} {ec2}");
}

#[test]
fn suggestions() {
    let cases = [
        ("AWS::SQS::Queue", "aws.sqs.Queue"),
        ("aws.SQS.queue", "aws.sqs.Queue"),
        ("aws.sqs.Quue", "aws.sqs.Queue"),
        ("aws.sns.Queue", "aws.sqs.Queue"),
        ("aws.vpc.Subnet", "aws.ec2.Subnet"),
        ("AWS::EC2::Subnets", "aws.ec2.Subnet"),
        ("k8s.apps.v1beta1.Deployment", "k8s.apps.v1.Deployment"),
        ("k8s.extensions.v1beta1.Ingress", "k8s.networking.v1.Ingress"),
        ("k8s.v1.Pod", "k8s.core.v1.Pod"),
        ("k8s.core.v1.Deployment", "k8s.apps.v1.Deployment"),
        ("Deployment", "k8s.apps.v1.Deployment"),
        ("helm.release", "helm.Release"),
    ];
    for (wrong, right) in cases {
        let found = facts().suggest(wrong);
        println!("{wrong}: {found:?}");
        assert!(wrong == "Deployment" || found == Some(right), "{wrong}: {found:?}");
    }
    for wrong in ["", ".", "::", "aws.sqs.Spaceship", "é.ü.ß"] {
        assert_eq!(facts().suggest(wrong), None, "{wrong}");
    }
}

#[test]
fn small_tables() {
    let micro = facts().instance_type("t3.micro").unwrap();
    assert_eq!((micro.vcpu, micro.memory, micro.burstable), (2, 1024, true));
    assert!(facts().instance_type("t3.giant").is_none() && facts().instance_type("t3").is_none());
    assert_eq!(facts().is_offered("eu-west-1", "t3.micro"), Some(true));
    assert_eq!(facts().offering_zones("eu-west-1", "t3.micro").unwrap().len(), 3);
    assert_eq!(facts().is_offered("mars-1", "t3.micro"), None);
    let old = &facts().lambda_runtimes()["python3.8"];
    assert!(old.deprecated.is_some() && old.successor.is_some());
    let policy = facts().managed_policy("AmazonEC2RoleforSSM").unwrap();
    assert_eq!(policy.successor.as_deref(), Some("AmazonSSMManagedInstanceCore"));
    assert!(facts().managed_policy("AdministratorAccess").unwrap().exists());
    assert!(facts().managed_policy("NoSuchPolicy").is_none());
    let sizes = facts().fargate_sizes();
    assert_eq!((sizes[0].cpu, &*sizes[0].memory), (256, &[512, 1024, 2048][..]));
    assert!(sizes[2].memory.contains(&5_120) && sizes[2].memory_range().most == Some(8_192));
    assert!(facts().is_iam_action("sqs:SendMessage") && facts().is_iam_action("SQS:sendmessage"));
    assert!(!facts().is_iam_action("sqs:FlyToMars") && !facts().is_iam_action("sqs"));
    let trigger = facts().keda_trigger("aws-sqs-queue").unwrap();
    assert_eq!(trigger.parameters["queueLength"].default.as_deref(), Some("5"));
    assert!(trigger.parameters["queueURL"].required && facts().keda_trigger("pigeon").is_none());
    assert!(facts().engines("rds/instance")["postgres"].versions.iter().any(|version| version.starts_with("16.")));
    assert_eq!(facts().region("eu-west-1").unwrap().zones.len(), 3);
}

#[test]
fn threads_share_one_answer() {
    let fresh: &Facts = Box::leak(Box::new(Facts::open(
        include_bytes!("../facts/aws.facts"),
        include_bytes!("../facts/k8s.facts"),
        include_bytes!("../facts/tables.facts"),
        include_bytes!("../facts/permissions.facts"),
    )));
    let look = || {
        let queue = fresh.resource_type("aws.sqs.Queue").unwrap();
        let pod = fresh.resource_type("k8s.apps.v1.Deployment").unwrap();
        assert!(pod.schema().at("spec.template.spec.containers.*.image").is_some());
        assert!(fresh.instance_type("m5.large").is_some() && fresh.is_iam_action("s3:GetObject"));
        queue
    };
    let found: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(look)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(found.iter().all(|one| Arc::ptr_eq(one, &found[0])));
}

#[test]
fn what_handlers_need_is_known() {
    let queue = facts().permissions("aws.sqs.Queue").unwrap();
    assert!(queue.create.iter().any(|action| &**action == "sqs:CreateQueue"));
    assert!(queue.delete.iter().any(|action| &**action == "sqs:DeleteQueue"));
    assert!(facts().permissions("aws.sqs.Nothing").is_none() && facts().permissions("k8s.core.v1.Pod").is_none());
    let secrets = facts().iam_service("secretsmanager").unwrap();
    assert_eq!(secrets.actions["CreateSecret"], [0]);
    assert_eq!((&*secrets.resources[0][0], &*secrets.tagged), ("secret", &[0][..]));
}
