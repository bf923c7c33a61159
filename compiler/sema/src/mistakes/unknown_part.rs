use cloudc_base::{Finding, Span};

super::code!("E0208" "unknown-part" "unknown_part.md");

/// Something has no part of this name or key; `near` is what was probably meant.
pub(crate) fn finding(span: Span, name: &str, place: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("{place} has no `{name}`"));
    match near {
        Some(near) => finding.fix(format!("write `{near}`"), span, near),
        None => finding,
    }
}
