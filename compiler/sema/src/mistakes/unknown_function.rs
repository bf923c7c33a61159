use cloudc_base::{Finding, Span};

super::code!("E0211" "unknown-function" "unknown_function.md");

/// A call of something that is no function.
pub(crate) fn finding(span: Span, name: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("there is no function `{name}`"));
    match near {
        Some(near) => finding.fix(format!("write `{near}`"), span, near),
        None => finding,
    }
}
