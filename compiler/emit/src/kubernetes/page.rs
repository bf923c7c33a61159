//! How what is written is applied, for people.

use std::fmt::Write;

use super::charts::Command;
use super::files::{Folder, Step};

/// `deploy.md`
pub(super) fn page(folders: &[Folder]) -> String {
    let mut text = "# How to apply\n".to_owned();
    if folders.is_empty() {
        text.push_str("\nThis program has nothing that lives on a cluster.\n");
    }
    for folder in folders {
        if folders.len() > 1 {
            let path = folder.path.trim_end_matches('/');
            let _infallible = write!(text, "\n## `{}`: the folder `{path}`\n", folder.cluster);
        }
        one(&mut text, folder);
    }
    text
}

fn one(text: &mut String, folder: &Folder) {
    let place = if folder.path.is_empty() { "the folder of this file" } else { "that folder" };
    if !folder.handed.is_empty() {
        text.push_str("\nFirst read `later.md`: something has to be handed over.\n");
    }
    let charts = folder.steps.iter().any(|step| matches!(step, Step::Chart(_)));
    if charts {
        text.push_str("\nCharts of a folder lie where the program does. ");
    } else {
        text.push('\n');
    }
    let _infallible = write!(text, "In {place}, with the context of the cluster, in this order:\n\n```sh\n");
    if folder.handed.is_mapped() {
        // Only Kustomize fills in values, and it writes all objects at once.
        folder.steps.iter().filter(|step| matches!(step, Step::Chart(_))).for_each(|step| line(text, step));
        text.push_str("kubectl kustomize . | kubectl apply --server-side -f -\n");
    } else {
        folder.steps.iter().for_each(|step| line(text, step));
    }
    text.push_str("```\n");
}

fn line(text: &mut String, step: &Step) {
    let _infallible = match step {
        Step::File(file) => writeln!(text, "kubectl apply --server-side -f {file}"),
        Step::Chart(Command { words, .. }) => {
            let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            writeln!(text, "{}", words.join(" "))
        }
    };
}

/// A word of a shell's command.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '=' | '@' | '+' | ',');
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
