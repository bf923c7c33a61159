use cloudc_base::value::Value;

use super::Function;

/// A text as a label of a domain name: lower case, other characters as `-`, at most 63 of them.
pub(super) const FUNCTION: Function = Function {
    name: "dns",
    shape: "dns(text)",
    run: |given| {
        let [text] = given.exactly()?;
        let text = given.text(text)?;
        let mapped = text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
        let label: String = mapped.take(63).collect();
        Ok(Value::text(label.trim_matches('-')))
    },
};
