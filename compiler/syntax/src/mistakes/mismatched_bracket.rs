use cloudc_base::{Finding, Span};

super::code!(Error "E0109" "mismatched-bracket" "mismatched_bracket.md");

pub(crate) fn finding(span: Span, opener: Span, text: &str, right: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{text}` does not close what is open here"))
        .label(opener, format!("opened here, closed by `{right}`"))
        .fix(format!("write `{right}`"), span, right)
}
