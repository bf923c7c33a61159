//! Programs made, changed and removed in the simulated cloud, as users see it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use common::Shell;
use insta::assert_snapshot;

const SHOP: &str = r#"app shop { region = "eu-west-1" }

param name: String

resource vpc: aws.ec2.VPC { CidrBlock = 10.0.0.0/16 }
resource subnet: aws.ec2.Subnet { VpcId = vpc.VpcId, CidrBlock = 10.0.1.0/24 }

component mailbox {
  param hold: Duration = 30s
  resource queue: aws.sqs.Queue { VisibilityTimeout = hold / 1s }
  output url = queue.QueueUrl
}

mailbox orders { hold = 1min }
resource label: aws.ssm.Parameter { Type = "String", Name = "/shop/${name}", Value = orders.url }

output url   = orders.url
output place = "${app.region} ${subnet.AvailabilityZone}"
"#;

#[test]
fn a_program_is_planned_made_looked_at_changed_and_removed() {
    let shell = Shell::with(&[("main.cld", SHOP)]);
    assert_snapshot!("missing_value", shell.run("plan main.cld"));
    assert_snapshot!("plan", shell.run("plan main.cld --set name=main"));
    assert!(!shell.path(".cloudc").exists(), "a plan leaves nothing behind");
    assert_snapshot!("nobody_to_ask", shell.run("apply main.cld --set name=main"));
    assert_snapshot!("apply", shell.run("apply main.cld --set name=main --yes"));
    assert_snapshot!("nothing_to_do", shell.run("apply main.cld --set name=main --yes"));
    assert_snapshot!("output", shell.run("output main.cld"));
    assert_snapshot!("output_one", shell.run("output main.cld url"));
    assert_snapshot!("output_none", shell.run("output main.cld uri"));
    assert_snapshot!("state_list", shell.run("state list main.cld"));
    assert_snapshot!("state_show", shell.run("state show main.cld subnet"));
    shell.write("main.cld", &SHOP.replace("hold = 1min", "hold = 2min").replace("10.0.1.0/24", "10.0.1.0/25"));
    assert_snapshot!("plan_changes", shell.run("plan main.cld --set name=other --detailed-exitcode"));
    assert_snapshot!("apply_changes", shell.run("apply main.cld --set name=other --yes"));
    assert_snapshot!("destroy", shell.run("destroy main.cld --yes"));
    assert_snapshot!("destroyed", shell.run("destroy main.cld --yes"));
}

#[test]
fn a_failure_says_what_where_and_how_to_go_on() {
    let refused = SHOP.replace("10.0.1.0/24", "10.9.1.0/24");
    let refused =
        refused.replace("resource subnet", "@accept(\"subnet-outside\", \"the cloud is to say so\")\nresource subnet");
    let shell = Shell::with(&[("main.cld", &refused)]);
    assert_snapshot!(shell.run("apply main.cld --set name=main --yes"));
}

#[test]
fn events_for_machines() {
    let program = "app tiny {}\nresource queue: aws.sqs.Queue {}\noutput arn = queue.Arn\n";
    let shell = Shell::with(&[("main.cld", program)]);
    assert_snapshot!(shell.run("apply main.cld --yes --json"));
}

#[test]
fn a_saved_plan_is_carried_out_exactly_or_not_at_all() {
    let shell = Shell::with(&[("main.cld", SHOP)]);
    shell.run("plan main.cld --set name=main --out plan.json");
    let saved = std::fs::read_to_string(shell.path("plan.json")).unwrap();
    assert!(saved.starts_with("{\n  \"format\": \"cloudc.plan/1\""), "{saved}");
    assert_snapshot!("stale_program", shell.run("apply main.cld --set name=other --plan plan.json"));
    let done = shell.run("apply main.cld --set name=main --plan plan.json");
    assert!(done.ends_with("--- exit 0"), "{done}");
    assert_snapshot!("stale_state", shell.run("apply main.cld --set name=main --plan plan.json"));
    shell.write("plan.json", "{}");
    assert_snapshot!("no_plan", shell.run("apply main.cld --set name=main --plan plan.json"));
}

#[test]
fn what_cannot_be_made_is_said() {
    let shell = Shell::with(&[("main.cld", "resource queue: aws.sqs.Queue {}\n")]);
    assert_snapshot!("no_app", shell.run("plan main.cld"));
    shell.write("main.cld", "app tiny {}\nresource queue: aws.sqs.Queue { Color = 1 }\n");
    let wrong = shell.run("apply main.cld --yes");
    assert!(wrong.ends_with("--- exit 1"), "{wrong}");
    shell.write("main.cld", "app tiny {}\n@protect\nresource queue: aws.sqs.Queue {}\n");
    shell.run("apply main.cld --yes");
    assert_snapshot!("protected", shell.run("destroy main.cld --yes"));
}
