//! Characters and strings that are out of order, seen by the lexer alone.

use cloudc_base::{FileId, Finding, Span};

use crate::item::Mended;
use crate::lexer::{Lexer, Shape, Token};
use crate::mistakes::{block_comment, foreign_quotes, hash_comment, strange_character, unclosed_interpolation, unclosed_string};
use crate::shadow::Repair;

/// Names them all and makes the text readable again.
pub(crate) fn mend(text: &str) -> Mended {
    let mut mended = Mended::default();
    let mut open: Vec<Token> = Vec::new();
    let mut strange: Option<Token> = None;
    for token in Lexer::new(text, 0) {
        if let Some(run) = strange.filter(|_| token.shape != Shape::Strange) {
            put(&mut mended, strange_character::finding(span(run), run.of(text)), Repair::new(run.start..run.end, " "));
            strange = None;
        }
        match token.shape {
            Shape::Strange => strange = Some(Token { start: strange.map_or(token.start, |run| run.start), ..token }),
            Shape::Hash => {
                put(&mut mended, hash_comment::finding(span(token)), Repair::new(token.start..token.start + 1, "//"));
            }
            Shape::Slashes => {
                let finding = block_comment::finding(span(token), token.of(text));
                put(&mut mended, finding, Repair::new(token.start..token.end, blanked(token.of(text))));
            }
            Shape::Foreign => {
                let (finding, right) = foreign_quotes::finding(span(token), token.of(text));
                put(&mut mended, finding, Repair::new(token.start..token.end, right));
            }
            Shape::Quote | Shape::Hook | Shape::Open => open.push(token),
            Shape::Unquote => drop_through(&mut open, |shape| shape == Shape::Quote),
            Shape::Unhook => drop_through(&mut open, |shape| shape == Shape::Hook),
            Shape::Close | Shape::Skip if open.last().is_some_and(|token| token.shape == Shape::Open) => drop(open.pop()),
            Shape::Broken => broken(text, token, &mut open, &mut mended),
            _ => {}
        }
    }
    if let Some(run) = strange {
        put(&mut mended, strange_character::finding(span(run), run.of(text)), Repair::new(run.start..run.end, " "));
    }
    mended
}

fn put(mended: &mut Mended, finding: Finding, repair: Repair) {
    mended.findings.push(finding);
    mended.repairs.push(repair);
}

fn drop_through(open: &mut Vec<Token>, until: impl Fn(Shape) -> bool) {
    while open.pop().is_some_and(|token| !until(token.shape)) {}
}

/// A line or the file ends inside a string: closes what is open in it, innermost first.
fn broken(text: &str, token: Token, open: &mut Vec<Token>, mended: &mut Mended) {
    let at_end = token.start == text.len();
    let mut missing = String::new();
    let mut hook = None;
    while let Some(opener) = open.pop() {
        let long = opener.of(text) == "\"\"\"";
        if opener.shape == Shape::Quote && long && !at_end {
            open.push(opener);
            break;
        }
        missing.push_str(closing(opener, text));
        match opener.shape {
            Shape::Hook => hook = Some(opener),
            Shape::Quote => {
                let finding = match hook {
                    Some(hook) if !long => unclosed_interpolation::finding(span(hook), at(token.start)),
                    _ => unclosed_string::finding(span(opener), at(token.start), long),
                };
                mended.findings.push(finding);
                hook = None;
                if !at_end {
                    break;
                }
            }
            _ => {}
        }
    }
    if let Some(hook) = hook {
        mended.findings.push(unclosed_interpolation::finding(span(hook), at(token.start)));
    }
    mended.repairs.push(Repair::new(token.start..token.start, missing));
}

fn closing(opener: Token, text: &str) -> &'static str {
    match (opener.shape, opener.of(text)) {
        (Shape::Quote, "\"\"\"") => "\"\"\"",
        (Shape::Quote, _) => "\"",
        (_, "(") => ")",
        (_, "[") => "]",
        _ => "}",
    }
}

/// Blanks with the same line ends.
fn blanked(text: &str) -> String {
    if text.contains('\n') { text.chars().filter(|&c| c == '\n').collect() } else { " ".to_owned() }
}

fn span(token: Token) -> Span {
    Span::new(FileId::ROOT, token.start as u32, token.end as u32)
}

fn at(offset: usize) -> Span {
    Span::new(FileId::ROOT, offset as u32, offset as u32)
}
