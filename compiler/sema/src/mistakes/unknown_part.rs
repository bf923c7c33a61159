use cloudc_base::{Finding, Span};

use crate::elsewhere;

super::code!("E0208" "unknown-part" "unknown_part.md");

/// Something has no part of this name or key; `near` is what was probably meant.
pub(crate) fn finding(span: Span, name: &str, place: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("{place} has no `{name}`"));
    match near {
        Some(near) => finding.fix(format!("write `{near}`"), span, near),
        None => finding,
    }
}

/// How many names are told one by one.
const TOLD: usize = 40;

/// A noun shows nothing of this name; `near` is what was probably mistyped, `shown` is what it shows.
pub(crate) fn not_shown(span: Span, name: &str, place: &str, near: Option<&str>, shown: &[&str]) -> Finding {
    listed(span, name, place, near.or_else(|| elsewhere::part(name, shown)), ("it shows", shown))
}

/// A resource has no property of this name, and the cloud tells none; `told` is what the cloud tells.
pub(crate) fn not_told(span: Span, name: &str, place: &str, near: Option<&str>, told: &[&str]) -> Finding {
    listed(span, name, place, near, ("the cloud tells", told))
}

fn listed(span: Span, name: &str, place: &str, near: Option<&str>, (intro, names): (&str, &[&str])) -> Finding {
    let finding = finding(span, name, place, near);
    if near.is_some() || names.is_empty() || names.len() > TOLD {
        return finding;
    }
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    finding.help(format!("{intro} {}", names.join(", ")))
}

/// A map has no entry for one of the texts that a param may be.
pub(crate) fn not_total(span: Span, missing: &str, place: &str) -> Finding {
    Finding::new(&CODE, span, format!("{place} has nothing for {missing:?}, which this may be"))
        .help("give it an entry, or ask with `?[`, which gives null")
}

/// A property that a resource may have and this one does not.
pub(crate) fn not_written(span: Span, name: &str, ty: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{name}` is a property of `{ty}` that is not set here"))
        .help("what the cloud returns can be read, and what the program writes")
}
