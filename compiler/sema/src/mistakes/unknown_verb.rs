use std::sync::Arc;

use cloudc_base::{Finding, Span};

super::code!("E0249" "unknown-verb" "unknown_verb.md");

/// A noun has no such verb.
pub(crate) fn finding(span: Span, verb: &str, noun: &str, near: Option<&str>, verbs: &[Arc<str>]) -> Finding {
    let finding = Finding::new(&CODE, span, format!("nothing can be allowed to `{verb}` a `{noun}`"));
    let finding = match verbs {
        [] => finding.help(format!("a `{noun}` has no verbs; write an action in quotes")),
        verbs => finding.help(format!("its verbs are {}", verbs.iter().map(|verb| format!("`{verb}`")).collect::<Vec<_>>().join(", "))),
    };
    match near {
        Some(near) => finding.fix(format!("write `{near}`"), span, near),
        None => finding,
    }
}

/// A raw resource has no verbs.
pub(crate) fn raw(span: Span, verb: &str, object: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{object}` is a raw resource: it has no verb `{verb}`"))
        .help("write an action in quotes: `\"s3:GetObject\"`")
}
