use cloudc_base::functions::{Document, json};

use super::function::{Function, Param, Takes};

/// A value as JSON; later if a part of it is. What JSON cannot hold is found now in both cases.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("value", Takes::Any).later()],
    gives: "String",
    run: |call| {
        let value = call.value("value");
        match json(&value) {
            Ok(_) if value.later().is_some() => call.later(),
            document => document.and_then(Document::known).or_else(|error| call.unwritable("value", error)),
        }
    },
};
