use cloudc_base::value::Value;
use cloudc_base::{Finding, Span};

super::code!("E0209" "bad-key" "bad_key.md");

/// A loop's value that is no key, or one that came before.
pub(crate) fn finding(span: Span, value: &Value) -> Finding {
    Finding::new(&CODE, span, format!("{value} cannot be the key of a turn, or comes twice"))
        .help("a loop that declares things goes over a map, or over a list of different texts, whole numbers or ranges of addresses")
}
