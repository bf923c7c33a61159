use cloudc_base::functions::MAX_TEXT;
use cloudc_base::value::Value;

use super::function::{Function, Param, Takes};
use crate::mistakes::too_much;

/// A text with another in every place where a part stands.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("text", Takes::Text), Param::new("part", Takes::Text), Param::new("by", Takes::Text)],
    gives: "String",
    run: |call| {
        let (text, part, by) = (call.text("text"), call.text("part"), call.text("by"));
        if part.is_empty() {
            return call.refuse("part", "nothing cannot be replaced");
        }
        let grown = text.matches(&*part).count().saturating_mul(by.len());
        if grown.saturating_add(text.len()) > MAX_TEXT {
            return call.fail(too_much::weight(call.span));
        }
        Ok(Value::text(text.replace(&*part, &by)))
    },
};
