use super::function::{Function, Param, Takes};

/// A text in upper case.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("text", Takes::Text)],
    gives: "String",
    run: |call| call.bounded(call.text("text").to_uppercase()),
};
