use cloudc_base::{Finding, Span};

super::code!("E0201" "unknown-name" "unknown_name.md");

/// Nothing of this name is declared where it is used; `near` is what was probably meant.
pub(crate) fn finding(span: Span, name: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("there is no `{name}` here"));
    match near {
        Some(near) => finding.fix(format!("write `{near}`"), span, near),
        None => finding.help("a value is declared with `let` or `param`"),
    }
}
