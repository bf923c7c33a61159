//! A closing bracket too many, and the pieces that it cuts off.

use std::ops::Range;

use super::Cut;
use crate::lexer::{Lexer, Shape};

/// How many pieces a bracket that closes too early may cut off.
const LOOSE: usize = 64;

/// One `}` too many ends an item early: what follows stands indented beside it, and the true end closes nothing.
/// Such pieces are put together again and the early bracket is named.
pub(super) fn join_after_extra(text: &str, cuts: Vec<Cut>) -> Vec<Cut> {
    let mut joined: Vec<Cut> = Vec::with_capacity(cuts.len());
    for cut in cuts {
        let stray = if cut.clean { None } else { stray_at(text, &cut.range) };
        if stray.is_none() {
            joined.push(cut);
            continue;
        }
        let loose = joined.iter().rev().take(LOOSE).take_while(|before| indent(text, &before.range) > 0).count();
        let index = joined.len().checked_sub(loose + 1).filter(|_| loose > 0);
        let host =
            index.and_then(|index| joined.get(index).filter(|host| host.extra.is_none()).map(|host| (index, host)));
        let early = host.and_then(|(index, host)| Some((index, host.range.start, early_close(text, &host.range)?)));
        match early {
            Some((index, start, extra)) => {
                joined.truncate(index);
                joined.push(Cut { range: start..cut.range.end, clean: false, extra: Some(extra) });
            }
            _ => joined.push(cut),
        }
    }
    joined
}

fn stray_at(text: &str, range: &Range<usize>) -> Option<usize> {
    let piece = text.get(range.clone())?;
    let mut tokens = Lexer::new(piece, 0);
    tokens.find(|token| token.shape == Shape::Stray).map(|token| range.start + token.start)
}

/// The last closing bracket of an item, if it does not stand at the start of a line.
fn early_close(text: &str, range: &Range<usize>) -> Option<usize> {
    let piece = text.get(range.clone())?;
    let last = Lexer::new(piece, 0).filter(|token| token.shape == Shape::Close).last()?;
    let at_line_start = last.start == 0 || piece.as_bytes().get(last.start - 1) == Some(&b'\n');
    (!at_line_start).then_some(range.start + last.start)
}

/// How far the first line with content is indented, in bytes.
fn indent(text: &str, range: &Range<usize>) -> usize {
    let piece = text.get(range.clone()).unwrap_or("");
    let line = piece.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//")).unwrap_or("");
    line.len() - line.trim_start().len()
}
