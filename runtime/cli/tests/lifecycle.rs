//! What happens to programs and their things beside making and removing them, as users see it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use common::Shell;
use insta::assert_snapshot;

const SHOP: &str = r#"app shop { region = "eu-west-1" }
resource vpc: aws.ec2.VPC { CidrBlock = 10.0.0.0/16 }
resource subnet: aws.ec2.Subnet { VpcId = vpc.VpcId, CidrBlock = 10.0.1.0/24 }
resource topic: aws.sns.Topic { DisplayName = "news" }
resource queue: aws.sqs.Queue { QueueName = "jobs", VisibilityTimeout = 30 }
@accept("unheard", "nothing is sent")
resource feed: aws.sns.Subscription { TopicArn = topic.TopicArn, Protocol = "sqs", Endpoint = queue.Arn }
"#;

#[test]
fn a_part_of_a_program() {
    let shell = Shell::with(&[("main.cld", SHOP)]);
    assert_snapshot!("only", shell.run("plan main.cld --only subnet"));
    assert_snapshot!("except", shell.run("plan main.cld --except topic"));
    assert_snapshot!("only_nothing", shell.run("plan main.cld --only subnets"));
    assert_snapshot!("only_apply", shell.run("apply main.cld --yes --except topic --except vpc"));
    let saved = shell.run("plan main.cld --only feed --out plan.json");
    assert!(saved.contains("Not named, but needed, or broken otherwise:\n  topic"), "{saved}");
    let done = shell.run("apply main.cld --plan plan.json");
    assert!(done.contains("Done: 2 made"), "{done}");
    assert_snapshot!("destroy_part", shell.run("destroy main.cld --yes --only topic"));
    assert_snapshot!("destroy_except", shell.run("destroy main.cld --yes --except queue"));
}

/// The second subnet lies outside of its network, which the cloud finds out too.
fn broken() -> String {
    let changed = SHOP.replace("VisibilityTimeout = 30", "VisibilityTimeout = 60").replace("= \"news\"", "= \"olds\"");
    let accepted = "@accept(\"subnet-outside\", \"the cloud is to say so\")\n";
    format!("{changed}{accepted}resource other: aws.ec2.Subnet {{ VpcId = vpc.VpcId, CidrBlock = 10.9.1.0/24 }}\n")
}

#[test]
fn what_failed_is_taken_back() {
    let shell = Shell::with(&[("main.cld", SHOP)]);
    shell.run("apply main.cld --yes");
    let before = shell.run("state list main.cld");
    shell.write("main.cld", &broken());
    assert_snapshot!("on_failure_undo", shell.run("apply main.cld --yes --on-failure undo"));
    assert_eq!(shell.run("state list main.cld"), before);
    let failed = shell.run("apply main.cld --yes");
    assert!(failed.ends_with("--- exit 4"), "{failed}");
    assert_snapshot!("plan_unfinished", shell.run("plan main.cld"));
    assert_snapshot!("undo_asks", shell.run("undo main.cld"));
    assert_snapshot!("undo", shell.run("undo main.cld --yes"));
    assert_snapshot!("undo_nothing", shell.run("undo main.cld --yes"));
    shell.write("main.cld", SHOP);
    assert!(shell.run("plan main.cld").starts_with("Nothing to do"), "everything is as before");
}

#[test]
fn what_is_there_goes_however_wrong_the_program_is() {
    let shell = Shell::with(&[("main.cld", SHOP)]);
    shell.run("apply main.cld --yes");
    // The second subnet lies outside of its network: a check finds that.
    let outside = "resource other: aws.ec2.Subnet { VpcId = vpc.VpcId, CidrBlock = 10.9.1.0/24 }\n";
    shell.write("main.cld", &format!("{SHOP}{outside}"));
    let planned = shell.run("plan main.cld");
    assert!(planned.contains("E0510") && planned.ends_with("--- exit 1"), "{planned}");
    assert!(shell.run("state list main.cld").contains("subnet"));
    let gone = shell.run("destroy main.cld --yes");
    assert!(gone.contains("5 deleted") && gone.ends_with("--- exit 0"), "{gone}");
}

