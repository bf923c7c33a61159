use cloudc_base::{Finding, Span};

use crate::elsewhere;

super::code!("E0211" "unknown-function" "unknown_function.md");

/// A call of something that is no function.
pub(crate) fn finding(span: Span, name: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("there is no function `{name}`"));
    match (elsewhere::function(name), near) {
        (Some(way), _) => finding.help(way),
        (None, Some(near)) => finding.fix(format!("write `{near}`"), span, near),
        (None, None) if cloudc_facts::library::noun(name).is_some() => {
            finding.help(format!("`{name}` is a noun: write `{name} NAME {{ .. }}`, and what it makes is called NAME"))
        }
        (None, None) => finding.help("`docs/functions.md` lists all there are; a noun makes things, `queue NAME { .. }`"),
    }
}
