use cloudc_base::{Finding, Span};

super::code!(Error "E0120" "missing-let" "missing_let.md");

/// `name = value` where things are declared; `word` is the name.
pub(crate) fn finding(span: Span, word: &str) -> Finding {
    let start = Span::new(span.file, span.start, span.start);
    Finding::new(&CODE, span, format!("`{word} = ..` declares nothing here")).fix("write `let`", start, "let ")
        .help(format!("a value of its own is `let {word} = ..`; fields are set inside a block"))
}
