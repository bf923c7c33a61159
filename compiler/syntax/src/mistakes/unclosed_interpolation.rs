use cloudc_base::{Finding, Span};

super::code!(Error "E0105" "unclosed-interpolation" "unclosed_interpolation.md");

/// `missing` is what would close it at `end`.
pub(crate) fn finding(hook: Span, end: Span, missing: &str) -> Finding {
    Finding::new(&CODE, hook, "this `${` is never closed")
        .label(end, "a `}` is missing here")
        .help("for the two characters themselves write `\\${`")
        .fix(format!("write `{missing}`"), end, missing)
}
