use cloudc_base::value::Value;
use cloudc_graph::Node;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{at, first, text};

crate::check::code!("W0593" "named-secret" Warning "named_secret.md");

/// Where environments stand: a record, or a list of names with values.
const RECORDS: &[(&str, &str)] = &[("aws.lambda.Function", "Environment.Variables")];
const LISTS: &[(&str, &str, &str, &str)] = &[
    ("aws.ecs.TaskDefinition", "ContainerDefinitions.Environment", "Name", "Value"),
    ("aws.codebuild.Project", "Environment.EnvironmentVariables", "Name", "Value"),
    ("k8s.apps.v1.Deployment", "spec.template.spec.containers.env", "name", "value"),
    ("k8s.apps.v1.StatefulSet", "spec.template.spec.containers.env", "name", "value"),
    ("k8s.batch.v1.CronJob", "spec.jobTemplate.spec.template.spec.containers.env", "name", "value"),
];

/// How the name of a variable ends that holds a password, and one that holds a key.
const PASSWORDS: &[&str] = &["PASSWORD", "PASSWD", "PASSPHRASE"];
const KEYS: &[&str] = &["SECRET", "TOKEN", "API_KEY", "APIKEY", "SECRET_KEY", "PRIVATE_KEY", "ACCESS_KEY"];

/// Variables whose name says that they are secret, and whose value stands in the program.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for &(ty, path) in RECORDS {
        for (_, node) in context.index.made(ty) {
            for values in at(&node.properties, path) {
                let Value::Record(values) = values else { continue };
                values.iter().for_each(|(name, value)| look(node, path, name, value, findings));
            }
        }
    }
    for &(ty, path, name, value) in LISTS {
        for (_, node) in context.index.made(ty) {
            for entry in at(&node.properties, path) {
                if let (Some(name), Some(value)) = (first(entry, name).and_then(text), first(entry, value)) {
                    look(node, path, name, value, findings);
                }
            }
        }
    }
}

fn look(node: &Node, path: &str, name: &str, value: &Value, findings: &mut Findings) {
    if let Some(value) = text(value).filter(|value| is_secret(name, value)) {
        let message =
            format!("`{name}` is written in the program, {} letters that everybody reads", value.chars().count());
        let help = "take a param of type `Secret<String>`, or have the cloud make it up: a `secret`";
        findings.push(blame(&CODE, node, path, message).help(help));
    }
}

/// Whether a variable of this name holds a secret, and not where one is: a path, an ARN, a name.
fn is_secret(name: &str, value: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let ends = |words: &[&str]| {
        words.iter().any(|word| name == *word || name.strip_suffix(word).is_some_and(|rest| rest.ends_with('_')))
    };
    let place = value.contains("{{")
        || value.contains("${")
        || value.starts_with("arn:")
        || value.contains('/')
        || value.contains(' ');
    let mixed = value.len() >= 12
        && value.bytes().any(|byte| byte.is_ascii_digit())
        && value.bytes().any(|byte| byte.is_ascii_alphabetic());
    !value.is_empty() && !place && (ends(PASSWORDS) || (ends(KEYS) && mixed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_secrets_are_none() {
        for (name, value) in [("DB_PASSWORD", "hunter2"), ("password", "x"), ("API_TOKEN", "q8f7g6h5j4k3l2")] {
            assert!(is_secret(name, value), "{name}");
        }
        for (name, value) in [
            ("DB_PASSWORD", ""),
            ("DB_PASSWORD_FILE", "secret.txt"),
            ("PASSWORD", "/run/secrets/db"),
            ("DB_SECRET", "shop-database"),
            ("TOKEN_URL", "q8f7g6h5j4k3l2"),
            ("SECRET", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a"),
        ] {
            assert!(!is_secret(name, value), "{name}");
        }
    }
}
