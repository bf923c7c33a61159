//! Nouns of a program's own work as the library's: by the contract alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use cloudc_base::MemoryWorld;
use cloudc_sema::{Options, Outcome, Program};

const NOUNS: &str = r#"
component mailbox {
  param keep: Duration = 4d
  resource store: aws.sqs.Queue { MessageRetentionPeriod = keep / 1s }
  if given != {} {
    resource access: aws.sqs.QueuePolicy {
      Queues = [store.QueueUrl]
      PolicyDocument = { Version = "2012-10-17", Statement = [for g in values(given) => { Effect = "Allow", Principal = { Service = g.principal }, Action = g.actions, Resource = g.on }] }
    }
  }
  output url = store.QueueUrl
  output arn = store.Arn
  verb send = [{ actions = ["sqs:SendMessage"], on = [store.Arn], service = "sqs" }]
  verb receive = [{ actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage"], on = [store.Arn], service = "sqs" }]
  metric waiting = { cloudwatch = { namespace = "AWS/SQS", name = "ApproximateNumberOfMessagesVisible" }, needs = self.receive }
}

component worker {
  param count: Int = 1
  param scale: Scaling? = null
  resource role: aws.iam.Role { AssumeRolePolicyDocument = { Version = "2012-10-17", Statement = [] } }
  resource group: aws.ec2.SecurityGroup { GroupDescription = "worker" }
  @after(self.policy)
  resource machines: aws.autoscaling.AutoScalingGroup {
    MinSize = "1"
    MaxSize = "3"
    InstanceId = "i-0123456789abcdef0"
    DesiredCapacity = "${scale?.start ?? count}"
  }
  identity = { role = role }
  endpoint = { at = [machines], group = group, ports = [tcp(8080)] }
  capacity = { count = machines.DesiredCapacity, size = scale?.size }
}

component announcer {
  resource topic: aws.sns.Topic {}
  identity = { service = "sns.amazonaws.com", source = topic.TopicArn }
}
"#;

fn outcome(program: &str) -> Outcome {
    let world = MemoryWorld::new().with("main.cld", format!("{NOUNS}{program}"));
    Program::compile(&world, "main.cld", &Options::default()).expect("it is there")
}

/// The nodes of a program, each with its properties; its findings if there are any.
fn nodes(program: &str) -> Vec<String> {
    let outcome = outcome(program);
    let findings: Vec<String> = outcome.findings.iter().map(|finding| finding.message.clone()).collect();
    if !findings.is_empty() {
        return findings;
    }
    let mut lines: Vec<String> = outcome
        .parts
        .nodes
        .iter()
        .map(|node| format!("{}: {} {}", node.address, node.ty.rsplit('.').next().unwrap(), node.properties))
        .collect();
    lines.sort();
    lines
}

#[test]
fn a_sentence_extends_the_role_of_its_subject() {
    let found = nodes("mailbox inbox {}\nworker one {}\nallow one to send inbox\nallow one to [send, receive] inbox\n");
    let policy = found.iter().find(|line| line.starts_with("one.policy")).expect("there is a policy");
    assert_eq!(
        policy,
        "one.policy: RolePolicy { RoleName = one.role.RoleName, PolicyName = \"one\", PolicyDocument = { Version = \
         \"2012-10-17\", Statement = [{ Effect = \"Allow\", Action = [\"sqs:DeleteMessage\", \"sqs:ReceiveMessage\", \
         \"sqs:SendMessage\"], Resource = [inbox.store.Arn] }] } }"
    );
    assert!(found.iter().any(|line| line.starts_with("one.group.egress[\"0.0.0.0/0\"][\"tcp(443)\"]")), "{found:#?}");
}

#[test]
fn what_has_no_role_is_given_to_the_object() {
    let found = nodes("mailbox inbox {}\nannouncer news {}\nallow news to send inbox\n");
    let access = found.iter().find(|line| line.starts_with("inbox.access")).unwrap_or_else(|| panic!("{found:#?}"));
    assert!(
        access.contains("Principal = { Service = \"sns.amazonaws.com\" }, Action = [\"sqs:SendMessage\"]"),
        "{access}"
    );
}

#[test]
fn packets_are_let_through_at_both_sides() {
    let found = nodes("worker a {}\nworker b {}\nallow a to reach b\nallow 10.0.0.0/8 to reach b on tcp(22)\n");
    let rules: Vec<&String> = found.iter().filter(|line| line.contains("gress")).collect();
    assert_eq!(rules.len(), 3, "{rules:#?}");
    assert!(
        rules[0]
            .starts_with("a.group.egress[\"b.group\"][\"tcp(8080)\"]: SecurityGroupEgress { GroupId = a.group.GroupId"),
        "{rules:#?}"
    );
    assert!(rules[1].contains("CidrIp = \"10.0.0.0/8\""), "{rules:#?}");
}

#[test]
fn a_scale_stands_apart_from_its_noun() {
    let outcome = outcome("worker a { }\nscale a { size = 2..5, start = 3 }\n");
    assert_eq!(outcome.findings, []);
    let machines = outcome.parts.nodes.iter().find(|node| node.address.to_string() == "a.machines").unwrap();
    assert!(machines.properties.to_string().contains("DesiredCapacity = \"3\""), "{}", machines.properties);
    assert_eq!(machines.lifecycle.external, ["DesiredCapacity".into()]);
    assert_eq!(nodes("mailbox a {}\nscale a { size = 1..2 }\n"), ["a `mailbox` cannot be scaled"]);
    assert_eq!(nodes("worker a {}\nscale a { size = 1..2 }\nscale a { size = 1..3 }\n"), ["`a` is scaled twice"]);
}

#[test]
fn resources_inside_are_patched() {
    let found =
        nodes("mailbox inbox {}\npatch inbox.store { VisibilityTimeout = 60, MessageRetentionPeriod = null }\n");
    assert_eq!(found, ["inbox.store: Queue { VisibilityTimeout = 60 }"]);
    assert_eq!(
        nodes("mailbox inbox {}\npatch inbox { A = 1 }\n"),
        ["`inbox` is a noun: a patch changes one resource in it"]
    );
}

#[test]
fn a_mistake_inside_a_noun_stands_at_its_call() {
    let outcome =
        outcome("resource q: aws.sqs.Queue {}\nworker a { count = 1 }\nmailbox inbox { keep = 30d, kepe = 2 }\n");
    let found: Vec<&str> = outcome.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        found,
        ["`mailbox` has no param `kepe`", "`MessageRetentionPeriod` takes 60 to 1209600, and this is 2592000"]
    );
    // What the noun's property refuses came through its param: it stands at the call.
    let text = |finding: &cloudc_base::Finding| outcome.sources.slice(finding.primary.span).to_owned();
    assert_eq!(outcome.findings.iter().map(text).collect::<Vec<_>>(), ["kepe", "30d"]);
}
