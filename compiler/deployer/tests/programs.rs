//! Programs from text to what their deployer needs.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;

use cloudc_base::{MemoryWorld, Severity};
use cloudc_deployer::{Asked, Need, Phase, Policies, Way, documents, lacks, needs, wide};
use cloudc_graph::Graph;

fn graph(text: &str) -> Graph {
    let world = MemoryWorld::new().with("main.cld", text);
    let outcome =
        cloudc_sema::Program::compile(&world, "main.cld", &cloudc_sema::Options::default()).expect("it is there");
    let (graph, cycles) = Graph::build(outcome.parts);
    let errors: Vec<_> =
        outcome.findings.iter().chain(&cycles).filter(|finding| finding.code.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    graph
}

fn asked(text: &str, way: Way) -> Vec<Need> {
    let graph = graph(text);
    needs(&Asked { account: Some("123456789012"), ..Asked::of(&graph, way) })
}

/// What is needed of an action in a phase: the things, with their conditions.
fn of(needs: &[Need], action: &str, phase: Phase) -> Vec<String> {
    let shown = |need: &Need| {
        let conditions =
            need.condition.iter().map(|((operator, key), values)| format!(" {operator} {key} {}", values.join(",")));
        format!("{}{}", need.resource, conditions.collect::<String>())
    };
    let all: BTreeSet<String> =
        needs.iter().filter(|need| &*need.action == action && need.phase == phase).map(shown).collect();
    all.into_iter().collect()
}

const SHOP: &str = r#"
app shop { region = "eu-west-1", tags = { owner = "shop" } }
let tags = [{ Key = "owner", Value = "shop" }]
resource queue: aws.sqs.Queue {}
resource named: aws.sqs.Queue { QueueName = "orders" }
resource role: aws.iam.Role {
  AssumeRolePolicyDocument = { Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] }
}
resource other: aws.iam.Role {
  AssumeRolePolicyDocument = { Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] }
}
resource profile: aws.iam.InstanceProfile { Roles = [other.RoleName] }
resource function: aws.lambda.Function {
  Role = role.Arn, Runtime = "nodejs22.x", Handler = "index.handler", Code = { ZipFile = "exports.handler = async () => 1" }
}
resource vpc: aws.ec2.VPC { CidrBlock = "10.0.0.0/16", Tags = tags }
resource subnet: aws.ec2.Subnet { VpcId = vpc.VpcId, CidrBlock = "10.0.1.0/24", Tags = tags }
resource machine: aws.ec2.Instance {
  ImageId = "ami-0a1b2c3d4e5f60718", InstanceType = "t3.micro", SubnetId = subnet.SubnetId, IamInstanceProfile = profile.InstanceProfileName
}
"#;

#[test]
fn names_are_exact_where_they_are_known() {
    let direct = asked(SHOP, Way::Direct);
    let queues = of(&direct, "sqs:CreateQueue", Phase::Apply);
    assert_eq!(queues, ["arn:aws:sqs:eu-west-1:123456789012:orders", "arn:aws:sqs:eu-west-1:123456789012:shop-queue*"]);
    let stack = asked(SHOP, Way::CloudFormation);
    let queues = of(&stack, "sqs:CreateQueue", Phase::Apply);
    assert_eq!(queues, ["arn:aws:sqs:eu-west-1:123456789012:orders", "arn:aws:sqs:eu-west-1:123456789012:shop-*"]);
}

#[test]
fn phases_differ() {
    for way in Way::ALL {
        let all = asked(SHOP, way);
        assert!(
            of(&all, "sqs:CreateQueue", Phase::Plan).is_empty()
                && of(&all, "sqs:CreateQueue", Phase::Destroy).is_empty()
        );
        assert!(
            of(&all, "sqs:DeleteQueue", Phase::Plan).is_empty()
                && !of(&all, "sqs:DeleteQueue", Phase::Destroy).is_empty()
        );
    }
    let direct = asked(SHOP, Way::Direct);
    assert!(!of(&direct, "sqs:GetQueueAttributes", Phase::Plan).is_empty());
    assert_eq!(
        of(&direct, "cloudformation:CreateResource", Phase::Apply),
        ["* StringEquals aws:RequestedRegion eu-west-1"]
    );
    let stack = asked(SHOP, Way::CloudFormation);
    assert!(of(&stack, "cloudformation:CreateResource", Phase::Apply).is_empty());
    let change = of(&stack, "cloudformation:CreateChangeSet", Phase::Plan);
    let arn = "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop";
    assert_eq!(change, [format!("{arn}-*/*"), format!("{arn}/*")]);
}