#[test]
fn the_state_is_put_right() {
    let shell = Shell::with(&[("main.cld", SHOP)]);
    shell.run("apply main.cld --yes");
    assert_snapshot!("state_mv", shell.run("state mv main.cld topic news"));
    assert_snapshot!("state_mv_taken", shell.run("state mv main.cld queue news"));
    assert_snapshot!("state_mv_missing", shell.run("state mv main.cld topic other"));
    assert_snapshot!("state_rm", shell.run("state rm main.cld feed"));
    assert_snapshot!("state_history", shell.run("state history main.cld"));
    assert_snapshot!("state_plan", shell.run("plan main.cld"));
    assert_snapshot!("state_rollback", shell.run("state rollback main.cld 10"));
    assert!(shell.run("plan main.cld").starts_with("Nothing to do"), "{}", shell.run("plan main.cld"));
    assert_snapshot!("state_rollback_missing", shell.run("state rollback main.cld 3"));
    assert_snapshot!("unlock", shell.run("unlock main.cld --yes"));
}

#[test]
fn a_state_is_taken_elsewhere_and_back() {
    let shell = Shell::with(&[("main.cld", SHOP)]);
    shell.run("apply main.cld --yes");
    let whole = shell.plain("state pull main.cld");
    shell.write("saved.json", &whole);
    shell.run("state rm main.cld feed");
    assert_snapshot!("push_older", shell.run("state push main.cld saved.json"));
    assert_snapshot!("push", shell.run("state push main.cld saved.json --force"));
    assert!(shell.run("plan main.cld").starts_with("Nothing to do"));
    shell.write("torn.json", whole.get(..200).unwrap());
    assert_snapshot!("push_torn", shell.run("state push main.cld torn.json"));
    shell.write("other.cld", "app other { region = \"eu-west-1\" }\n");
    assert_snapshot!("push_another", shell.run("state push other.cld saved.json"));
}

#[test]
fn somebody_else_changes_things() {
    let shell = Shell::with(&[("main.cld", SHOP), ("other.cld", "app other { region = \"eu-west-1\" }\n")]);
    shell.run("apply main.cld --yes");
    assert_snapshot!("drift_none", shell.run("drift main.cld"));
    // The other program takes things over, changes one and deletes one.
    for (address, ty) in [("topic", "aws.sns.Topic"), ("queue", "aws.sqs.Queue"), ("feed", "aws.sns.Subscription")] {
        let shown: String = shell.plain(&format!("state show main.cld {address}"));
        let identifier = shown.lines().find_map(|line| line.trim().strip_prefix("\"identifier\": \"")).unwrap();
        let identifier = identifier.trim_end_matches(',').trim_end_matches('"');
        let taken = shell.run(&format!("import other.cld {address} {identifier} --type {ty}"));
        assert!(taken.ends_with("--- exit 0"), "{taken}");
        if address == "queue" {
            assert_snapshot!("import", taken);
        }
    }
    let text = std::fs::read_to_string(shell.path("other.cld")).unwrap();
    let (text, _) = text.split_once("resource feed").unwrap();
    shell.write("other.cld", &text.replace("VisibilityTimeout = 30", "VisibilityTimeout = 60\n  DelaySeconds = 5"));
    assert!(shell.run("apply other.cld --yes").contains("Done: 1 changed, 1 deleted"));
    shell.write("main.cld", &SHOP.replace("VisibilityTimeout = 30", "VisibilityTimeout = 45"));
    assert_snapshot!("drift", shell.run("drift main.cld --detailed-exitcode"));
    assert_snapshot!("drift_json", shell.run("drift main.cld --json"));
    assert_snapshot!("drift_revert_asks", shell.run("drift main.cld --revert"));
    assert_snapshot!("drift_revert", shell.run("drift main.cld --revert --yes"));
    assert!(shell.run("drift main.cld").starts_with("Nothing has changed"));
    shell.run("apply other.cld --yes");
    shell.write("other.cld", &std::fs::read_to_string(shell.path("other.cld")).unwrap().replace("= 60", "= 50"));
    shell.run("apply other.cld --yes");
    assert_snapshot!("drift_accept", shell.run("drift main.cld --accept --yes"));
    assert_snapshot!("drift_accepted", shell.run("plan main.cld"));
}

