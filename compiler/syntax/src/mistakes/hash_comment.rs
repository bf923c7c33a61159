use cloudc_base::{Finding, Span};

super::code!(Error "E0101" "hash-comment" "hash_comment.md");

/// `#`, `--`, `%` or `;` where a comment begins; `text` is all of it.
pub(crate) fn finding(span: Span, text: &str) -> Finding {
    let first = text.chars().next().unwrap_or('#');
    let mark = text.get(..text.len() - text.trim_start_matches(first).len()).filter(|_| first != '#').unwrap_or("#");
    let span = Span::new(span.file, span.start, span.start + mark.len() as u32);
    Finding::new(&CODE, span, format!("`{mark}` does not begin a comment")).fix("write `//`", span, "//")
}
