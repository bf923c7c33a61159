use cloudc_base::{Finding, Span};

super::code!(Error "E0103" "foreign-quotes" "foreign_quotes.md");

/// The finding, and the text in the language's own quotes.
pub(crate) fn finding(span: Span, text: &str) -> (Finding, String) {
    let inner: String = text.chars().skip(1).take(text.chars().count().saturating_sub(2)).collect();
    let right = format!("\"{}\"", inner.replace('"', "\\\""));
    let what = match text.chars().next() {
        Some('\'') => "`'` does not quote text",
        Some('`') => "a backtick does not quote text",
        _ => "typographic quotes do not quote text",
    };
    (Finding::new(&CODE, span, what).fix("write `\"`", span, right.clone()), right)
}