#[test]
fn what_is_there_becomes_the_programs() {
    let shell = Shell::with(&[("main.cld", SHOP)]);
    shell.run("apply main.cld --yes");
    for address in ["feed", "queue", "subnet"] {
        shell.run(&format!("state rm main.cld {address}"));
    }
    assert_snapshot!("discover", shell.run("discover main.cld"));
    let (head, _) = SHOP.split_once("resource subnet").unwrap();
    shell.write("main.cld", &format!("{head}resource topic: aws.sns.Topic {{ DisplayName = \"news\" }}\n"));
    let url = "https://sqs.eu-west-1.amazonaws.com/000000000000/jobs";
    assert_snapshot!("import_no_type", shell.run(&format!("import main.cld queue {url}")));
    assert_snapshot!("import_no_name", shell.run(&format!("import main.cld a.b {url} --type aws.sqs.Queue")));
    assert_snapshot!("import_not_there", shell.run(&format!("import main.cld queue {url}x --type aws.sqs.Queue")));
    assert_snapshot!("import_dry", shell.run(&format!("import main.cld queue {url} --type aws.sqs.Queue --dry-run")));
    shell.run(&format!("import main.cld queue {url} --type aws.sqs.Queue"));
    for ty in ["aws.sns.Subscription", "aws.ec2.Subnet"] {
        let found = shell.plain(&format!("discover main.cld --type {ty}"));
        let identifier = found.split_whitespace().nth(1).unwrap();
        let name = if ty.ends_with("Subnet") { "subnet" } else { "feed" };
        assert_snapshot!(
            format!("import_{name}"),
            shell.run(&format!("import main.cld {name} {identifier} --type {ty}"))
        );
        if name == "feed" {
            let text = std::fs::read_to_string(shell.path("main.cld")).unwrap();
            let accepted = "@accept(\"unheard\", \"nothing is sent\")\nresource feed";
            shell.write("main.cld", &text.replace("resource feed", accepted));
        }
    }
    assert!(shell.run("plan main.cld").starts_with("Nothing to do"), "{}", shell.run("plan main.cld"));
    assert_snapshot!("discover_nothing", shell.run("discover main.cld"));
    assert_snapshot!("import_twice", shell.run(&format!("import main.cld queues {url} --type aws.sqs.Queue")));
}

const MACHINES: &str = r#"app shop { region = "eu-west-1" }
network net { cidr = 10.0.0.0/16, zones = 2, nat = "instance" }
server bastion { type = "t4g.nano", image = image("ubuntu/24.04", arch = "arm64"), network = net, public = true }
"#;

#[test]
fn machines_are_halted_and_go_on() {
    let shell = Shell::with(&[("main.cld", MACHINES)]);
    assert_snapshot!("halt_nothing", shell.run("halt main.cld --yes"));
    shell.run("apply main.cld --yes");
    assert_snapshot!("halt", shell.run("halt main.cld --yes"));
    assert_snapshot!("halt_again", shell.run("halt main.cld --yes"));
    assert!(shell.run("plan main.cld").starts_with("Nothing to do"));
    assert_snapshot!("resume", shell.run("resume main.cld --yes"));
    assert_snapshot!("resume_again", shell.run("resume main.cld --yes"));
    assert_snapshot!("halt_unknown", shell.run("halt main.cld basti --yes"));
}

const DOORS: &str = r#"app shop { region = "eu-west-1" }
param operators: [Cidr]
network net { cidr = 10.0.0.0/16, zones = 2, nat = "instance" }
server bastion { type = "t4g.nano", image = image("ubuntu/24.04", arch = "arm64"), network = net, public = true }
server inside { type = "t4g.nano", image = image("ubuntu/24.04", arch = "arm64"), network = net }
server cellar { type = "t4g.nano", image = image("ubuntu/24.04", arch = "arm64"), network = net }
tunnel board { to = inside, forward { page = 8080, store = 6379 } }
allow operators to reach bastion on tcp(22)
allow bastion to reach inside on tcp(22)
"#;

