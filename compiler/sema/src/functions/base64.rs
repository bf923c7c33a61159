use super::function::{Function, Param, Takes};

/// The bytes of a text in base64; later if the text is.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("text", Takes::Text).later()],
    gives: "String",
    run: |call| {
        let text = call.value("text");
        if text.later().is_some() {
            return call.later();
        }
        cloudc_base::functions::base64(&text).or_else(|error| call.unwritable("text", error))
    },
};
