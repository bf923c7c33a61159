use cloudc_base::value::Later;
use cloudc_base::{Finding, Span};

super::code!("E0204" "later-needed" "later_needed.md");

/// `by` needs a value now that is only known later.
pub(crate) fn finding(span: Span, by: &str, later: &Later) -> Finding {
    Finding::new(&CODE, span, format!("{by} needs a value that is known now"))
        .label(later.origin(), "known only later")
        .help("a later value may be passed on, stored and put into texts and documents")
}
