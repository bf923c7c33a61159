//! The lines of a tree: what runs, by component; then how far the run is.

use std::time::Duration;

use cloudc_provider::Action;
use console::{measure_text_width, pad_str, truncate_str};

use super::board::{Board, Doing};
use crate::colour::Colour;
use crate::shown::address::split;
use crate::shown::paint::Paint;
use crate::shown::time;

/// How many lines a tree has at most, however high the terminal is: a tree that fills the screen is no overview.
const MOST: usize = 24;

/// From which width on types are shown.
const WIDE: usize = 72;

/// How wide a name may be, as a part of the terminal's width: a half.
const NAME: usize = 2;

/// How large a terminal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) rows: usize,
    pub(super) columns: usize,
}

impl Size {
    /// How wide a line may be: one that fills the last column makes some terminals begin another, and there has to be room for
    /// the `^C` that a terminal writes behind the last one.
    pub(super) fn width(self) -> usize {
        self.columns.saturating_sub(4).max(10)
    }
}

/// The tree of a run at an instant.
pub(super) fn draw(board: &Board, at: Duration, size: Size, colour: Colour) -> Vec<String> {
    let room = size.rows.saturating_sub(2).clamp(1, MOST);
    let mut below = stopping(board, colour);
    below.push(sum(board, at));
    let room = room.saturating_sub(below.len());
    let mut lines = running(board, at, (room, size), colour);
    lines.append(&mut below);
    lines.iter().map(|line| truncate_str(line, size.width(), "..").into_owned()).collect()
}

/// What runs: by component if there is room for that, else what runs longest.
fn running(board: &Board, at: Duration, (room, size): (usize, Size), colour: Colour) -> Vec<String> {
    let mut sorted: Vec<(&str, &str, &Doing)> = board.running.iter().map(named).collect();
    sorted.sort_by_key(|(holder, name, _)| (*holder, *name));
    let groups = sorted.chunk_by(|a, b| a.0 == b.0);
    let heads = groups.clone().filter(|group| group.first().is_some_and(|(holder, ..)| !holder.is_empty())).count();
    if sorted.len() + heads > room {
        return longest(board, at, (room, size), colour);
    }
    let mut lines = Vec::new();
    let names = sorted.iter().map(|(holder, name, _)| indent(holder).len() + measure_text_width(name));
    let width = names.max().unwrap_or(0);
    for group in groups {
        let holder = group.first().map_or("", |(holder, ..)| holder);
        if !holder.is_empty() {
            lines.push(Paint::Strong.on(holder, colour));
        }
        for (holder, name, doing) in group {
            let column = Column { name, indent: indent(holder), width };
            lines.push(line(doing, &column, at, (size, colour)));
        }
    }
    lines
}

fn named(doing: &Doing) -> (&str, &str, &Doing) {
    let (holder, name) = split(&doing.address);
    (holder, name, doing)
}

fn indent(holder: &str) -> &'static str {
    if holder.is_empty() { "" } else { "  " }
}

/// What runs longest, each with its whole address, and how many more there are.
fn longest(board: &Board, at: Duration, (room, size): (usize, Size), colour: Colour) -> Vec<String> {
    let some = if board.running.len() > room { room.saturating_sub(1) } else { room };
    let shown: Vec<&Doing> = board.running.iter().take(some).collect();
    let width = shown.iter().map(|doing| measure_text_width(&doing.address)).max().unwrap_or(0);
    let column = |doing: &&Doing| {
        let column = Column { name: &doing.address, indent: "", width };
        line(doing, &column, at, (size, colour))
    };
    let mut lines: Vec<String> = shown.iter().map(column).collect();
    let more = board.running.len().saturating_sub(some);
    if more > 0 && room > 0 {
        lines.push(Paint::Faint.on(&format!("and {more} more"), colour));
    }
    lines
}

/// A name in a column of names.
struct Column<'n> {
    name: &'n str,
    indent: &'static str,
    /// How wide the column is.
    width: usize,
}

fn line(doing: &Doing, column: &Column<'_>, at: Duration, (size, colour): (Size, Colour)) -> String {
    let (sign, paint) = match doing.action {
        Action::Create => ("+", Paint::Good),
        Action::Update => ("~", Paint::Change),
        Action::Delete => ("-", Paint::Bad),
    };
    let width = column.width.min(size.columns / NAME).saturating_sub(column.indent.len());
    let name = pad_str(column.name, width, console::Alignment::Left, Some(".."));
    let ty = match size.columns >= WIDE {
        true => format!("  {}", Paint::Faint.on(&doing.ty, colour)),
        false => String::new(),
    };
    let note = if doing.note.is_empty() { String::new() } else { format!("  {}", one_line(&doing.note)) };
    format!("{}{} {name}  {}{ty}{note}", column.indent, paint.on(sign, colour), clock(doing, at, colour))
}

/// How long it has taken, of how long it typically takes.
fn clock(doing: &Doing, at: Duration, colour: Colour) -> String {
    let gone = at.saturating_sub(doing.since);
    let clock = format!("{:>5} of ~{:<5}", time::clock(gone), time::clock(doing.typical));
    if gone > doing.typical * 2 { Paint::Change.on(&clock, colour) } else { clock }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn stopping(board: &Board, colour: Colour) -> Vec<String> {
    let running = board.running.len();
    let text = match board.stops {
        0 => return Vec::new(),
        1 => format!("stopping: nothing more is begun, {running} finish first; Ctrl-C again ends at once"),
        _ => format!("ending: the next run finds out what became of {running}"),
    };
    vec![Paint::Change.on(&text, colour)]
}

/// How far the run is, and how long it still takes.
fn sum(board: &Board, at: Duration) -> String {
    let counts = [
        (board.running.len(), "running"),
        (board.waiting(), "waiting"),
        (board.failed, "failed"),
        (board.not_tried, "not tried"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: String = counts.map(|(count, what)| format!(", {count} {what}")).collect();
    let left = board.left(at).filter(|(left, _)| board.stops == 0 && !left.is_zero());
    let (left, longest) = match left {
        Some((left, doing)) => {
            (format!(", about {} to go", time::words(left)), format!("; longest: {}", doing.address))
        }
        None => Default::default(),
    };
    format!("{:>5}  {} of {} done{left}{counts}{longest}", time::clock(at), board.done, board.calls)
}
