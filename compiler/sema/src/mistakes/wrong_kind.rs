use cloudc_base::value::Value;
use cloudc_base::{Finding, Span};

super::code!("E0205" "wrong-kind" "wrong_kind.md");

/// A value of another kind than the one that is needed.
pub(crate) fn finding(span: Span, wanted: &str, value: &Value) -> Finding {
    Finding::new(&CODE, span, format!("{wanted} is needed here, and this is {}", value.kind()))
}

/// A later value of another type than the one that is needed; `found` says which.
pub(crate) fn later(span: Span, wanted: &str, found: &str) -> Finding {
    Finding::new(&CODE, span, format!("{wanted} is needed here, and this is {found}"))
}

/// Two values that cannot be compared.
pub(crate) fn two_kinds(left: Span, right: Span, a: &Value, b: &Value) -> Finding {
    Finding::new(&CODE, right, format!("{} and {} cannot be compared", a.kind(), b.kind())).label(left, a.kind()).here(b.kind())
}

/// A value that has no one spelling as text.
pub(crate) fn no_text(span: Span, value: &Value) -> Finding {
    let finding = Finding::new(&CODE, span, format!("{} does not become text by itself", value.kind()));
    match value {
        Value::Duration(_) => finding.help("say of what: `${wait / 1s}`"),
        Value::Size(_) => finding.help("say of what: `${disk / 1GiB}`"),
        Value::Percent(_) => finding.help("say of what: `${share / 1%}`"),
        _ => finding,
    }
}

/// `any NOUN` where a value is needed.
pub(crate) fn any_outside_rules(span: Span) -> Finding {
    Finding::new(&CODE, span, "`any` stands in sentences only")
}

/// `...` outside of a list and of arguments.
pub(crate) fn spread(span: Span) -> Finding {
    Finding::new(&CODE, span, "`...` stands in a list, in a record, or among arguments")
}
