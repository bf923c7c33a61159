use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};

/// The texts of a list with another text between them; later if one of them is.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("texts", Takes::Texts).later(), Param::new("between", Takes::Text)],
    gives: "String",
    run: |call| match call.value("texts") {
        Value::List(texts) if texts.iter().all(|text| text.later().is_none()) => {
            let joined = cloudc_base::functions::join(&texts, &call.value("between"));
            joined.or_else(|error| call.unwritable("texts", error))
        }
        _ => call.later(),
    },
};
