use std::sync::Arc;

use cloudc_base::{Finding, Span};

super::code!("E0247" "attribute" "attribute.md");

/// Nothing is called `@name`.
pub(crate) fn unknown(span: Span, name: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("there is no attribute `@{name}`"));
    match near {
        Some(near) => finding.fix(format!("write `@{near}`"), span, near),
        None => finding,
    }
}

/// An attribute of resources stands before something else.
pub(crate) fn misplaced(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("`@{name}` is about resources and calls of nouns"))
}

/// An attribute stands among fields.
pub(crate) fn in_body(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("`@{name}` stands before a declaration, not before a field"))
        .help("write it on the line before the resource or call")
}

/// An attribute of single resources stands before something that holds several, or that is not made here.
pub(crate) fn not_on_calls(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("`@{name}` is about properties of a `resource` that this program makes"))
        .help("write it before the resource")
}

/// The same attribute stands there twice.
pub(crate) fn twice(span: Span, name: &str, first: Span) -> Finding {
    Finding::new(&CODE, span, format!("`@{name}` is there twice")).label(first, "first here")
}

/// An attribute with arguments that it does not take.
pub(crate) fn shape(span: Span, shape: &str) -> Finding {
    Finding::new(&CODE, span, format!("this is written `{shape}`"))
}

/// `@after` something that is not made.
pub(crate) fn no_thing(span: Span, found: &str) -> Finding {
    Finding::new(&CODE, span, format!("`@after` names resources and instances, and this is {found}"))
}

/// `@was` names something that is there now.
pub(crate) fn still_there(span: Span, former: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{former}` is still there: nothing else was it"))
        .help("`@was` names an address that the program no longer has")
}

/// Two things say that they were the same.
pub(crate) fn both_were(span: Span, former: &str, first: &str, second: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{first}` and `{second}` were not both `{former}`"))
        .help("a former address may use the key of the loop: `@was(old[key])`")
}

/// An argument of a wrong kind.
pub(crate) fn wrong(span: Span, wanted: &str, found: &str) -> Finding {
    Finding::new(&CODE, span, format!("this takes {wanted}, and it is {found}"))
}

/// A region that does not exist.
pub(crate) fn no_region(span: Span, name: &str) -> Finding {
    Finding::new(&CODE, span, format!("there is no region `{name}`"))
}

/// An account that the program's `app` does not list.
pub(crate) fn no_account(span: Span, name: &str, known: &[Arc<str>]) -> Finding {
    let finding = Finding::new(&CODE, span, format!("`app` lists no account `{name}`"));
    match known {
        [] => finding.help(format!("write `accounts = {{ {name} = {{ id = \"..\", role = \"..\" }} }}` in `app`")),
        known => finding.help(format!("it lists {}", known.join(", "))),
    }
}
