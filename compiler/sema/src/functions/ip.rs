use cloudc_base::value::Value;

use super::call::short;
use super::function::{Function, Param, Takes};

/// An address from its text.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("text", Takes::Text)],
    gives: "Ip",
    run: |call| {
        let text = call.text("text");
        match text.parse() {
            Ok(address) => Ok(Value::Ip(address)),
            Err(_) => call.refuse("text", format!("{} is no address", short(&text))),
        }
    },
};
