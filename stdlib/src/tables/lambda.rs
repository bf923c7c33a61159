use std::collections::BTreeMap;

use serde::Deserialize;

use crate::Facts;

/// A runtime of Lambda functions. Dates are `YYYY-MM-DD`, so they compare as text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LambdaRuntime {
    /// From when on it is deprecated.
    #[serde(rename = "dep")]
    pub deprecated: Option<Box<str>>,
    /// From when on no function can be created with it.
    #[serde(rename = "create")]
    pub create_blocked: Option<Box<str>>,
    /// From when on no function that has it can be updated.
    #[serde(rename = "update")]
    pub update_blocked: Option<Box<str>>,
    /// The runtime to use instead.
    #[serde(rename = "next")]
    pub successor: Option<Box<str>>,
}

impl Facts {
    /// All runtimes by name, e.g. `python3.13`, also those of the past.
    pub fn lambda_runtimes(&self) -> &BTreeMap<Box<str>, LambdaRuntime> {
        let tables = self.tables();
        tables.runtimes.get_or_init(|| tables.parse("lambda_runtimes").unwrap_or_default())
    }
}
