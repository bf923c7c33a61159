use cloudc_base::{Finding, Span};

super::code!(Error "E0108" "stray-bracket" "stray_bracket.md");

pub(crate) fn finding(span: Span, text: &str) -> Finding {
    Finding::new(&CODE, span, format!("this `{text}` closes nothing")).fix("take it out", span, "")
}
