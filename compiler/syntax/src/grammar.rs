//! The door to pest: nothing else names it. Text goes in; a tree comes out, or the place where reading stopped.

use std::sync::{Arc, PoisonError, RwLock};

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::{Pair, Pairs};

use crate::Kind;
use crate::tree::{Entry, Tree};

#[derive(pest_derive::Parser)]
#[grammar = "cld.pest"]
struct Grammar;

/// The character that recovery writes where nothing could be read. See `hole` in the grammar.
pub(crate) const HOLE: &str = "\u{1}";

/// What a piece of text can be on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Members: an item, or what stands in a `{ .. }`.
    Members,
    /// One element of a list.
    Element,
    /// One argument of a call.
    Argument,
    /// One field of a record type.
    Field,
    /// A type.
    Type,
}

impl Piece {
    fn rule(self) -> Rule {
        match self {
            Piece::Members => Rule::item,
            Piece::Element => Rule::element,
            Piece::Argument => Rule::argument,
            Piece::Field => Rule::entry,
            Piece::Type => Rule::kind,
        }
    }
}

/// Where reading stopped, and what could have stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stop {
    /// The byte that nothing could be made of.
    pub(crate) at: usize,
    /// The kinds that could have begun there.
    pub(crate) wanted: Vec<Kind>,
}

impl Stop {
    /// Before anything was read.
    pub(crate) fn nowhere() -> Stop {
        Stop { at: 0, wanted: Vec::new() }
    }
}

/// Held by every parse: alone by one that must know the byte where reading stops.
static MODE: RwLock<()> = RwLock::new(());

/// Whether the text reads as this piece; if not, where reading stopped, to the byte.
///
/// pest counts marks like `=` as places where reading stopped only in a mode that is slow and global to the process;
/// while it is on, nothing else is parsed.
pub(crate) fn read(piece: Piece, text: &str) -> Result<(), Stop> {
    let _alone = MODE.write().unwrap_or_else(PoisonError::into_inner);
    pest::set_error_detail(true);
    let result = parse(piece, text).map(drop);
    pest::set_error_detail(false);
    result
}

/// Whether the text reads as this piece; much cheaper than [`read`].
pub(crate) fn fits(piece: Piece, text: &str) -> bool {
    let _shared = MODE.read().unwrap_or_else(PoisonError::into_inner);
    parse(piece, text).is_ok()
}

/// The tree of an item, if all of it can be read.
pub(crate) fn tree(text: &Arc<str>) -> Result<Tree, Stop> {
    tree_over(text, text, |start, end| (start as u32, end as u32))
}

/// The tree that the repaired text `read` gives, over the text as it was written; `place` leads back to that.
pub(crate) fn tree_over(
    read: &str,
    written: &Arc<str>,
    place: impl Fn(usize, usize) -> (u32, u32),
) -> Result<Tree, Stop> {
    let shared = MODE.read().unwrap_or_else(PoisonError::into_inner);
    let pairs = parse(Piece::Members, read)?;
    drop(shared);
    Ok(Tree::new(Arc::clone(written), entries(pairs, written.len(), place)))
}

fn parse(piece: Piece, text: &str) -> Result<Pairs<'_, Rule>, Stop> {
    Grammar::parse(piece.rule(), text).map_err(|error| {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let at = error.parse_attempts().map_or(at, |attempts| attempts.max_position.max(at));
        let wanted = match error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives.into_iter().filter_map(Kind::of).collect(),
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        Stop { at, wanted }
    })
}

/// pest's pairs as one flat list. A stack instead of recursion: depth is the user's.
fn entries(pairs: Pairs<'_, Rule>, len: usize, place: impl Fn(usize, usize) -> (u32, u32)) -> Vec<Entry> {
    let mut entries = vec![Entry { kind: Kind::Item, start: 0, end: len as u32, next: 0 }];
    let mut open: Vec<(usize, Pairs<'_, Rule>)> = vec![(0, pairs)];
    while let Some((index, pairs)) = open.last_mut() {
        let Some(pair) = pairs.next() else {
            let (index, end) = (*index, entries.len() as u32);
            open.pop();
            if let Some(entry) = entries.get_mut(index) {
                entry.next = end;
            }
            continue;
        };
        let Some(kind) = Kind::of(pair.as_rule()) else { continue };
        let span = pair.as_span();
        if matches!(kind, Kind::Text) && span.start() == span.end() {
            continue;
        }
        let parent = *index;
        let keep = !is_wrapper(kind, &pair);
        let at = if keep { entries.len() } else { parent };
        if keep {
            let (start, end) = place(span.start(), span.end());
            entries.push(Entry { kind, start, end, next: entries.len() as u32 + 1 });
        }
        let inner = pair.into_inner();
        if inner.peek().is_some() {
            open.push((at, inner));
        }
    }
    entries
}

/// A chain of one link, or a type without `?`, says no more than what is in it.
fn is_wrapper(kind: Kind, pair: &Pair<'_, Rule>) -> bool {
    let chain = matches!(kind, Kind::Binary | Kind::Access | Kind::Union | Kind::Optional);
    chain && pair.clone().into_inner().next().is_some_and(|first| first.as_span() == pair.as_span())
}
