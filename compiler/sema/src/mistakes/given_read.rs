use cloudc_base::{Finding, Span};

super::code!("E0243" "given-read" "given_read.md");

/// `given` is asked for before the sentences are known.
pub(crate) fn too_early(span: Span) -> Finding {
    Finding::new(&CODE, span, "only resources may read `given`")
        .help("write it in the properties of a `resource`, or in an `if` or `for` that declares resources only")
}

/// What stands in a branch or loop over `given` is no resource.
pub(crate) fn no_resource(span: Span) -> Finding {
    Finding::new(&CODE, span, "what depends on `given` may only be a `resource`")
        .help("sentences decide what is given; nothing that sentences are made of may depend on it")
}

/// A name is asked for before the sentences that decide about it.
pub(crate) fn depends(span: Span, name: &str, head: Span) -> Finding {
    Finding::new(&CODE, span, format!("`{name}` depends on sentences, which come after this"))
        .label(head, "what sentences give decides here")
        .help("only properties of resources may read it")
}
