//! Programs applied, changed, applied again and removed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]
#![allow(clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod common;

use std::time::Duration;

use cloudc_engine::Finish;
use cloudc_provider::Interruption;
use common::{Lab, shown};

/// A network with a private part, a queue and something that reads it.
const NETWORK: &str = r#"
resource vpc: aws.ec2.VPC { CidrBlock = 10.0.0.0/16 }
resource gateway: aws.ec2.InternetGateway {}
resource attachment: aws.ec2.VPCGatewayAttachment { VpcId = vpc.VpcId, InternetGatewayId = gateway.InternetGatewayId }
for i, z in ["a", "b"] {
  resource subnet: aws.ec2.Subnet { VpcId = vpc.VpcId, CidrBlock = subnet(10.0.0.0/16, 8, i), AvailabilityZone = zone(z) }
}
resource group: aws.ec2.SecurityGroup { GroupDescription = "all", VpcId = vpc.VpcId }
resource queue: aws.sqs.Queue { VisibilityTimeout = 30 }
resource role: aws.iam.Role {
  AssumeRolePolicyDocument = {
    Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole"], Principal = { Service = "ec2.amazonaws.com" } }]
  }
}
resource access: aws.iam.RolePolicy {
  RoleName       = role.RoleName
  PolicyName     = "queue"
  PolicyDocument = { Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["sqs:SendMessage"], Resource = [queue.Arn] }] }
}
output url = queue.QueueUrl
output text = "queue ${queue.QueueName} in ${app.account}"
"#;

#[test]
fn a_program_is_made_stays_and_goes() {
    let lab = Lab::new();
    let session = lab.up(NETWORK);
    assert_eq!(session.plan.totals.create, 9);
    let outputs = &session.report.outputs;
    let url = outputs["url"].as_str().unwrap();
    assert!(url.starts_with("https://sqs.eu-west-1.amazonaws.com/000000000000/shop-queue-"), "{url}");
    assert_eq!(outputs["text"], format!("queue {} in 000000000000", url.rsplit('/').next().unwrap()));
    let document = lab.document();
    assert_eq!(document.at("subnet[\"b\"]").unwrap().properties["AvailabilityZone"], "eu-west-1b");
    assert_eq!(document.at("access").unwrap().needs, ["queue", "role"]);
    let again = lab.up(NETWORK);
    assert!(again.plan.is_empty(), "{:?}", shown(&again.plan));
    assert_eq!(lab.document().serial, document.serial, "nothing was written");
    lab.down(NETWORK);
    assert!(lab.document().is_empty());
}

#[test]
fn the_time_is_that_of_the_longest_way() {
    let lab = Lab::new();
    let session = lab.up(NETWORK);
    let forecast = &session.plan.forecast;
    let way: Vec<&str> = forecast.way.iter().map(|leg| leg.address.as_str()).collect();
    assert_eq!(way, ["role", "access"]);
    let sum: u64 = forecast.way.iter().map(|leg| leg.time).sum();
    assert_eq!(u128::from(sum), forecast.time.as_millis());
    assert_eq!(forecast.time, Duration::from_secs(13));
    assert_eq!(session.report.took, forecast.time);
}

#[test]
fn what_changes_is_changed_in_place_or_replaced() {
    let lab = Lab::new();
    lab.up(NETWORK);
    let faster = NETWORK.replace("VisibilityTimeout = 30", "VisibilityTimeout = 60, DelaySeconds = 5");
    assert_eq!(lab.plan(&faster), ["update queue: DelaySeconds VisibilityTimeout"]);
    lab.up(&faster);
    assert!(lab.plan(&faster).is_empty());
    assert_eq!(lab.plan(NETWORK), ["update queue: DelaySeconds VisibilityTimeout"]);
    let named = NETWORK.replace("VisibilityTimeout = 30", "QueueName = \"builds\"");
    let session = lab.up(&named);
    assert_eq!(
        shown(&session.plan),
        ["update access: PolicyDocument.Statement", "replace queue: DelaySeconds QueueName VisibilityTimeout"]
    );
    assert!(lab.plan(&named).is_empty());
}

