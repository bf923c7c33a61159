//! Which stacks a program becomes, in which order, as the compiler wrote it down in `deploy.json`.

use std::collections::BTreeMap;

use cloudc_aws::Stacks;
use cloudc_compiler::emit::Emitted;
use cloudc_provider::Fault;
use serde::Deserialize;

use crate::failure::Failure;

/// The stacks of a program, in the order in which they are made.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Script {
    pub(super) steps: Vec<Part>,
}

/// A stack.
#[derive(Debug, Deserialize)]
pub(super) struct Part {
    /// Its file among what is written.
    pub(super) template: String,
    /// What it is called.
    pub(super) stack: String,
    pub(super) region: Option<String>,
    pub(super) account: Option<String>,
    pub(super) capabilities: Vec<String>,
    pub(super) parameters: BTreeMap<String, Source>,
}

impl Part {
    /// Where it is.
    pub(super) fn region(&self, stacks: &Stacks) -> String {
        self.region.clone().unwrap_or_else(|| stacks.home().to_string())
    }

    /// A fault of CloudFormation's, as one of this stack.
    pub(super) fn refused(&self) -> impl Fn(Fault) -> Failure {
        |source| Failure::Refused { what: self.stack.clone(), source }
    }
}

/// Where the value of a parameter comes from.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Source {
    /// An output of a stack made before.
    Output { stack: String, output: String },
    /// `bucket`: the bucket of archives; `default`: it has one; `ask`: somebody has to say it.
    Word(BTreeMap<String, bool>),
}

impl Source {
    /// Whether it is this word.
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Source::Word(words) if words.contains_key(word))
    }
}

impl Script {
    pub(super) fn of(emitted: &Emitted) -> Script {
        let text = emitted.text("deploy.json");
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }
}

/// What is uploaded, as `assets.json` says.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Assets {
    #[serde(default)]
    pub(super) archives: Vec<Asset>,
    #[serde(default)]
    pub(super) templates: Vec<Asset>,
}

/// An object for the bucket.
#[derive(Debug, Deserialize)]
pub(super) struct Asset {
    pub(super) key: String,
    /// Its file among what is written; none for what has to be built first.
    pub(super) file: Option<String>,
}

impl Assets {
    pub(super) fn of(emitted: &Emitted) -> Assets {
        let text = emitted.text("assets.json");
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }
}
