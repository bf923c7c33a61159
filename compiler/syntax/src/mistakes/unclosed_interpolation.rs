use cloudc_base::{Finding, Span};

super::code!(Error "E0105" "unclosed-interpolation" "unclosed_interpolation.md");

pub(crate) fn finding(hook: Span, end: Span) -> Finding {
    Finding::new(&CODE, hook, "this `${` is not closed on its line").here("opened here").label(end, "a `}` is missing before this")
        .help("write `}` after the value, or `\\${` for the two characters themselves")
}