#[test]
fn roles_go_to_the_services_that_they_trust_and_to_no_other() {
    let direct = asked(SHOP, Way::Direct);
    let role = "arn:aws:iam::123456789012:role/shop";
    let passed = [
        format!("{role}-other* StringEquals iam:PassedToService ec2.amazonaws.com"),
        format!("{role}-role* StringEquals iam:PassedToService lambda.amazonaws.com"),
    ];
    assert_eq!(of(&direct, "iam:PassRole", Phase::Apply), passed);
    assert!(of(&direct, "iam:PassRole", Phase::Destroy).is_empty());
}

#[test]
fn what_has_no_name_beforehand_is_told_by_its_tags() {
    let direct = asked(SHOP, Way::Direct);
    let subnet = "arn:aws:ec2:eu-west-1:123456789012:subnet/*";
    let vpc = "arn:aws:ec2:eu-west-1:123456789012:vpc/*";
    let tag = "StringEquals aws:ResourceTag/cloudc:app shop";
    assert_eq!(of(&direct, "ec2:DeleteSubnet", Phase::Destroy), [format!("{subnet} {tag}")]);
    // A subnet that is made has no tags yet; the network that it is made in has.
    assert_eq!(of(&direct, "ec2:CreateSubnet", Phase::Apply), [subnet.to_owned(), format!("{vpc} {tag}")]);
    let stack = asked(SHOP, Way::CloudFormation);
    let tag = "StringLike aws:ResourceTag/aws:cloudformation:stack-name shop,shop-*";
    assert_eq!(of(&stack, "ec2:DeleteSubnet", Phase::Destroy), [format!("{subnet} {tag}")]);
}

#[test]
fn a_machine_needs_more_than_itself() {
    let run = of(&asked(SHOP, Way::Direct), "ec2:RunInstances", Phase::Apply);
    for kind in ["image", "instance", "network-interface", "subnet", "volume", "security-group"] {
        assert!(run.iter().any(|arn| arn.contains(&format!(":{kind}/"))), "{kind}: {run:?}");
    }
    assert!(run.iter().all(|arn| arn.starts_with("arn:")), "{run:?}");
}

#[test]
fn calls_for_properties_that_are_not_there_are_left_out() {
    let direct = asked(SHOP, Way::Direct);
    for action in ["kms:CreateGrant", "lambda:GetLayerVersion", "lambda:GetCodeSigningConfig", "ssm:CreateAssociation"]
    {
        assert!(of(&direct, action, Phase::Apply).is_empty(), "{action}");
    }
    let layered =
        SHOP.replace("Runtime =", "Layers = [\"arn:aws:lambda:eu-west-1:123456789012:layer:tools:3\"], Runtime =");
    let layer = of(&asked(&layered, Way::Direct), "lambda:GetLayerVersion", Phase::Apply);
    assert_eq!(layer, ["arn:aws:lambda:eu-west-1:123456789012:layer:tools:3"]);
}

#[test]
fn what_stays_is_never_deleted() {
    let kept = SHOP.replace("resource named:", "@retain\nresource named:");
    let deleted = of(&asked(&kept, Way::Direct), "sqs:DeleteQueue", Phase::Apply);
    assert_eq!(deleted, ["arn:aws:sqs:eu-west-1:123456789012:shop-queue*"]);
}

/// The policies of every phase, as one.
fn policies(all: &[Need]) -> Policies {
    let mut policies = Policies::default();
    for phase in Phase::ALL {
        for text in documents(all, phase, None).into_values().flatten() {
            policies.add("it", &text).expect("it is a policy");
        }
    }
    policies
}

#[test]
fn what_is_written_lacks_nothing_and_is_not_too_wide() {
    for way in Way::ALL {
        let all = asked(SHOP, way);
        let policies = policies(&all);
        assert_eq!(lacks(&all, &policies, way), []);
        assert_eq!(wide(&all, &policies), []);
    }
}

