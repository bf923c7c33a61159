use cloudc_base::{Finding, Span};

use super::scale_target::{absent, turns};
use crate::stages::Missing;

super::code!("E0246" "patch-target" "patch_target.md");

/// The address of a patch is no resource.
pub(crate) fn nothing(span: Span, target: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{target}` is no resource of this program"))
}

/// What is patched is not there.
pub(crate) fn missing(span: Span, target: &str, missing: &Missing) -> Finding {
    let made = |name: &str| name.trim_end_matches('_') == "policy";
    match missing {
        Missing::Turns => turns(&CODE, span, target),
        Missing::Value => nothing(span, target),
        Missing::Name { name, near: None, .. } if made(name) => absent(&CODE, missing)
            .unwrap_or_else(|| nothing(span, target))
            .help("what sentences make is not there yet: patches come first"),
        _ => absent(&CODE, missing).unwrap_or_else(|| nothing(span, target)),
    }
}

/// A resource that somebody else made.
pub(crate) fn existing(span: Span, target: &str, declared: Span) -> Finding {
    Finding::new(&CODE, span, format!("`{target}` exists: this program does not make it, and cannot change it"))
        .label(declared, "somebody else made it")
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
