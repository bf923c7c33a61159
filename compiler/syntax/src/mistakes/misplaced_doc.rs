use cloudc_base::{Finding, Span};

super::code!(Warning "W0144" "misplaced-doc" "misplaced_doc.md");

pub(crate) fn finding(span: Span) -> Finding {
    let mark = Span::new(span.file, span.start, (span.start + 3).min(span.end));
    Finding::new(&CODE, span, "this `///` documents nothing").fix("write `//`", mark, "//")
        .help("documentation stands before a declaration; other comments begin with `//`")
}
