use cloudc_base::{Finding, Span};

use super::Failure;
use crate::Kind;

super::code!(Error "E0199" "unexpected" "unexpected.md");

/// What is said where nothing better is known: what stands there, and what could.
pub(crate) fn finding(f: &Failure<'_>) -> Finding {
    let wanted = wanted(f);
    let message = match (f.at_end(), wanted) {
        (true, Some(wanted)) => format!("{wanted} is missing here"),
        (true, None) => "this is not complete".to_owned(),
        (false, Some(wanted)) => format!("{wanted} was expected before `{}`", shown(f)),
        (false, None) => format!("`{}` was not expected here", shown(f)),
    };
    let span = if f.at_end() && !f.tokens.is_empty() { f.span(f.tokens.len() - 1) } else { f.here() };
    Finding::new(&CODE, span, message)
}

/// The finding for an item that nothing could be made of.
pub(crate) fn unreadable(span: Span) -> Finding {
    Finding::new(&CODE, span, "this could not be read as .cld")
}

fn shown<'t>(f: &Failure<'t>) -> &'t str {
    let word = f.word(f.at);
    let end = word.char_indices().nth(40).map_or(word.len(), |(at, _)| at);
    word.get(..end).unwrap_or(word)
}

/// What could have stood there, if that can be said in a few words.
fn wanted(f: &Failure<'_>) -> Option<&'static str> {
    let has = |kinds: &[Kind]| f.wanted.iter().any(|kind| kinds.contains(kind));
    if f.wanted.len() > 30 {
        return None;
    }
    if has(&[Kind::List, Kind::Paren, Kind::NameRef]) && !has(&[Kind::Operator]) {
        return Some("a value");
    }
    if has(&[Kind::TypePath, Kind::ListType]) {
        return Some("a type");
    }
    if has(&[Kind::Body]) && !has(&[Kind::Operator, Kind::Step]) {
        return Some("a `{`");
    }
    (has(&[Kind::Name]) && !has(&[Kind::Operator, Kind::Body])).then_some("a name")
}
