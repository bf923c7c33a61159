//! What a deployer needs, as the command line tells it: `emit --to iam` and `check --deployer-policy`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::path::Path;
use std::process::{Command, Output};

const SHOP: &str = "app shop { region = \"eu-west-1\" }\nqueue builds {}\n";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cloudc")).args(arguments).current_dir(folder).env_clear().output().unwrap()
}

/// What a run printed to standard output, and its exit code.
fn said(folder: &Path, arguments: &[&str]) -> (String, i32) {
    let output = run(folder, arguments);
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

fn shop(policy: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("main.cld"), SHOP).unwrap();
    std::fs::write(folder.path().join("policy.json"), policy).unwrap();
    folder
}

#[test]
fn what_is_written_is_enough_to_deploy_with() {
    let folder = shop("{}");
    for way in ["direct", "cloudformation"] {
        let emit = ["emit", "main.cld", "--to", "iam", "--out", "out", "--account", "123456789012"];
        assert_eq!(run(folder.path(), &emit).status.code(), Some(0));
        let files = ["plan", "apply", "destroy"].map(|phase| format!("out/{way}/{phase}.json"));
        let mut check = vec!["check", "main.cld", "--by", way, "--account", "123456789012", "--format", "short"];
        files.iter().for_each(|file| check.extend(["--deployer-policy", file]));
        assert_eq!(said(folder.path(), &check), (String::new(), 0));
        // Without what applies, nothing can be made.
        let mut less = check.clone();
        let apply = less.iter().position(|word| word.ends_with("apply.json")).unwrap();
        less.drain(apply - 1..=apply);
        let (text, exit) = said(folder.path(), &less);
        assert!(
            text.contains("main.cld:2:1: error[E0540 deployer-lacks]: the policy lacks `sqs:CreateQueue`: `builds"),
            "{text}"
        );
        assert_eq!(exit, 1);
    }
}

#[test]
fn policies_are_judged_for_the_phase_that_they_are_for() {
    let folder = shop("{}");
    let emit = ["emit", "main.cld", "--to", "iam", "--out", "out", "--account", "123456789012"];
    assert_eq!(run(folder.path(), &emit).status.code(), Some(0));
    let check = ["check", "main.cld", "--account", "123456789012", "--format", "short", "--deployer-policy"];
    let own = [&check[..], &["out/direct/import.json", "--phase", "import"]].concat();
    assert_eq!(said(folder.path(), &own), (String::new(), 0));
    let other = [&check[..], &["out/direct/discover.json", "--phase", "discover,import"]].concat();
    let (text, exit) = said(folder.path(), &other);
    assert!(text.contains("the policy lacks `sqs:TagQueue`"), "{text}");
    assert_eq!(exit, 1);
}

#[test]
fn the_main_policy_is_printed() {
    let folder = shop("{}");
    let (text, exit) = said(folder.path(), &["emit", "main.cld", "--to", "iam", "--account", "123456789012"]);
    let policy: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(policy["Statement"].as_array().unwrap().iter().all(|statement| statement["Effect"] == "Allow"));
    assert!(text.contains("\"arn:aws:sqs:eu-west-1:123456789012:shop-builds-queue*\""), "{text}");
    assert_eq!(exit, 0);
}

#[test]
fn what_is_too_wide_is_a_note() {
    let folder = shop(r#"{"Statement": [{"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}]}"#);
    let check = ["check", "main.cld", "--deployer-policy", "policy.json", "--format", "short"];
    let (text, exit) = said(folder.path(), &check);
    assert!(
        text.starts_with("main.cld:2:1: information[I0542 deployer-wide]: the statement `All` of policy.json allows"),
        "{text}"
    );
    assert_eq!((text.lines().count(), exit), (1, 0));
}

#[test]
fn what_is_no_policy_is_refused() {
    for text in ["", "{}", "[1]", r#"{"Statement": [{"Effect": "Allow"}]}"#] {
        let folder = shop(text);
        let output = run(folder.path(), &["check", "main.cld", "--deployer-policy", "policy.json"]);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(errors.contains("`policy.json` is no policy of IAM"), "{errors}");
        assert_eq!(output.status.code(), Some(2));
    }
    let output = run(shop("{}").path(), &["check", "main.cld", "--account", "12", "--deployer-policy", "policy.json"]);
    assert_eq!(output.status.code(), Some(2));
}
