use cloudc_base::Finding;

use super::{Failure, Found, edit, sentence_form};
use crate::grammar::Piece;
use crate::lexer::Shape;

/// A part of a sentence that may be a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Subjects,
    Verbs,
    Objects,
    Ports,
    Exceptions,
}

impl Part {
    fn plural(self) -> &'static str {
        match self {
            Part::Subjects => "subjects",
            Part::Verbs => "verbs",
            Part::Objects => "objects",
            Part::Ports => "ports",
            Part::Exceptions => "exceptions",
        }
    }
}

/// `allow a and b to ..`, `to read, write x`, `on tcp(22), tcp(80)`: several things without the brackets of a list.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.piece != Piece::Members || !matches!(f.form(), "allow" | "never") {
        return None;
    }
    let (part, start, mark) = first_comma(f)?;
    let end = if part == Part::Verbs { verbs_end(f, start) } else { list_end(f, mark) };
    if end <= mark + 1 || f.at < start {
        return None;
    }
    let mut edits = vec![edit(f.before(start), "[")];
    let words = outer(f, start, end).filter(|&index| f.word(index) == "and" && f.word_before(index) != ",");
    edits.extend(words.map(|index| edit(f.with_gap(index, index), ",")));
    edits.push(edit(f.after(end), "]"));
    let finding =
        Finding::new(&sentence_form::CODE, f.span(mark), format!("several {} stand in a list", part.plural()));
    Some(finding.help("write `[a, b]`").fix_all("write the brackets", edits).into())
}

/// The tokens from `start` to `end` that stand in no bracket or text of their own.
fn outer<'f>(f: &'f Failure<'_>, start: usize, end: usize) -> impl Iterator<Item = usize> + 'f {
    let mut depth = 0usize;
    (start..end).filter(move |&index| match f.token(index).map(|token| token.shape) {
        Some(Shape::Open | Shape::Hook | Shape::Quote) => {
            depth += 1;
            depth == 1
        }
        Some(Shape::Close | Shape::Unhook | Shape::Unquote) => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    })
}

/// The first comma or `and` of the sentence, and the part that it stands in.
fn first_comma(f: &Failure<'_>) -> Option<(Part, usize, usize)> {
    let (mut part, mut start) = (Part::Subjects, f.head + 1);
    for index in outer(f, start, f.tokens.len()) {
        let next = match f.word(index) {
            "to" => Part::Verbs,
            "on" => Part::Ports,
            "except" => Part::Exceptions,
            _ if separates(f, index) && index > start => return Some((part, start, index)),
            _ if part == Part::Verbs && index > start && f.is_name(index) => {
                (part, start) = (Part::Objects, index);
                continue;
            }
            _ => continue,
        };
        (part, start) = (next, index + 1);
    }
    None
}

fn separates(f: &Failure<'_>, index: usize) -> bool {
    let member = crate::words::FORMS.contains(&f.word(index + 1)) || matches!(f.word(index + 2), "=" | "{");
    matches!(f.word(index), "," | "and") && !member && !f.starts_line(index)
}

/// After the last verb: what follows without a comma is the object.
fn verbs_end(f: &Failure<'_>, start: usize) -> usize {
    let mut index = start + 1;
    while matches!(f.word(index), "," | "and") && f.is_name(index + 1) {
        index += if f.word(index + 1) == "and" { 3 } else { 2 };
    }
    index
}

fn list_end(f: &Failure<'_>, mark: usize) -> usize {
    let ends = |index: &usize| matches!(f.word(*index), "to" | "on" | "except") || f.starts_line(*index);
    outer(f, mark + 1, f.tokens.len()).find(ends).unwrap_or(f.tokens.len())
}
