use cloudc_base::{Finding, Span};

use crate::elsewhere;
use crate::functions::is_function;

super::code!("E0201" "unknown-name" "unknown_name.md");

/// Nothing of this name is declared where it is used; `near` is what was probably meant.
pub(crate) fn finding(span: Span, name: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("there is no `{name}` here"));
    match (elsewhere::name(name), near) {
        (Some(way), _) => finding.help(way),
        (None, Some(near)) => finding.fix(format!("write `{near}`"), span, near),
        (None, None) if is_function(name) => finding.help(format!("`{name}` is a function: what it is about stands in brackets, `{name}(..)`")),
        (None, None) => finding.help("a value is declared with `let` or `param`, and text stands in quotes"),
    }
}

/// `self` where nothing is inside of a noun.
pub(crate) fn no_self(span: Span) -> Finding {
    Finding::new(&CODE, span, "there is no `self` here").help("`self` is the handle of a noun, inside of its component or file")
}

/// `given` where nothing is inside of a noun.
pub(crate) fn no_given(span: Span) -> Finding {
    Finding::new(&CODE, span, "there is no `given` here").help("`given` stands inside of a noun's component or file")
}
