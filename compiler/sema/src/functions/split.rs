use super::function::{Function, Param, Takes};

/// The parts of a text between the places where another stands; later if the text is.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("text", Takes::Text).later(), Param::new("between", Takes::Text)],
    gives: "[String]",
    run: |call| {
        if call.text("between").is_empty() {
            return call.refuse("between", "a text cannot be split at nothing");
        }
        let text = call.value("text");
        if text.later().is_some() {
            return call.later();
        }
        let parts = cloudc_base::functions::split(&text, &call.value("between"));
        parts.or_else(|error| call.unwritable("text", error))
    },
};
