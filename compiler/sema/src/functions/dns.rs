use cloudc_base::value::Value;

use super::call::short;
use super::function::{Function, Param, Takes};

/// How long a label of a domain name may be (RFC 1035, section 2.3.4).
const MAX_LABEL: usize = 63;

/// A text as a label of a domain name: lower case, other characters as `-`.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("text", Takes::Text)],
    gives: "String",
    run: |call| {
        let text = call.text("text");
        let mapped = text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
        let label: String = mapped.skip_while(|c| *c == '-').take(MAX_LABEL).collect();
        match label.trim_end_matches('-') {
            "" => call.refuse("text", format!("nothing in {} can stand in a domain name", short(&text))),
            label => Ok(Value::text(label)),
        }
    },
};
