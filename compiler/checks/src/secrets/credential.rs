use std::collections::BTreeSet;

use cloudc_base::Finding;
use cloudc_base::value::{From, Value};

use crate::blame::blame;
use crate::context::{Context, Findings};

crate::check::code!("E0590" "credential" Error "credential.md");

/// Keys of providers by how they begin, and how many letters and digits follow: what they are, the beginning, the least.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html> and the like.
const KEYS: &[(&str, &str, usize)] = &[
    ("an access key of AWS", "AKIA", 16),
    ("a token of GitHub", "ghp_", 36),
    ("a token of GitHub", "gho_", 36),
    ("a token of GitHub", "ghs_", 36),
    ("a token of GitHub", "github_pat_", 22),
    ("a token of GitLab", "glpat-", 20),
    ("a token of Slack", "xoxb-", 20),
    ("a token of Slack", "xoxp-", 20),
    ("a key of Stripe", "sk_live_", 24),
    ("a key of Google", "AIza", 35),
    ("a token of npm", "npm_", 36),
];

/// How private keys begin.
const PRIVATE: &[&str] = &[
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY-----",
    "-----BEGIN EC PRIVATE KEY-----",
    "-----BEGIN DSA PRIVATE KEY-----",
    "-----BEGIN OPENSSH PRIVATE KEY-----",
    "-----BEGIN ENCRYPTED PRIVATE KEY-----",
];

/// Texts that are credentials.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for node in context.graph.nodes() {
        let Value::Record(properties) = &node.properties else { continue };
        let mut seen = BTreeSet::new();
        for (property, value) in properties.iter() {
            if let Some(what) = within(value).filter(|what| seen.insert(*what)) {
                let message = format!("`{property}` holds {what}");
                findings.push(blame(&CODE, node, property, message).help(HELP));
            }
        }
    }
    for output in context.graph.outputs() {
        if let Some(what) = within(&output.value) {
            findings.push(Finding::new(&CODE, output.span, format!("`{}` holds {what}", output.name)).help(HELP));
        }
    }
}

const HELP: &str = "take it back where it was given out, for it has been written; then use a param of type `Secret<String>`";

/// The first credential in a value.
fn within(value: &Value) -> Option<&'static str> {
    let mut work = vec![value];
    while let Some(value) = work.pop() {
        match value {
            Value::Text(text) => {
                if let Some(what) = credential(text) {
                    return Some(what);
                }
            }
            Value::List(values) => work.extend(values.iter()),
            Value::Record(record) => work.extend(record.iter().map(|(_, value)| value)),
            Value::Later(later) => match later.from() {
                From::Joined(parts) | From::Call { arguments: parts, .. } => work.extend(parts.iter()),
                _ => {}
            },
            _ => {}
        }
    }
    None
}

/// What credential stands in a text.
fn credential(text: &str) -> Option<&'static str> {
    if PRIVATE.iter().any(|begin| text.contains(begin)) {
        return Some("a private key");
    }
    KEYS.iter().find(|(_, begin, least)| has(text, begin, *least)).map(|(what, ..)| *what)
}

/// Whether a key stands in a text as a word of its own. Documentation shows keys that end in `EXAMPLE`.
fn has(text: &str, begin: &str, least: usize) -> bool {
    text.match_indices(begin).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let rest = text.get(at + begin.len()..).unwrap_or_default();
        let word: &str = rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).next().unwrap_or_default();
        let alone = before.is_none_or(|before| !before.is_ascii_alphanumeric());
        let is_long = match begin {
            "AKIA" => word.len() == least && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()),
            _ => word.len() >= least && word.bytes().any(|byte| byte.is_ascii_digit()),
        };
        alone && is_long && !word.ends_with("EXAMPLE")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_from_words() {
        assert_eq!(credential("export KEY=AKIAABCDEFGHIJKLMNOP"), Some("an access key of AWS"));
        assert_eq!(credential(&format!("ghp_{}", "a1".repeat(18))), Some("a token of GitHub"));
        for text in ["AKIAIOSFODNN7EXAMPLE", "xAKIAABCDEFGHIJKLMNOP", "AKIA", "ghp_short", "npm_config_registry_for_all_of_the_projects", "-----BEGIN PUBLIC KEY-----"] {
            assert_eq!(credential(text), None, "{text}");
        }
    }
}
