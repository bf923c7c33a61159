use cloudc_base::{Finding, Span};

super::code!(Error "E0101" "hash-comment" "hash_comment.md");

pub(crate) fn finding(span: Span) -> Finding {
    let mark = Span::new(span.file, span.start, span.start + 1);
    Finding::new(&CODE, mark, "`#` does not begin a comment").fix("write `//`", mark, "//")
}
