use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::{HOLE, Piece};
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0167" "unquoted-text" "unquoted_text.md");

/// `cron = 0 20 * * *`, `image = nginx:1.27`, `engine = postgres 17.2`, `path = /health`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let start = f.expression_start(f.at);
    let first = if f.piece == Piece::Members { f.head + 2 } else { 0 };
    if start < first || f.at < start {
        return None;
    }
    let span = meant(f, start, f.at)?;
    let text = f.slice(span.range());
    if let Some(known) = pseudo(text) {
        return Some(Finding::new(&CODE, span, format!("there is no `{text}` here")).fix(format!("write `{known}`"), span, known).into());
    }
    Some(Finding::new(&CODE, span, "text stands in quotes").fix(format!("write `\"{text}\"`"), span, format!("\"{text}\"")).into())
}

/// The text that stands from token `start` on where a value is wanted; reading stops at `at`.
pub(crate) fn meant(f: &Failure<'_>, start: usize, at: usize) -> Option<Span> {
    let line_end = (start + 1..f.tokens.len()).find(|&index| f.starts_line(index)).unwrap_or(f.tokens.len());
    let end = f.expression_end(start).min(line_end);
    if at > end || !(start..end).all(|index| is_plain(f, index)) || f.is_name(end) && !f.starts_line(end) {
        return None;
    }
    let span = whole(f, start, end);
    let text = f.slice(span.range());
    (is_cron(text) || is_words(f, start, end) || is_reference(f, start, at) || is_path(f, start)).then_some(span)
}

fn is_plain(f: &Failure<'_>, index: usize) -> bool {
    let shape = f.token(index).is_some_and(|token| matches!(token.shape, Shape::Name | Shape::Number | Shape::Mark));
    shape && !matches!(f.word(index), "=" | "=>" | "?" | "if" | "for" | "$" | ";")
}

/// The text that was meant: with the `//..` of an address, which looks like a comment.
fn whole(f: &Failure<'_>, start: usize, end: usize) -> Span {
    let span = f.between(start, end.max(start + 1) - 1);
    let rest = f.slice(span.end as usize..f.text.len());
    let address = f.word_before(end) == ":" && rest.starts_with("//");
    let more = if address { rest.split([' ', '\t', '\n', ',', '}']).next().unwrap_or("").len() as u32 } else { 0 };
    Span::new(span.file, span.start, span.end + more)
}

fn is_cron(text: &str) -> bool {
    let part = |part: &str| part.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b"*/-?".contains(&b));
    let parts = text.split_whitespace();
    parts.clone().all(part) && matches!(parts.count(), 5 | 6)
}

/// Three words in a row, a word and a number, or words that begin like a title.
fn is_words(f: &Failure<'_>, start: usize, end: usize) -> bool {
    let words = (start..end).all(|index| f.is_name(index) || f.is(index, Shape::Number)) && f.is_name(start);
    let meant = end > start + 2 || f.is(start + 1, Shape::Number) || f.word(start).starts_with(|c: char| c.is_ascii_uppercase());
    words && meant && end > start + 1 && !(start..end).any(|index| matches!(f.word(index), "then" | "else" | "and" | "or" | "not" | "in" | "is" | "default"))
}

/// `name:tag`, `arn:aws:..`, `https://..`.
fn is_reference(f: &Failure<'_>, start: usize, at: usize) -> bool {
    let behind = f.touches(at + 1) || f.slice(f.span(at).end as usize..f.text.len()).starts_with("//");
    matches!(f.word(at), ":" | "@") && at > start && f.touches(at) && behind && f.piece != Piece::Field && f.is_name(start)
}

/// `/health`, `./file`, `~/file`.
fn is_path(f: &Failure<'_>, start: usize) -> bool {
    let lead = match f.word(start) {
        "/" => start,
        "." | ".." | "~" => start + 1,
        _ => return false,
    };
    f.word(lead) == "/" && f.is_name(lead + 1) && f.touches(lead + 1)
}

/// What is written for a pseudo parameter of a template.
pub(crate) fn pseudo(text: &str) -> Option<&'static str> {
    match text {
        "AWS::AccountId" => Some("app.account"),
        "AWS::Region" => Some("app.region"),
        "AWS::StackName" => Some("app.name"),
        "AWS::NoValue" => Some("null"),
        _ => None,
    }
}

/// `allow f to sqs:SendMessage q`.
pub(crate) fn action(f: &Failure<'_>) -> Option<Found> {
    let service = f.at.checked_sub(1)?;
    let parts = f.is_name(service) && f.word(f.at) == ":" && f.touches(f.at) && f.touches(f.at + 1);
    let verb = f.is_name(f.at + 1) || f.word(f.at + 1) == "*";
    if f.piece != Piece::Members || !matches!(f.form(), "allow" | "never") || !parts || !verb {
        return None;
    }
    let span = f.between(service, f.at + 1);
    let text = f.slice(span.range());
    let finding = Finding::new(&CODE, span, "an action stands in quotes").fix(format!("write `\"{text}\"`"), span, format!("\"{text}\""));
    Found::without_fix(finding, vec![Repair::new(span.range(), HOLE)])
}
