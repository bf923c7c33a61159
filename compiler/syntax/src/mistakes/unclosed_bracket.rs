use cloudc_base::{Finding, Span};

super::code!(Error "E0107" "unclosed-bracket" "unclosed_bracket.md");

pub(crate) fn finding(opener: Span, open: &str, closer: char, place: Span, insert: &str) -> Finding {
    Finding::new(&CODE, opener, format!("this `{open}` is never closed"))
        .label(place, format!("a `{closer}` is missing here"))
        .fix(format!("write `{closer}`"), place, insert)
}
