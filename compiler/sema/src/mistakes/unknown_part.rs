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

/// A map has no entry for one of the texts that a param may be.
pub(crate) fn not_total(span: Span, missing: &str, place: &str) -> Finding {
    Finding::new(&CODE, span, format!("{place} has nothing for {missing:?}, which this may be"))
        .help("give it an entry, or ask with `?[`, which gives null")
}

/// A property that a resource may have and this one does not.
pub(crate) fn not_written(span: Span, name: &str, ty: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{name}` is a property of `{ty}` that is not set here"))
        .help("what the cloud returns can be read, and what the program writes")
}
