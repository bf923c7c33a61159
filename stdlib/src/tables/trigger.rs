use std::collections::BTreeMap;

use serde::Deserialize;

use crate::Facts;
use crate::header::flag;

/// A trigger of KEDA. All values of its parameters are strings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Trigger {
    /// Its parameters by name.
    #[serde(rename = "p", default)]
    pub parameters: BTreeMap<Box<str>, TriggerParameter>,
    /// It will be removed from KEDA.
    #[serde(rename = "old", default, deserialize_with = "flag")]
    pub deprecated: bool,
}

/// A parameter of a [`Trigger`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TriggerParameter {
    /// Where it may stand: `m` in the metadata, `e` there as `NAMEFromEnv`, `a` in a TriggerAuthentication.
    #[serde(rename = "in", default)]
    pub places: Box<str>,
    /// It must be there.
    #[serde(rename = "q", default, deserialize_with = "flag")]
    pub required: bool,
    /// The default.
    #[serde(rename = "d")]
    pub default: Option<Box<str>>,
    /// The allowed values; empty: no such list.
    #[serde(rename = "e", default)]
    pub allowed: Vec<Box<str>>,
    /// It is deprecated.
    #[serde(rename = "old", default, deserialize_with = "flag")]
    pub deprecated: bool,
}

impl Facts {
    /// The trigger of KEDA with this type, e.g. `aws-sqs-queue`.
    pub fn keda_trigger(&self, kind: &str) -> Option<Trigger> {
        serde_json::from_str(&self.kubernetes_container().text_of(&format!("keda/{kind}"))?).ok()
    }

    /// The types of KEDA's triggers, sorted.
    pub fn keda_triggers(&self) -> impl Iterator<Item = &'static str> {
        self.kubernetes_container().names_after("keda/")
    }
}
