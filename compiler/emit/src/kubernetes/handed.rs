//! What has to be handed over: the values and Secrets that the manifests do not hold, for programs and for people.

use std::fmt::Write;

use cloudc_base::Span;
use serde_json::{Value, json};

use super::program::Program;
use super::sealed::{PARAMETER_STORE, SECRETS_MANAGER, leaves, remote};
use super::sheet::Sheet;
use crate::LaterValues;
use crate::places::shown;

/// What has to be handed over for a cluster.
pub(super) struct Handed {
    values: Vec<Known>,
    texts: Vec<(String, String)>,
    secrets: Vec<Secret>,
    /// Whether the External Secrets Operator makes the Secrets.
    pub(super) external: bool,
}

/// A value.
struct Known {
    key: String,
    /// What it is in the words of the program.
    words: String,
    at: String,
    secret: bool,
    /// Whether it comes by the map that Kustomize reads.
    plain: bool,
    /// Whether it is written into a file of values.
    told: bool,
    /// Whether a Secret that is made by somebody else holds it.
    sealed: bool,
    uses: Vec<String>,
    /// Where the External Secrets Operator finds it: the store, the key and the entry.
    remote: Option<(&'static str, String, Option<String>)>,
}

/// A Secret.
struct Secret {
    name: String,
    namespace: Option<String>,
    kind: String,
    /// Keys and texts, with marks for what is not known.
    entries: Vec<(String, String)>,
}

impl Handed {
    pub(super) fn of(program: &Program<'_>, sheet: &Sheet) -> Handed {
        let external = program.input.options.later == LaterValues::ExternalSecrets;
        let contract = &sheet.contract;
        let mut sealed: Vec<bool> = vec![false; contract.values.len()];
        for number in sheet.sealed.iter().flat_map(|secret| &secret.entries).flat_map(|(_, pieces)| leaves(pieces)) {
            if let Some(sealed) = sealed.get_mut(number) {
                *sealed = true;
            }
        }
        let at = |span: Span| shown(span, program.input.sources);
        let values = contract.values.iter().zip(sealed).map(|(value, sealed)| Known {
            key: value.key.clone(),
            words: value.later.to_string(),
            at: at(value.later.origin()),
            secret: value.later.is_secret(),
            plain: value.is_plain,
            told: value.is_told,
            sealed,
            uses: value.uses.clone(),
            remote: (sealed && external).then(|| remote(program, &value.key, &value.later)),
        });
        let texts = contract.texts.iter().map(|(key, pieces)| (key.clone(), contract.marked(pieces)));
        let secrets = sheet.sealed.iter().map(|secret| Secret {
            name: secret.name.clone(),
            namespace: secret.namespace.clone(),
            kind: secret.kind.clone(),
            entries: secret.entries.iter().map(|(key, pieces)| (key.clone(), contract.marked(pieces))).collect(),
        });
        Handed { values: values.collect(), texts: texts.collect(), secrets: secrets.collect(), external }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty() && self.secrets.is_empty()
    }

