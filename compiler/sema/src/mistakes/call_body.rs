use cloudc_base::{Finding, Span};

super::code!("E0214" "call-body" "call_body.md");

/// A field that the noun has no param for.
pub(crate) fn unknown(span: Span, name: &str, noun: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("`{noun}` has no param `{name}`"));
    match near {
        Some(near) => finding.fix(format!("write `{near}`"), span, near),
        None => finding,
    }
}

/// A param without a default that the call does not set; `param` is where it is declared.
pub(crate) fn missing(body: Span, name: &str, param: Span) -> Finding {
    let open = Span::new(body.file, body.start, (body.start + 1).min(body.end));
    Finding::new(&CODE, open, format!("`{name}` is not set")).label(param, "it has no default")
}
