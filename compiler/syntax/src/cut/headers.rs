//! What a line begins, by its looks.

use cloudc_base::nearest;

use crate::lexer::{Lexer, Shape, Token};
use crate::words;

/// How many of the next commas belong to the form that `word` opens, even misspelt.
pub(super) fn own_commas(word: &str, rest: &str) -> u8 {
    let rest = rest.trim_start_matches([' ', '\t']);
    let opens = !rest.starts_with(['=', ':', '{', '.', '[', ',', '}']);
    match word {
        "for" => 1,
        _ if opens && rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "!(\"".contains(c)) => {
            u8::from(nearest(word, ["assert"]).is_some())
        }
        _ => 0,
    }
}

/// Whether `word` and what follows it are a sentence, in which commas may stand.
pub(super) fn begins_sentence(word: &str, rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t']);
    matches!(word, "allow" | "never") && !rest.starts_with(['=', ':', '{', '.', ',', '}'])
}

/// How much of a line is looked at.
const LOOK: usize = 400;

/// The beginning of the first line.
fn first_line(rest: &str) -> &str {
    let limit = (0..=LOOK.min(rest.len())).rev().find(|&at| rest.is_char_boundary(at)).unwrap_or(0);
    rest.get(..limit).and_then(|rest| rest.lines().next()).unwrap_or("")
}

/// `name =`, `name {`, or what looks like the first line of an item.
pub(crate) fn begins_member(rest: &str) -> bool {
    let line = first_line(rest);
    let after = line.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').trim_start();
    let sets = after.starts_with('=') && !after.starts_with("==") && !after.starts_with("=>");
    sets || after.starts_with('{') || looks_like_header(line)
}

/// What no member begins with: an operator, a bracket, a word from the middle of a form. `rest` begins with the token.
pub(super) fn belongs_before(token: Token, word: &str, rest: &str) -> bool {
    match token.shape {
        Shape::Name => word == "else" || is_middle(word, rest),
        Shape::Mark => {
            let joins = words::GOES_ON.contains(&word) || matches!(word, "." | "?." | "=" | "|" | "=>" | "?");
            joins && member_behind_sign(rest).is_none()
        }
        Shape::Number => member_behind_sign(rest).is_none(),
        Shape::Open => true,
        _ => false,
    }
}

/// `to`, `on`, `then`, `except` where they are neither a field nor a noun.
fn is_middle(word: &str, rest: &str) -> bool {
    if !matches!(word, "to" | "on" | "then" | "except") {
        return false;
    }
    let after = first_line(rest).get(word.len()..).unwrap_or("").trim_start();
    !after.is_empty() && !after.starts_with(['=', ':', '.', ',', '[', '}']) && !after.contains('{')
}

/// Where a member begins behind a sign that does not belong to it: `+ x = 1` of a diff, `- x = 1`, `7  x = 1`, `>>> x = 1`.
pub(crate) fn member_behind_sign(rest: &str) -> Option<usize> {
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let prompt = rest.len() - rest.trim_start_matches('>').len();
    let sign = if digits > 0 {
        digits + usize::from(rest.get(digits..)?.starts_with([':', '|', '.', ')']))
    } else {
        prompt.max(usize::from(rest.starts_with(['+', '-', '*'])))
    };
    let after = rest.get(sign..)?;
    let member = after.trim_start_matches([' ', '\t', '|']);
    let apart = digits == 0 || member.len() < after.len();
    let named = member.starts_with(|c: char| c.is_ascii_alphabetic());
    (sign > 0 && apart && named && begins_member(member)).then_some(rest.len() - member.len())
}

/// The next line after `start` that begins an item by its looks: at the line's very start, a word and a name.
pub(super) fn next_header(text: &str, start: usize) -> Option<usize> {
    let mut at = start;
    let mut before = None;
    let mut first = true;
    while at < text.len() {
        let rest = text.get(at..)?;
        let line = rest.split_inclusive('\n').next()?;
        let leads = line.starts_with("//") || line.starts_with('@');
        if !first && looks_like_header(line) {
            return Some(before.unwrap_or(at));
        }
        before = if leads { before.or(Some(at)) } else { None };
        first &= leads || line.trim().is_empty();
        at += line.len();
    }
    None
}

/// `word name`: a form by its word, a call by the `{` that follows.
pub(crate) fn looks_like_header(line: &str) -> bool {
    let mut tokens = Lexer::new(line, 0).filter(|token| !matches!(token.shape, Shape::Newline | Shape::Comment));
    let Some(word) = tokens.next().filter(|token| token.shape == Shape::Name) else { return false };
    let word = word.of(line);
    let mut rest = tokens.filter(|token| token.shape != Shape::Blank);
    let Some(second) = rest.next() else { return false };
    if !matches!(second.shape, Shape::Name | Shape::Quote) {
        return false;
    }
    words::FORMS.contains(&word) || rest.any(|token| token.shape == Shape::Open && token.of(line) == "{")
}