    /// Whether some values come by the map that Kustomize reads.
    pub(super) fn is_mapped(&self) -> bool {
        self.values.iter().any(|value| value.plain)
    }
}

/// For programs.
pub(super) fn json(handed: &Handed) -> Value {
    let values = handed.values.iter().map(|value| {
        let remote = value.remote.as_ref();
        json!({
            "key": value.key,
            "value": value.words,
            "at": value.at,
            "secret": value.secret,
            "map": value.plain,
            "charts": value.told,
            "store": remote.map(|(store, key, entry)| json!({ "name": store, "key": key, "property": entry })),
            "uses": value.uses,
        })
    });
    let secrets = handed.secrets.iter().map(|secret| {
        let texts: serde_json::Map<String, Value> =
            secret.entries.iter().map(|(key, text)| (key.clone(), json!(text))).collect();
        json!({
            "name": secret.name,
            "namespace": secret.namespace,
            "type": secret.kind,
            "made": if handed.external { "external-secrets" } else { "by hand" },
            "texts": texts,
        })
    });
    json!({
        "format": "cloudc.later/1",
        "values": values.collect::<Vec<Value>>(),
        "texts": handed.texts.iter().map(|(key, _)| key).collect::<Vec<_>>(),
        "secrets": secrets.collect::<Vec<Value>>(),
    })
}

/// For people; `is_mapped`: there is a map to fill.
pub(super) fn page(handed: &Handed, is_mapped: bool) -> String {
    let mut text = "# What has to be handed over\n\nThe manifests do not hold these: the cloud decides them, or they are secret.\n".to_owned();
    if is_mapped {
        text.push_str(MAPPED);
        rows(&mut text, handed.values.iter().filter(|value| value.plain));
        if !handed.texts.is_empty() {
            let keys: Vec<String> = handed.texts.iter().map(|(key, _)| format!("`{key}`")).collect();
            let _infallible =
                writeln!(text, "\nTexts that are filled in as a whole, each `LATER_..` in them: {}.", keys.join(", "));
        }
    }
    if handed.values.iter().any(|value| value.told) {
        text.push_str(TOLD);
        rows(&mut text, handed.values.iter().filter(|value| value.told));
    }
    if handed.external {
        stores(&mut text, handed);
    } else if !handed.secrets.is_empty() {
        by_hand(&mut text, handed);
    }
    text
}

const MAPPED: &str = "\n## Values\n\n`later.yaml` is a map with one entry for each; write the values in place of `LATER_..` and `kustomization.yaml` puts
them where they are needed. The map itself is not applied. A value that stands in a document must not hold quotes or line ends.\n\n";

const TOLD: &str =
    "\n## Values of charts\n\nHelm reads these: write them in place of `LATER_..` into the `.values.yaml` files.\n\n";

fn rows<'h>(text: &mut String, values: impl Iterator<Item = &'h Known>) {
    text.push_str("| key | is | said at | needed by |\n|---|---|---|---|\n");
    for value in values {
        let uses = value.uses.iter().map(|place| format!("`{place}`")).collect::<Vec<_>>().join("<br>");
        let words = value.words.replace('|', "\\|");
        let _infallible = writeln!(text, "| `{}` | `{words}` | {} | {uses} |", value.key, value.at);
    }
}

fn by_hand(text: &mut String, handed: &Handed) {
    text.push_str("\n## Secrets\n\nThese are not among the manifests. Make them before, with these keys; each `LATER_..` is a value of the table below.\n");
    for secret in &handed.secrets {
        let namespace = secret.namespace.as_deref().unwrap_or("default");
        let _infallible = write!(text, "\n### `{}` in `{namespace}`, of type `{}`\n", secret.name, secret.kind);
        for (key, body) in &secret.entries {
            let _infallible = write!(text, "\n`{key}`:\n\n```text\n{}\n```\n", body.trim_end());
        }
    }
    text.push('\n');
    rows(text, handed.values.iter().filter(|value| value.sealed));
}

fn stores(text: &mut String, handed: &Handed) {
    let _infallible = write!(
        text,
        "\n## Secrets\n\nThe External Secrets Operator makes them. It must be installed, with two `ClusterSecretStore`s:
`{SECRETS_MANAGER}` (AWS Secrets Manager) and `{PARAMETER_STORE}` (AWS Systems Manager). It takes:\n\n| key | store | name there | entry |\n|---|---|---|---|\n"
    );
    for value in &handed.values {
        let Some((store, key, entry)) = &value.remote else { continue };
        let entry = entry.as_deref().unwrap_or("");
        let _infallible = writeln!(text, "| `{}` | `{store}` | `{key}` | {entry} |", value.key);
    }
    text.push_str("\nWhoever makes the rest of the program writes what stands below `/later/` there: addresses, and secrets without a store.\n");
}