#[test]
fn a_plan_says_what_follows_from_what() {
    let lab = Lab::new();
    lab.up(NETWORK);
    let session = lab.up(&NETWORK.replace("10.0.0.0/16", "10.1.0.0/16"));
    let because = |address: &str| {
        let step = session.plan.steps.iter().find(|step| step.address == address).expect("it is planned");
        (step.because.clone(), step.interrupts.iter().map(|interrupts| interrupts.how).collect::<Vec<_>>())
    };
    assert_eq!(because("vpc"), (vec![], vec![]));
    assert_eq!(because("group"), (vec!["vpc".to_owned()], vec![]));
    // A network has one gateway: the old attachment goes first.
    assert_eq!(because("attachment"), (vec!["vpc".to_owned()], vec![Interruption::Away]));
    assert!(session.plan.steps.iter().all(|step| step.address != "queue"));
}

#[test]
fn a_plan_says_what_is_interrupted_and_what_is_lost() {
    let lab = Lab::new();
    let program = |ty: &str, name: &str| {
        let image = "ImageId = \"ami-12345678\"";
        format!(
            "resource box: aws.ec2.Instance {{ InstanceType = \"{ty}\", {image} }}\n\
             resource logs: aws.logs.LogGroup {{ LogGroupName = \"{name}\" }}\n"
        )
    };
    lab.up(&program("t3.micro", "/one"));
    let session = lab.up(&program("t3.small", "/two"));
    let [machine, logs] = session.plan.steps.as_slice() else { panic!("{:?}", session.plan.steps) };
    let [restart] = machine.interrupts.as_slice() else { panic!("{machine:?}") };
    assert_eq!((restart.how, restart.places[0].to_string()), (Interruption::Restart, "InstanceType".to_owned()));
    assert!(logs.loses_data && !machine.loses_data);
}

#[test]
fn what_keeps_a_name_is_deleted_first_and_what_needs_it_too() {
    let lab = Lab::new();
    let program = |description: &str| {
        NETWORK.replace(
            "{ GroupDescription = \"all\"",
            &format!("{{ GroupName = \"web\", GroupDescription = \"{description}\""),
        )
    };
    lab.up(&program("one"));
    let session = lab.up(&program("two"));
    assert_eq!(shown(&session.plan), ["replace_delete_first group: GroupDescription"]);
    let moved = NETWORK.replace("10.0.0.0/16", "10.1.0.0/16");
    let session = lab.up(&moved);
    let steps = shown(&session.plan);
    assert!(steps.contains(&"replace vpc: CidrBlock".to_owned()), "{steps:?}");
    assert!(steps.contains(&"replace subnet[\"a\"]: CidrBlock VpcId".to_owned()), "{steps:?}");
    lab.down(&moved);
}

#[test]
fn what_keeps_something_from_going_first_goes_too() {
    let lab = Lab::new();
    let program = |zone: &str| {
        let subnet = format!("VpcId = vpc.VpcId, CidrBlock = 10.0.0.0/24, AvailabilityZone = zone(\"{zone}\")");
        let launch = "LaunchTemplateData = { InstanceType = \"t3.nano\" }";
        let version = "LaunchTemplateId = template.LaunchTemplateId, Version = template.LatestVersionNumber";
        format!(
            "resource vpc: aws.ec2.VPC {{ CidrBlock = 10.0.0.0/16 }}\n\
             resource inner: aws.ec2.Subnet {{ {subnet} }}\n\
             resource template: aws.ec2.LaunchTemplate {{ {launch} }}\n\
             resource machines: aws.autoscaling.AutoScalingGroup {{\n\
               MinSize = \"0\", MaxSize = \"1\", VPCZoneIdentifier = [inner.SubnetId], LaunchTemplate = {{ {version} }}\n}}\n"
        )
    };
    lab.up(&program("a"));
    // The group could be changed in place, but the cloud keeps a subnet in which there is one.
    let session = lab.up(&program("b"));
    let steps = shown(&session.plan);
    let both = ["replace_delete_first inner: AvailabilityZone", "replace_delete_first machines: VPCZoneIdentifier"];
    assert_eq!(steps, both);
    lab.down(&program("b"));
}

#[test]
fn what_holds_data_does_not_go_with_what_it_holds() {
    let lab = Lab::new();
    let program = |about: &str| {
        format!(
            "resource vpc: aws.ec2.VPC {{ CidrBlock = 10.0.0.0/16 }}\n\
             resource group: aws.ec2.SecurityGroup {{ VpcId = vpc.VpcId, GroupName = \"db\", GroupDescription = \"{about}\" }}\n\
             resource db: aws.rds.DBInstance {{\n\
               DBInstanceClass = \"db.t4g.micro\", Engine = \"postgres\", AllocatedStorage = \"20\"\n\
               MasterUsername = \"owner\", ManageMasterUserPassword = true, VPCSecurityGroups = [group.GroupId]\n}}\n"
        )
    };
    lab.up(&program("one"));
    let planned = lab.plan(&program("another"));
    assert!(planned.contains(&"refused db".to_owned()), "{planned:?}");
    lab.down(&program("one"));
}

