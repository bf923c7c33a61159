use cloudc_base::{Finding, Span};

super::code!(Error "E0142" "misplaced-form" "misplaced_form.md");

/// A form that only a file or component may hold, in a block that sets fields.
pub(crate) fn in_fields(span: Span, word: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{word}` cannot stand in a block that sets fields")).help("write it beside the block, not in it")
}

/// A form that only the root of a file may hold.
pub(crate) fn below_root(span: Span, word: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{word}` stands at the root of a file only"))
}

/// What sets or fills a field, where things are declared.
pub(crate) fn among_declarations(span: Span, what: &str) -> Finding {
    Finding::new(&CODE, span, format!("{what} cannot stand where things are declared")).help("it belongs in a block or record")
}

/// A fold beside other members.
pub(crate) fn fold_among_members(span: Span) -> Finding {
    Finding::new(&CODE, span, "`for .. => ..` fills a record alone").help("write `...{ for .. => .. }` beside other fields")
}

/// An `if` behind the head of a loop with a block.
pub(crate) fn filtered_block(span: Span) -> Finding {
    Finding::new(&CODE, span, "a loop with a block takes no condition").help("write `if .. { .. }` inside the block")
}
