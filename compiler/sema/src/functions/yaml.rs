use cloudc_base::functions::{Document, yaml};

use super::function::{Function, Param, Takes};

/// A value as YAML; later if a part of it is. What YAML cannot hold is found now in both cases.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("value", Takes::Any).later()],
    gives: "String",
    run: |call| {
        let value = call.value("value");
        match yaml(&value) {
            Ok(_) if value.later().is_some() => call.later(),
            document => document.and_then(Document::known).or_else(|error| call.unwritable("value", error)),
        }
    },
};
