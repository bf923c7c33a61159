use cloudc_base::{Finding, Span};

super::code!("E0244" "scale-target" "scale_target.md");

/// What is scaled or patched is no thing of the program.
pub(crate) fn no_instance(span: Span, target: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{target}` cannot be scaled: it is no use of a noun"))
}

/// What is scaled is declared in another scope.
pub(crate) fn elsewhere(span: Span, target: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{target}` is not declared here"))
        .help("`scale` stands in the file or component that declares what it scales")
}

/// The noun takes no `scale`.
pub(crate) fn no_param(span: Span, noun: &str) -> Finding {
    Finding::new(&CODE, span, format!("a `{noun}` cannot be scaled")).help("a noun that can has `param scale: Scaling?`")
}

/// A thing is scaled in two places.
pub(crate) fn twice(second: Span, first: Span, target: &str) -> Finding {
    Finding::new(&CODE, second, format!("`{target}` is scaled twice")).label(first, "first here")
}

/// All turns of a loop are named where one is wanted.
pub(crate) fn all_turns(span: Span, target: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{target}` is made by a loop: there are several"))
        .help(format!("name one by its key, `{target}[\"..\"]`, or write this in the loop"))
}

/// A loop has no turn of this key.
pub(crate) fn no_turn(span: Span, key: &str) -> Finding {
    Finding::new(&CODE, span, format!("the loop makes nothing for the key {key:?}"))
}

/// Something holds no thing of this name.
pub(crate) fn nothing(span: Span, name: &str, inside: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{inside}` holds no `{name}`"))
}
