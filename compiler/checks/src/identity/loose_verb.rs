use std::collections::BTreeSet;

use cloudc_base::{Finding, Span};
use cloudc_base::value::Value;

use crate::context::{Context, Findings};
use crate::read::{at, text};

crate::check::code!("E0559" "loose-verb" Error "loose_verb.md");

/// How actions begin that change something.
const CHANGES: &[&str] = &[
    "BatchDelete", "BatchWrite", "Create", "Delete", "Modify", "Publish", "Purge", "Put", "Remove", "Send", "Terminate",
    "Update", "Write",
];

/// How actions begin that take something away, or can.
const TAKES: &[&str] = &["BatchDelete", "BatchWrite", "Delete", "Purge", "Remove", "Terminate"];

/// Verbs that do what their name says they do not: `read` only reads, `write` never deletes, in every noun.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let mut seen: BTreeSet<Span> = BTreeSet::new();
    for instance in context.graph.instances() {
        for ((verb, statements), span) in instance.verbs.iter().zip(&instance.verbs_at) {
            let Some(message) = wrong(verb, statements) else { continue };
            // A noun that is used twice has one mistake.
            if seen.insert(*span) {
                let finding = Finding::new(&CODE, *span, message).label(instance.span, "for what is used here");
                findings.push(finding.help("let another verb do that: `write`, `delete`, `own`, or one of your own"));
            }
        }
    }
}

/// What is wrong with a verb, if something is.
fn wrong(verb: &str, statements: &Value) -> Option<String> {
    let begins = |action: &&str, words: &[&str]| {
        let name = action.split_once(':').map_or("", |(_, name)| name);
        words.iter().any(|word| name.starts_with(word))
    };
    let actions: Vec<&str> = at(statements, "actions").into_iter().filter_map(text).collect();
    match verb {
        "read" | "list" => {
            let found = actions.iter().find(|action| begins(action, CHANGES))?;
            Some(format!("`{verb}` only reads, and `{found}` does not"))
        }
        "write" => {
            let found = actions.iter().find(|action| begins(action, TAKES))?;
            Some(format!("`write` never deletes, and `{found}` can"))
        }
        _ => None,
    }
}
