use std::collections::BTreeMap;

use cloudc_provider::path::Place;
use cloudc_provider::{Site, Timestamp, Token};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// What is recorded of one resource.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its type, as the language writes it.
    #[serde(rename = "type")]
    pub ty: String,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Kind::is_managed")]
    pub kind: Kind,
    /// Where it lives.
    pub site: Site,
    /// Its primary identifier; empty for what has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub identifier: String,
    /// What was written, with every reference resolved; a secret is an object that says where it comes from.
    pub properties: Json,
    /// What the cloud told beside or instead of that.
    pub attributes: Json,
    /// What the cloud told only once and nobody may see, by its place in the cloud's model: sealed for the address.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sealed: BTreeMap<String, String>,
    /// The addresses of what it needed when it was made or last changed: it goes before them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// The operation that made it.
    pub token: Token,
    /// Making it did not finish: it is there and cannot be relied on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unfinished: bool,
    /// Places of which nobody knows what is there, because changing them failed half-way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsure: Vec<Place>,
    /// `@protect`: it is never removed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub protect: bool,
    /// `@retain`: it stays when it leaves the program.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retain: bool,
    /// `@snapshot`: its contents are kept when it goes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub snapshot: bool,
    /// When it was made or last changed.
    pub changed: Timestamp,
}

/// Who made a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// This program.
    #[default]
    Managed,
    /// Somebody else; only what was read is recorded.
    Existing,
    /// It is the answer of an API.
    Read,
    /// The cloud, together with another.
    Implicit,
}

impl Kind {
    /// Whether this program made it, and removes it.
    pub fn is_managed(&self) -> bool {
        *self == Kind::Managed
    }
}

impl Record {
    /// What the cloud or the program says at a path in the cloud's model.
    pub fn get(&self, dotted: &str) -> Option<&Json> {
        let told = cloudc_provider::path::get(&self.attributes, dotted);
        told.or_else(|| cloudc_provider::path::get(&self.properties, dotted))
    }
}
