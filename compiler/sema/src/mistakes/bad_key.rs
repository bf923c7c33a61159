use cloudc_base::value::Value;
use cloudc_base::{Finding, Span};

super::code!("E0209" "bad-key" "bad_key.md");

/// A value that cannot be the key of a loop's turn.
pub(crate) fn no_key(span: Span, value: &Value) -> Finding {
    Finding::new(&CODE, span, format!("{} cannot be the key of a turn", value.kind()))
        .help("a loop that declares things goes over a map, or over a list of texts, whole numbers or ranges of addresses")
}

/// A key that comes twice.
pub(crate) fn twice(span: Span, value: &Value) -> Finding {
    Finding::new(&CODE, span, format!("the key {value} comes twice")).help("what a loop declares is told apart by its keys")
}
