use cloudc_base::{Finding, Span};

super::code!("E0213" "unknown-noun" "unknown_noun.md");

/// Nothing of this name can be called; `near` is what was probably meant.
pub(crate) fn finding(span: Span, name: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("there is no noun `{name}` here"));
    match near {
        Some(near) => finding.fix(format!("write `{near}`"), span, near),
        None => finding.help("a noun is a `component` or a file taken in with `use`"),
    }
}

/// A path that leaves the program's root.
pub(crate) fn outside(span: Span, path: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{path}` lies outside of the program's root"))
}

/// A file that cannot be read.
pub(crate) fn unreadable(span: Span, why: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, why);
    match near {
        Some(near) => finding.fix(format!("write `{near:?}`"), span, format!("{near:?}")),
        None => finding,
    }
}

/// A type, called as a noun.
pub(crate) fn is_type(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{name}` is a type: it cannot be called")).help("a noun is a `component` or a file taken in with `use`")
}
