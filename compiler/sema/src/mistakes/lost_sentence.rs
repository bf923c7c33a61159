use cloudc_base::{Finding, Span};

super::code!("E0252" "lost-sentence" "lost_sentence.md");

/// The noun of the object never reads `given`.
pub(crate) fn unread(span: Span, object: &str, subject: &str, noun: &str, declared: Span) -> Finding {
    Finding::new(&CODE, span, format!("nothing lets `{subject}` in: `{noun}` takes no grants of others"))
        .label(declared, format!("`{object}` never reads `given`"))
        .help("a noun that others may use writes what it is `given` into a policy of its own")
}

/// The object belongs to another program.
pub(crate) fn foreign(span: Span, object: &str, subject: &str) -> Finding {
    Finding::new(&CODE, span, format!("nothing here lets `{subject}` in: the policy of `{object}` belongs to another program"))
        .help("say it there")
}

/// The object was made by somebody else.
pub(crate) fn existing(span: Span, object: &str, subject: &str, declared: Span) -> Finding {
    Finding::new(&CODE, span, format!("nothing here lets `{subject}` in: `{object}` was made by somebody else"))
        .label(declared, "its policy is not this program's")
        .help("write its policy as a `resource`, or let its owner allow it")
}