#[test]
fn ranges_are_swapped_and_shrink_in_their_place() {
    let lab = Lab::new();
    lab.up(NETWORK);
    // Each takes the other's range: both old ones have to go first.
    let swapped = NETWORK.replace("[\"a\", \"b\"]", "[\"b\", \"a\"]");
    let session = lab.up(&swapped);
    let steps = shown(&session.plan);
    assert_eq!(
        steps,
        ["replace_delete_first subnet[\"a\"]: CidrBlock", "replace_delete_first subnet[\"b\"]: CidrBlock"]
    );
}

#[test]
fn what_leaves_the_program_leaves_the_cloud_in_order() {
    let lab = Lab::new();
    lab.up(NETWORK);
    let session = lab.up("resource queue: aws.sqs.Queue { VisibilityTimeout = 30 }");
    assert_eq!(session.plan.totals.delete, 8);
    assert_eq!(lab.owned().len(), 1);
}

#[test]
fn addresses_change_without_anything_being_made() {
    let lab = Lab::new();
    lab.up(NETWORK);
    let before = lab.owned();
    let renamed = NETWORK.replace("resource queue:", "@was(queue)\nresource builds:").replace("queue.", "builds.");
    let session = lab.up(&renamed);
    assert_eq!(shown(&session.plan), ["move builds"]);
    let identifiers = |owned: &[cloudc_provider::Owned]| -> Vec<String> {
        owned.iter().map(|owned| owned.identifier.clone()).collect()
    };
    assert_eq!(identifiers(&lab.owned()), identifiers(&before));
    assert_eq!(lab.document().at("access").unwrap().needs, ["builds", "role"]);
    lab.down(&renamed);
}

#[test]
fn what_is_protected_is_not_removed_and_what_is_retained_stays() {
    let lab = Lab::new();
    let program = "@protect\nresource kept: aws.sqs.Queue {}\n@retain\nresource left: aws.sqs.Queue {}\n";
    lab.up(program);
    assert_eq!(lab.plan(""), ["delete kept", "forget left", "refused kept"]);
    assert_eq!(
        lab.plan("@protect\nresource kept: aws.sqs.Queue { QueueName = \"x\" }")[..1],
        ["replace kept: QueueName"]
    );
    let trouble = common::run(lab.session(&common::graph(program), true)).unwrap_err();
    assert_eq!(trouble.0, "the plan may not be carried out");
    let open = "resource kept: aws.sqs.Queue {}\n@retain\nresource left: aws.sqs.Queue {}\n";
    let session = common::run(lab.session(&common::graph(open), true)).unwrap();
    assert_eq!(session.report.finish, Finish::Complete);
    assert_eq!(lab.owned().len(), 1, "what is retained is still there");
    assert!(lab.document().is_empty());
}

#[test]
fn what_somebody_else_owns_is_written_once() {
    let lab = Lab::new();
    let program = |size: u32, most: u32| {
        format!(
            "@external(DesiredCapacity)\nresource group: aws.autoscaling.AutoScalingGroup {{\n  MinSize = \"0\", MaxSize = \"{most}\", DesiredCapacity = \"{size}\", LaunchConfigurationName = \"c\"\n}}"
        )
    };
    lab.up(&program(1, 4));
    assert!(lab.plan(&program(3, 4)).is_empty());
    assert_eq!(lab.plan(&program(3, 5)), ["update group: MaxSize"]);
}

#[test]
fn a_failure_stops_what_depends_on_it_and_nothing_else() {
    let lab = Lab::new();
    let program = r#"
resource vpc: aws.ec2.VPC { CidrBlock = 10.0.0.0/16 }
resource outside: aws.ec2.Subnet { VpcId = vpc.VpcId, CidrBlock = 10.1.0.0/24 }
resource instance: aws.ec2.Instance { SubnetId = outside.SubnetId }
resource queue: aws.sqs.Queue {}
"#;
    let session = lab.apply(program);
    let report = &session.report;
    assert_eq!(report.finish, Finish::Incomplete);
    assert_eq!(report.failed.len(), 1);
    assert_eq!((&*report.failed[0].address, &*report.failed[0].code), ("outside", "InvalidSubnet.Range"));
    assert_eq!((&*report.not_tried[0].address, report.not_tried[0].because.as_deref()), ("instance", Some("outside")));
    assert_eq!(report.done.len(), 2);
    lab.check();
    let fixed = program.replace("10.1.0.0/24", "10.0.1.0/24");
    assert_eq!(lab.plan(&fixed), ["create instance", "create outside"]);
    lab.up(&fixed);
    lab.down(&fixed);
}

