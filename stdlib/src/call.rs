use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::header::flag;

/// The API call that a read-only type is, or that finds what the cloud made by itself.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ApiCall {
    /// The service as botocore spells it, e.g. `kafka`.
    pub service: Box<str>,
    /// The operation as botocore spells it, e.g. `GetBootstrapBrokers`.
    pub operation: Box<str>,
    /// The IAM action that it needs, e.g. `kafka:GetBootstrapBrokers`.
    pub action: Option<Box<str>>,
    /// The request; `${ClusterArn}` stands for that property.
    #[serde(default)]
    pub input: BTreeMap<Box<str>, Value>,
    /// Where the answer holds what is wanted, in JMESPath: one path, or one for each property.
    pub output: Output,
}

/// Where an [`ApiCall`]'s answer holds what is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Output {
    /// A single value.
    One(Box<str>),
    /// A value for each of these properties.
    Each(BTreeMap<Box<str>, Box<str>>),
}

/// A resource that the cloud makes by itself beside another: a network's main route table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Implicit {
    /// What it is called beside its maker, e.g. `Logs`.
    pub name: Box<str>,
    /// Its type, e.g. `aws.logs.LogGroup`.
    #[serde(rename = "type")]
    pub type_name: Box<str>,
    /// The read-only property of its maker that identifies it.
    pub attribute: Option<Box<str>>,
    /// The call that finds it.
    pub find: Option<ApiCall>,
    /// The template of its identifier.
    pub id: Option<Box<str>>,
    /// It is there only if this property of its maker is set.
    pub when: Option<Box<str>>,
    /// There may be several.
    #[serde(default, deserialize_with = "flag")]
    pub many: bool,
    /// It stays when its maker is deleted.
    #[serde(default, deserialize_with = "flag")]
    pub outlives: bool,
}