#[test]
fn every_statement_is_needed() {
    let all = asked(SHOP, Way::Direct);
    let text = documents(&all, Phase::Apply, None).into_values().flatten().collect::<Vec<_>>();
    let statements: Vec<serde_json::Value> = text
        .iter()
        .flat_map(|text| {
            let json: serde_json::Value = serde_json::from_str(text).expect("it is JSON");
            json["Statement"].as_array().expect("a list").clone()
        })
        .collect();
    let apply: Vec<Need> = all.into_iter().filter(|need| need.phase == Phase::Apply).collect();
    for without in 0..statements.len() {
        let mut fewer = statements.clone();
        let gone = fewer.remove(without);
        let mut policies = Policies::default();
        policies.add("it", &serde_json::json!({ "Statement": fewer }).to_string()).expect("it is a policy");
        assert!(!lacks(&apply, &policies, Way::Direct).is_empty(), "{gone}");
    }
}

#[test]
fn given_policies_are_judged() {
    let all = asked(SHOP, Way::Direct);
    let judged = |text: &str, action: &str| {
        let mut policies = Policies::default();
        policies.add("p.json", text).expect("it is a policy");
        let found = lacks(&all, &policies, Way::Direct).into_iter().filter(|lack| &*lack.action == action);
        found.map(|lack| format!("{:?}", lack.why)).collect::<Vec<_>>().join("; ")
    };
    let allow = |rest: &str| format!(r#"{{"Statement": [{{"Effect": "Allow", {rest}}}]}}"#);
    let everything = allow(r#""Action": "*", "Resource": "*""#);
    assert_eq!(judged(&everything, "sqs:CreateQueue"), "");
    assert_eq!(judged(&allow(r#""Action": ["SQS:create*"], "Resource": "*""#), "sqs:CreateQueue"), "");
    assert_eq!(judged(&allow(r#""Action": "s3:*", "Resource": "*""#), "sqs:CreateQueue"), "Missing");
    assert_eq!(judged(&allow(r#""NotAction": "iam:*", "Resource": "*""#), "sqs:CreateQueue"), "");
    assert_eq!(judged(&allow(r#""NotAction": "sqs:*", "Resource": "*""#), "sqs:CreateQueue"), "Missing");
    let orders = allow(r#""Action": "sqs:*", "Resource": "arn:aws:sqs:*:*:orders""#);
    assert_eq!(judged(&orders, "sqs:CreateQueue"), r#"Elsewhere("statement 1 of p.json")"#);
    let elsewhere = allow(
        r#""Action": "sqs:*", "Resource": "*", "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}"#,
    );
    assert_eq!(judged(&elsewhere, "sqs:CreateQueue"), r#"Elsewhere("statement 1 of p.json")"#);
    let here = elsewhere.replace("us-east-1", "eu-west-1");
    assert_eq!(judged(&here, "sqs:CreateQueue"), "");
    let mfa = here.replace("aws:RequestedRegion", "aws:PrincipalTag/team");
    assert_eq!(judged(&mfa, "sqs:CreateQueue"), r#"Perhaps("statement 1 of p.json", ["aws:PrincipalTag/team"])"#);
    let pass = allow(
        r#""Action": "iam:PassRole", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}"#,
    );
    assert_eq!(judged(&pass, "iam:PassRole"), r#"Elsewhere("statement 1 of p.json")"#);
    let denied = r#"{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Sid": "No", "Effect": "Deny", "Action": "sqs:Create*", "Resource": "arn:aws:sqs:*:*:ord*"}]}"#;
    assert_eq!(judged(denied, "sqs:CreateQueue"), r#"Denied("the statement `No` of p.json")"#);
    let but = denied.replace(r#""Resource": "arn:aws:sqs:*:*:ord*""#, r#""NotResource": ["arn:aws:sqs:*:*:*"]"#);
    assert_eq!(judged(&but, "sqs:CreateQueue"), "");
}

#[test]
fn what_is_too_wide_is_named() {
    let all = asked(SHOP, Way::Direct);
    let mut policies = Policies::default();
    policies.add("p.json", r#"{"Statement": {"Effect": "Allow", "Action": ["sqs:*", "iam:PassRole", "sqs:CreateQueue"], "Resource": "*"}}"#).expect("it is one");
    let found = wide(&all, &policies);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].actions.len(), 1);
    assert_eq!(found[0].actions[0].0, "sqs:*");
    assert!(found[0].everywhere.contains(&"iam:PassRole".to_owned()));
}

#[test]
fn texts_that_are_no_policies_are_refused() {
    for text in [
        "",
        "[]x",
        "{}",
        "1",
        r#"{"Statement": 1}"#,
        r#"{"Statement": [{"Effect": "Allow"}]}"#,
        r#"{"Statement": {"Effect": "Maybe", "Action": "*", "Resource": "*"}}"#,
    ] {
        assert!(Policies::default().add("p", text).is_err(), "{text}");
    }
    let nested = r#"[{"PolicyName": "a", "PolicyDocument": {"Statement": []}}, {"Document": {"Statement": []}}]"#;
    assert_eq!(Policies::default().add("p", nested), Ok(()));
}

/// A program that is halted, whose state is in a bucket, and a part of which lives in another account.
const LATER: &str = r#"
app shop {
  region = "eu-west-1", state = "s3://states/team", state_key = "alias/state"
  accounts = { audit = { id = "111122223333", role = "deploy" } }
}
network net { cidr = 10.0.0.0/16, zones = 2, nat = "none" }
server box { network = net, type = "t4g.nano", image = image("ubuntu/24.04", arch = "arm64") }
resource store: aws.rds.DBInstance { DBInstanceIdentifier = "ledger", DBInstanceClass = "db.t4g.micro", Engine = "postgres" }
@account(audit)
resource logs: aws.s3.Bucket {}
resource robot: aws.iam.User {}
resource key: aws.iam.AccessKey { UserName = robot.UserName }
resource told: aws.secretsmanager.Secret { SecretString = key.SecretAccessKey }
"#;

#[test]
fn halting_calls_what_the_nouns_say_and_nothing_else() {
    let direct = asked(LATER, Way::Direct);
    let machine = "arn:aws:ec2:eu-west-1:123456789012:instance/* StringEquals aws:ResourceTag/cloudc:app shop";
    assert_eq!(of(&direct, "ec2:StopInstances", Phase::Halt), [machine]);
    assert_eq!(of(&direct, "ec2:StartInstances", Phase::Resume), [machine]);
    assert!(of(&direct, "ec2:StartInstances", Phase::Halt).is_empty());
    let connect = of(&direct, "ec2-instance-connect:SendSSHPublicKey", Phase::Connect);
    assert_eq!(connect, [machine]);
    let actions = |phase: Phase| -> BTreeSet<&str> {
        direct.iter().filter(|need| need.phase == phase).map(|need| &*need.action).collect()
    };
    let state = ["s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"];
    let with =
        |more: &[&'static str]| -> BTreeSet<&'static str> { state.into_iter().chain(more.iter().copied()).collect() };
    assert_eq!(actions(Phase::Halt), with(&["ec2:StopInstances", "sts:AssumeRole"]));
    assert_eq!(actions(Phase::Resume), with(&["ec2:StartInstances", "sts:AssumeRole"]));
    let looks = ["ec2-instance-connect:SendSSHPublicKey", "s3:GetObject", "s3:ListBucket"];
    assert_eq!(actions(Phase::Connect), looks.into_iter().collect());
}

#[test]
fn a_database_that_is_halted_already_is_looked_at() {
    let text = r#"
app shop { region = "eu-west-1" }
network net { cidr = 10.0.0.0/16, zones = 2, nat = "gateway" }
database ledger { engine = "postgres 17.10", type = "db.t4g.medium", network = net, name = "ledger" }
"#;
    let direct = asked(text, Way::Direct);
    assert_eq!(of(&direct, "rds:StopDBInstance", Phase::Halt).len(), 1);
    assert_eq!(of(&direct, "rds:DescribeDBInstances", Phase::Halt).len(), 1);
    assert!(direct.iter().all(|need| need.phase != Phase::Connect));
}

#[test]
fn the_state_its_key_and_roles_elsewhere_are_needed_too() {
    let direct = asked(LATER, Way::Direct);
    for phase in Phase::ALL {
        assert_eq!(
            of(&direct, "s3:GetObject", phase).last().map(String::as_str),
            Some("arn:aws:s3:::states/team/shop/*")
        );
        assert!(of(&direct, "s3:ListBucket", phase).contains(&"arn:aws:s3:::states".to_owned()));
        let writes = !matches!(phase, Phase::Plan | Phase::Discover | Phase::Connect);
        assert_eq!(of(&direct, "s3:PutObject", phase).contains(&"arn:aws:s3:::states/team/shop/*".to_owned()), writes);
        let role = of(&direct, "sts:AssumeRole", phase);
        let elsewhere = ["arn:aws:iam::111122223333:role/deploy"];
        assert_eq!(role, if phase == Phase::Connect { &[][..] } else { &elsewhere });
    }
    let key = "arn:aws:kms:eu-west-1:123456789012:key/* ForAnyValue:StringEquals kms:ResourceAliases alias/state";
    assert_eq!(of(&direct, "kms:GenerateDataKey", Phase::Apply), [key]);
    assert!(of(&direct, "kms:GenerateDataKey", Phase::Destroy).is_empty());
    // The role has the rest.
    assert!(direct.iter().any(|need| need.account.as_deref() == Some("audit") && &*need.action == "s3:CreateBucket"));
}

#[test]
fn whoever_looks_around_changes_nothing_and_whoever_takes_over_marks() {
    let direct = asked(SHOP, Way::Direct);
    assert_eq!(of(&direct, "sqs:ListQueues", Phase::Discover).len(), 1);
    assert_eq!(of(&direct, "ec2:DescribeSubnets", Phase::Discover).len(), 1);
    for need in direct.iter().filter(|need| need.phase == Phase::Discover) {
        let call = need.action.split_once(':').map_or("", |(_, call)| call);
        let looks = ["Describe", "Get", "List"].iter().any(|word| call.starts_with(word));
        assert!(looks, "{}", need.action);
    }
    // What somebody else made is called anything, and has no mark yet.
    assert_eq!(of(&direct, "sqs:TagQueue", Phase::Import), ["arn:aws:sqs:eu-west-1:123456789012:*"]);
    assert!(of(&direct, "sqs:CreateQueue", Phase::Import).is_empty());
    assert!(of(&direct, "sqs:DeleteQueue", Phase::Import).is_empty());
    for action in ["sqs:GetQueueAttributes", "ec2:DescribeSubnets"] {
        assert!(!of(&direct, action, Phase::Import).is_empty(), "{action}");
    }
    assert!(asked(SHOP, Way::CloudFormation).iter().all(|need| Phase::RUNS.contains(&need.phase)));
}

#[test]
fn who_deploys_need_not_look_around() {
    let graph = graph(LATER);
    let asked = Asked { account: Some("123456789012"), ..Asked::of(&graph, Way::Direct) };
    let mut policies = Policies::default();
    for text in
        Phase::RUNS.into_iter().flat_map(|phase| documents(&needs(&asked), phase, Some("shop")).remove(&None)).flatten()
    {
        policies.add("it", &text).expect("it is a policy");
    }
    let found: Vec<_> = cloudc_deployer::judge(&asked, &policies, &Phase::RUNS);
    assert!(found.iter().all(|finding| finding.code.id != "E0540" || !finding.message.contains("sqs")), "{found:?}");
    assert!(!found.iter().any(|finding| finding.message.contains("StopInstances")), "{found:?}");
    let others = cloudc_deployer::judge(&asked, &policies, &[Phase::Connect]);
    assert!(others.iter().any(|finding| finding.message.contains("SendSSHPublicKey")), "{others:?}");
}

#[test]
fn what_is_written_for_a_phase_is_enough_for_it() {
    let graph = graph(SHOP);
    let asked = Asked { account: Some("123456789012"), ..Asked::of(&graph, Way::Direct) };
    for phase in Phase::ALL {
        let mut own = Policies::default();
        for text in documents(&needs(&asked), phase, Some("shop")).remove(&None).unwrap_or_default() {
            own.add("it", &text).expect("it is a policy");
        }
        let lacking = cloudc_deployer::judge(&asked, &own, &[phase]);
        assert!(lacking.iter().all(|finding| finding.code.id != "E0540"), "{lacking:?}");
    }
}