#[test]
fn what_may_change_is_looked_at_again_when_its_turn_comes() {
    let lab = Lab::new();
    let program = |ty: &str| {
        format!(
            r#"
resource template: aws.ec2.LaunchTemplate {{ LaunchTemplateData = {{ InstanceType = "{ty}" }} }}
resource group: aws.autoscaling.AutoScalingGroup {{
  MinSize = "0", MaxSize = "1"
  LaunchTemplate = {{ LaunchTemplateId = template.LaunchTemplateId, Version = template.LatestVersionNumber }}
}}
resource tag: aws.ssm.Parameter {{ Type = "String", Value = template.LaunchTemplateId }}
resource named: aws.ssm.Parameter {{ Type = "String", Value = "default ${{template.DefaultVersionNumber}}" }}
"#
        )
    };
    lab.up(&program("t3.nano"));
    let session = lab.up(&program("t3.micro"));
    assert_eq!(
        shown(&session.plan),
        [
            "update? group: LaunchTemplate.Version",
            "update? named: Value",
            "update template: LaunchTemplateData.InstanceType",
        ]
    );
    let done: Vec<&str> = session.report.done.iter().map(|done| &*done.address).collect();
    assert_eq!(done, ["template", "group"], "the default version stayed");
    assert!(lab.plan(&program("t3.micro")).is_empty());
}

#[test]
fn things_of_others_are_read_and_never_touched() {
    let lab = Lab::new();
    let program = r#"
existing vpc: aws.ec2.VPC { VpcId = "vpc-0123456789abcdef0" }
resource subnet: aws.ec2.Subnet { VpcId = vpc.VpcId, CidrBlock = 10.0.1.0/24 }
output group = vpc.DefaultSecurityGroup
"#;
    let session = lab.up(program);
    assert!(session.report.outputs["group"].as_str().unwrap().starts_with("sg-"));
    assert!(lab.plan(program).is_empty());
    let serial = lab.document().serial;
    lab.up(program);
    assert_eq!(lab.document().serial, serial);
    lab.down(program);
}

#[test]
fn a_name_is_taken_over_when_it_is_free() {
    let lab = Lab::new();
    lab.up("resource one: aws.sqs.Queue { QueueName = \"jobs\" }");
    let session = lab.up("resource two: aws.sqs.Queue { QueueName = \"jobs\" }");
    assert_eq!(shown(&session.plan), ["delete one", "create two"]);
}

#[test]
fn secrets_are_references_everywhere() {
    let lab = Lab::new();
    let program = r#"
param password: Secret<String> = "ssm:/canary/password"
resource db: aws.rds.DBInstance {
  DBInstanceClass = "db.t3.micro", Engine = "postgres", AllocatedStorage = "20"
  MasterUsername = "admin", MasterUserPassword = password
}
"#;
    lab.up(program);
    let stored = lab.document().at("db").unwrap().properties["MasterUserPassword"].to_string();
    assert_eq!(stored, r#"{"cloudc:secret":{"reference":"ssm:/canary/password"}}"#);
    assert!(lab.plan(program).is_empty());
    assert_eq!(lab.plan(&program.replace("/canary/password", "/canary/other")), ["update db: MasterUserPassword"]);
}

#[test]
fn what_a_type_says_sometimes_replaces_does_where_its_pages_say_so() {
    let lab = Lab::new();
    let table = |sort: &str| {
        format!(
            r#"resource t: aws.dynamodb.Table {{
  BillingMode          = "PAY_PER_REQUEST"
  AttributeDefinitions = [{{ AttributeName = "id", AttributeType = "S" }}, {{ AttributeName = "{sort}", AttributeType = "S" }}]
  KeySchema            = [{{ AttributeName = "id", KeyType = "HASH" }}, {{ AttributeName = "{sort}", KeyType = "RANGE" }}]
}}
"#
        )
    };
    lab.up(&table("at"));
    assert_eq!(lab.plan(&table("when")), ["replace t: AttributeDefinitions KeySchema"]);
    lab.up(&table("when"));
}
