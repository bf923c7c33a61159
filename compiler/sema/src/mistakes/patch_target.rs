use cloudc_base::{Finding, Span};

super::code!("E0246" "patch-target" "patch_target.md");

/// The address of a patch is no resource.
pub(crate) fn nothing(span: Span, target: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{target}` is no resource of this program"))
}

/// The address of a patch is a noun; `inside` are its resources.
pub(crate) fn noun(span: Span, target: &str, inside: &[String]) -> Finding {
    let finding = Finding::new(&CODE, span, format!("`{target}` is a noun: a patch changes one resource in it"));
    match inside {
        [] => finding,
        inside => finding.help(format!("it holds {}", inside.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))),
    }
}

/// A resource of another program.
pub(crate) fn foreign(span: Span, target: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{target}` belongs to another program")).help("patch it there")
}

/// A property is patched in two places.
pub(crate) fn twice(second: Span, first: Span, property: &str) -> Finding {
    Finding::new(&CODE, second, format!("`{property}` is patched twice")).label(first, "first here")
}

/// A property belongs to a `scale`.
pub(crate) fn owned(span: Span, scale: Span, property: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{property}` belongs to a `scale`: it cannot be patched")).label(scale, "its owner")
}

/// A keyed list has no element of this key.
pub(crate) fn no_element(span: Span, key: &str) -> Finding {
    Finding::new(&CODE, span, format!("no element of the list goes by {key:?}"))
        .help("an element is named by its key: `containers[\"main\"].image`")
}
