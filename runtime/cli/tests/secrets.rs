//! What a secret is stands nowhere: not in what is printed, recorded, planned or logged, wherever a user put it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use std::path::Path;

use common::{CANARY, Shell};

/// Secrets in properties, in texts made of them, in documents, in objects of Kubernetes, and in what nouns take; and one that
/// the cloud makes.
const VAULT: &str = r#"app vault { region = "eu-west-1" }
param password: Secret<String>
param token: Secret<String>
resource db: aws.rds.DBInstance {
  DBInstanceClass = "db.t3.micro", Engine = "postgres", AllocatedStorage = "20"
  MasterUsername = "admin", MasterUserPassword = password
}
resource link: aws.secretsmanager.Secret { SecretString = json({ url = "postgres://admin:${password}@${db.Endpoint.Address}/x" }) }
resource both: aws.secretsmanager.Secret { SecretString = "${token}/${password}" }
network net { cidr = 10.0.0.0/16, zones = 2, nat = "instance" }
cluster edge { network = net, version = "1.33" }
resource words: k8s.core.v1.Secret on edge {
  metadata   = { name = "words", namespace = "default" }
  stringData = { password = password, all = yaml({ deep = [token] }) }
}
cache store { engine = "redis 7.1", network = net, type = "cache.t4g.micro" }
"#;

const SET: &str = "--set password=file:secret.txt --set token=env:TOKEN";

#[test]
fn a_secret_is_nowhere() {
    let shell = Shell::with(&[("main.cld", VAULT), ("secret.txt", CANARY)]);
    let mut shown = String::new();
    let mut tell = |command: &str| {
        let said = shell.run(&command.replace("SET", SET));
        shown.push_str(&said);
        said
    };
    let checked = tell("check main.cld SET");
    assert!(checked.ends_with("--- exit 0"), "{checked}");
    let made = tell("apply main.cld SET --yes --json");
    assert!(made.ends_with("--- exit 0"), "{made}");
    for command in [
        "plan main.cld SET --json",
        "show main.cld SET",
        "graph main.cld --to json SET",
        "graph main.cld --to svg --resources SET",
        "why main.cld db SET",
        "eval main.cld password SET",
        "eval main.cld link SET",
        "emit main.cld --to cloudformation --out emitted SET",
        "output main.cld SET",
        "state list main.cld SET --json",
        "state show main.cld words SET",
        "state show main.cld both SET",
        "state pull main.cld SET",
        "drift main.cld SET",
        "discover main.cld SET",
        "halt main.cld SET --yes",
    ] {
        tell(command);
    }
    // Another secret, and one that fails on the way: the undo has to put it back.
    let other = VAULT
        .replace("${token}/${password}", "${password}-${token}")
        .replace("AllocatedStorage = \"20\"", "AllocatedStorage = \"30\"");
    let failing = "@accept(\"subnet-outside\", \"the cloud is to say so\")\nresource out: aws.ec2.Subnet { VpcId = net.vpc.VpcId, CidrBlock = 10.99.0.0/24 }\n";
    shell.write("main.cld", &format!("{other}{}", failing.replace("net.vpc.VpcId", "net.id")));
    tell("plan main.cld SET --out plan.json");
    let failed = tell("apply main.cld SET --yes --on-failure undo");
    assert!(failed.contains("Everything is as it was before."), "{failed}");
    shell.write("main.cld", VAULT);
    assert!(tell("plan main.cld SET").starts_with("Nothing to do"), "{shown}");
    tell("destroy main.cld SET --yes");
    assert!(shown.contains("secret"), "{shown}");
    assert!(!shown.contains(CANARY), "{}", around(&shown));
    no_file_holds_it(&shell, 8);
}

/// Whoever writes the secret itself where a reference belongs is told so, without being quoted.
#[test]
fn a_secret_given_as_it_is_is_refused_and_not_repeated() {
    let shell = Shell::with(&[("main.cld", VAULT)]);
    for command in
        ["check main.cld", "plan main.cld", "apply main.cld --yes", "eval main.cld password", "graph main.cld"]
    {
        let said = shell.run(&format!("{command} --set token=ssm:/token --set password={CANARY}"));
        let misspelt = shell.run(&format!("{command} --set token=ssm:/token --set pasword={CANARY}"));
        assert!(!misspelt.contains(CANARY), "{}", around(&misspelt));
        assert!(!said.contains(CANARY), "{}", around(&said));
        assert!(!said.ends_with("--- exit 0"), "{said}");
    }
    no_file_holds_it(&shell, 0);
}

