use cloudc_base::value::Value;
use cloudc_base::{Finding, Span};

use crate::elsewhere;
use crate::functions::is_function;

super::code!("E0212" "bad-call" "bad_call.md");

/// More arguments than a function takes; `shape` is how it is called.
pub(crate) fn shape(span: Span, shape: &str) -> Finding {
    Finding::new(&CODE, span, format!("this is called as `{shape}`"))
}

/// A param that a call must set.
pub(crate) fn missing(span: Span, param: &str, shape: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{param}` is missing: this is called as `{shape}`"))
}

/// A name that no param has; `near` is what was probably meant.
pub(crate) fn unknown(span: Span, function: &str, name: &str, near: Option<&str>, shape: &str) -> Finding {
    let finding = Finding::new(&CODE, span, format!("`{function}` has no argument `{name}`"));
    match near {
        Some(near) => finding.fix(format!("write `{near}`"), span, near),
        None => finding.help(format!("it is called as `{shape}`")),
    }
}

/// A param that is set twice; `first` is where it was first.
pub(crate) fn twice(span: Span, param: &str, first: Span) -> Finding {
    Finding::new(&CODE, span, format!("`{param}` is given twice")).label(first, "first here")
}

/// An argument without a name behind one that has one.
pub(crate) fn order(span: Span) -> Finding {
    Finding::new(&CODE, span, "arguments without a name come before those with one")
}

/// An argument of another kind than the function takes there.
pub(crate) fn wrong(span: Span, function: &str, param: &str, wanted: &str, found: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{function}` takes {wanted} as `{param}`, and this is {found}"))
}

/// An argument that a function can make nothing of.
pub(crate) fn value(span: Span, why: impl Into<String>) -> Finding {
    Finding::new(&CODE, span, why)
}

/// Something is called on a value, as a method of it.
pub(crate) fn method(span: Span, name: &str) -> Finding {
    let finding = Finding::new(&CODE, span, format!("`{name}` cannot be called here"));
    match elsewhere::function(name) {
        _ if is_function(name) => finding.help(format!("a value has no methods: write `{name}(..)`")),
        Some(way) => finding.help(way),
        None => finding.help("a value has no methods: `docs/functions.md` lists the functions"),
    }
}

/// A value that has no spelling as text, and where it stands in the argument.
pub(crate) fn unwritable(span: Span, function: &str, place: &str, value: &Value) -> Finding {
    let which = if place.is_empty() { "this".to_owned() } else { format!("`{place}`") };
    let finding = Finding::new(&CODE, span, format!("`{function}` cannot write {}, and {which} is one", value.kind()));
    match value {
        Value::Duration(_) => finding.help("say of what: `wait / 1s` is a number"),
        Value::Size(_) => finding.help("say of what: `disk / 1GiB` is a number"),
        Value::Percent(_) => finding.help("say of what: `share / 1%` is a number"),
        Value::Range(_) => finding.help("a Range has `.min` and `.max`"),
        Value::Ports(_) => finding.help("a Port has `.number`, `.range` and `.protocol`"),
        Value::Handle(_) => finding.help("a handle has outputs: write one of them"),
        _ => finding,
    }
}