#[test]
fn machines_are_reached_by_the_ways_of_the_program() {
    let shell = Shell::with(&[("main.cld", DOORS)]);
    let run = |command: &str| shell.run(&command.replace("main.cld", "main.cld --set operators=[203.0.113.0/24]"));
    assert_snapshot!("ssh_early", run("ssh main.cld bastion"));
    let made = run("apply main.cld --yes");
    assert!(made.ends_with("--- exit 0"), "{made}");
    assert_snapshot!("ssh", without_addresses(&run("ssh main.cld bastion")));
    assert_snapshot!("ssh_inside", without_addresses(&run("ssh main.cld inside --print -- uname -a")));
    assert_snapshot!("ssh_no_way", run("ssh main.cld cellar"));
    assert_snapshot!("ssh_nothing", run("ssh main.cld net"));
    assert_snapshot!("tunnel", without_addresses(&run("tunnel main.cld board")));
    assert_snapshot!("tunnel_none", run("tunnel main.cld bastion"));
}

/// Addresses of machines are drawn by chance.
fn without_addresses(text: &str) -> String {
    let masked = |word: &str| match word.rsplit_once('@') {
        Some((head, address)) if address.split('.').count() == 4 => format!("{head}@ADDRESS"),
        _ => word.to_owned(),
    };
    text.split(' ').map(|word| word.split(',').map(masked).collect::<Vec<_>>().join(",")).collect::<Vec<_>>().join(" ")
}

const SEVERAL: &str = r#"
app several { region = "eu-west-1" }
for kind in ["in", "out"] { resource mail: aws.sqs.Queue { VisibilityTimeout = 5 } }
"#;

#[test]
fn a_state_that_is_not_beside_its_program_says_so_at_first() {
    let shell = Shell::with(&[]);
    for folder in [".cloudc", "inner"] {
        std::fs::create_dir(shell.path(folder)).expect("it is new");
    }
    shell.write("inner/main.cld", SEVERAL);
    let said = |text: &str| text.contains("the state of this program is not beside it");
    assert!(said(&shell.run("plan inner/main.cld")) && said(&shell.run("apply inner/main.cld --yes")));
    assert!(!said(&shell.run("plan inner/main.cld")));
}

#[test]
fn everything_below_an_address_is_moved_and_forgotten() {
    let shell = Shell::with(&[("main.cld", SEVERAL)]);
    shell.run("apply main.cld --yes");
    let moved = shell.run("state mv main.cld mail post");
    assert!(moved.contains("`mail[\"in\"]` is recorded at `post[\"in\"]` now."), "{moved}");
    assert!(shell.run("state list main.cld").contains("post[\"out\"]"));
    let none = shell.run("state mv main.cld mail post");
    assert!(none.contains("nothing is recorded at `mail`"), "{none}");
    let forgotten = shell.run("state rm main.cld post");
    assert_eq!(forgotten.matches("stays in the cloud").count(), 2, "{forgotten}");
}

#[test]
fn a_plan_for_a_state_that_is_gone_is_stale() {
    let shell = Shell::with(&[("main.cld", SEVERAL)]);
    shell.run("apply main.cld --yes");
    shell.run("plan main.cld --out plan.json");
    std::fs::remove_dir_all(shell.path(".cloudc")).expect("it is there");
    let told = shell.run("apply main.cld --plan plan.json");
    assert!(told.contains("is stale: the state has changed since"), "{told}");
}

#[test]
fn a_new_program_is_written() {
    let shell = Shell::with(&[]);
    assert_snapshot!("init_list", shell.run("init"));
    assert_snapshot!("init_unknown", shell.run("init joobs"));
    assert_snapshot!("init", shell.run("init jobs"));
    assert_snapshot!("init_there", shell.run("init jobs"));
    for (template, name) in [("api", "my-api"), ("empty", "1"), ("jobs", "jobs2")] {
        shell.run(&format!("init {template} {name}"));
        let checked = shell.run(&format!("check {name}/main.cld --deny warnings --set mail=me@example.com"));
        let checked =
            if template == "jobs" { checked } else { shell.run(&format!("check {name}/main.cld --deny warnings")) };
        assert!(checked.contains("nothing wrong"), "{checked}");
        assert!(shell.run(&format!("fmt --check {name}/main.cld")).ends_with("--- exit 0"));
        let mail = if template == "jobs" { " --set mail=me@example.com" } else { "" };
        let made = shell.run(&format!("apply {name}/main.cld --yes{mail}"));
        assert!(made.ends_with("--- exit 0"), "{made}");
    }
}