/// A key that the cloud tells once, and who needs it.
const ONCE: &str = r#"app once { region = "eu-west-1" }
resource robot: aws.iam.User {}
resource key: aws.iam.AccessKey { UserName = robot.UserName }
resource link: aws.secretsmanager.Secret { SecretString = json({ id = key.Id, secret = key.SecretAccessKey }) }
"#;

#[test]
fn what_is_told_once_is_kept_and_shown_to_who_asks_for_it_only() {
    let shell = Shell::with(&[("main.cld", ONCE)]);
    let made = shell.run("apply main.cld --yes --json");
    assert!(made.ends_with("--- exit 0"), "{made}");
    let secret = shell.plain("output main.cld --reveal key.SecretAccessKey").trim().to_owned();
    assert_eq!(secret.len(), 32);
    let said: String = [
        "plan main.cld --json",
        "output main.cld",
        "state show main.cld key",
        "state pull main.cld",
        "drift main.cld",
        "state mv main.cld link other",
        "state mv main.cld other link",
        "state rekey main.cld",
        "state mv main.cld key moved",
        "state mv main.cld moved key",
    ]
    .into_iter()
    .map(|command| shell.plain(command))
    .collect();
    assert!(said.contains("SecretAccessKey"), "{said}");
    assert!(!said.contains(&secret) && !made.contains(&secret));
    let mut files = 0;
    each_file(&shell.path("."), &mut |path, text| {
        files += 1;
        assert!(!text.contains(&secret), "{}", path.display());
    });
    assert!(files > 8, "{files}");
    assert_eq!(shell.plain("output main.cld --reveal key.SecretAccessKey").trim(), secret);
    let wrong = shell.run("output main.cld --reveal key.SecretAccesKey");
    assert!(wrong.contains("did you mean `key.SecretAccessKey`?"), "{wrong}");
    assert!(shell.plain("plan main.cld").starts_with("Nothing to do"));
}

/// What is lost with its key is said, stands in the way of nothing that does not need it, and is made anew where one says so.
#[test]
fn a_key_that_is_lost_is_given_up_only_where_one_says_so() {
    let shell = Shell::with(&[("main.cld", ONCE)]);
    shell.plain("apply main.cld --yes");
    let key = shell.path(".cloudc/local/state/once/key");
    let kept = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    assert!(shell.plain("plan main.cld").starts_with("Nothing to do"));
    shell.write("main.cld", &ONCE.replace("id = key.Id", "name = key.Id"));
    let failed = shell.run("apply main.cld --yes");
    assert!(failed.contains("the secrets of the state are sealed with the key"), "{failed}");
    let refused = shell.run("state rekey main.cld");
    assert!(refused.contains("--give-up") && refused.ends_with("--- exit 3"), "{refused}");
    // The file is found again.
    std::fs::write(&key, &kept).unwrap();
    let well = shell.run("apply main.cld --yes");
    assert!(well.ends_with("--- exit 0"), "{well}");
    // It is not.
    std::fs::remove_file(&key).unwrap();
    let given_up = shell.run("state rekey main.cld --give-up");
    assert!(given_up.contains("`key.SecretAccessKey` is given up"), "{given_up}");
    let planned = shell.run("plan main.cld");
    assert!(planned.contains("its SecretAccessKey was told once"), "{planned}");
    shell.plain("apply main.cld --yes");
    assert_eq!(shell.plain("output main.cld --reveal key.SecretAccessKey").trim().len(), 32);
    // To remove it nobody needs a key.
    std::fs::remove_file(&key).unwrap();
    shell.plain("destroy main.cld --yes");
}

fn around(text: &str) -> &str {
    let at = text.find(CANARY).unwrap_or(0);
    text.get(at.saturating_sub(200)..(at + 200).min(text.len())).unwrap_or(text)
}

fn no_file_holds_it(shell: &Shell, least: usize) {
    let mut files = 0;
    each_file(&shell.path("."), &mut |path, text| {
        files += 1;
        assert!(path.ends_with("secret.txt") || !text.contains(CANARY), "{}", path.display());
    });
    assert!(files > least, "{files}");
}

fn each_file(folder: &Path, visit: &mut dyn FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            each_file(&path, visit);
        } else {
            visit(&path, &String::from_utf8_lossy(&std::fs::read(&path).unwrap()));
        }
    }
}
