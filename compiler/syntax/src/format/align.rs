//! Columns: neighbours of one form line up at their `:` and `=`, or at the `{` of blocks on one line, and so do the
//! comments at the ends of neighbouring lines.

use super::lines::{Cell, Line};
use super::tokens::{Group, Role};
use crate::Kind;

/// Lines everything up.
pub(super) fn columns(lines: &mut [Line<'_>]) {
    let mut start = 0;
    while start < lines.len() {
        let end = run(lines, start);
        let Some(run) = lines.get_mut(start..end) else { break };
        for column in 0..2 {
            line_up(run, column);
        }
        start = end;
    }
    remarks(lines);
}

/// The end of the run of lines that line up with the one at `start`.
fn run(lines: &[Line<'_>], start: usize) -> usize {
    let Some(first) = lines.get(start) else { return start + 1 };
    let mut end = start + 1;
    if first.form.is_none() || !first.is_whole() || !alone(first) {
        return end;
    }
    while let Some(line) = lines.get(end) {
        let same = line.form == first.form && line.indent == first.indent && !line.spaced && alone(line);
        if !same || noun(line) != noun(first) {
            break;
        }
        let assigns =
            !matches!(line.form, Some(Kind::Call | Kind::Block | Kind::Scale | Kind::Resource | Kind::Existing));
        if !line.is_whole() {
            return if assigns && line.balance() > 0 { end + 1 } else { end };
        }
        end += 1;
    }
    end
}

/// Whether the line holds no second member after a comma.
fn alone(line: &Line<'_>) -> bool {
    let mut depth = 0usize;
    for cell in &line.cells {
        match cell.role {
            Role::Open(_) => depth += 1,
            Role::Close(_) => depth = depth.saturating_sub(1),
            Role::Comma if depth == 0 => return false,
            _ => {}
        }
    }
    true
}

/// The noun of a call: only blocks of one noun line up.
fn noun<'t>(line: &Line<'t>) -> Option<&'t str> {
    let blocks = matches!(line.form, Some(Kind::Call | Kind::Block | Kind::Scale));
    line.cells.first().filter(|_| blocks).map(|cell| cell.text)
}

/// Where a line's columns begin: what follows its `:`, its `=`, or its `{`.
fn stops(line: &Line<'_>) -> [Option<usize>; 2] {
    let top = |wanted: &dyn Fn(&Cell<'_>) -> bool| {
        let mut depth = 0usize;
        line.cells.iter().position(|cell| {
            let found = depth == 0 && wanted(cell);
            match cell.role {
                Role::Open(_) => depth += 1,
                Role::Close(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            found
        })
    };
    let equals = top(&|cell| cell.role == Role::Mark && cell.text == "=");
    let typed = top(&|cell| cell.role == Role::Suffix && cell.text == ":").map(|colon| colon + 1);
    let block = top(&|cell| cell.role == Role::Open(Group::Members));
    match line.form {
        Some(Kind::Param | Kind::Field) => [typed, equals.filter(|equals| typed.is_some_and(|typed| *equals > typed))],
        Some(Kind::Resource | Kind::Existing) => [typed, None],
        Some(Kind::Call | Kind::Block | Kind::Scale) => [block, None],
        Some(_) => [equals, None],
        None => [None, None],
    }
}

fn line_up(run: &mut [Line<'_>], column: usize) {
    let stop = |line: &Line<'_>| stops(line).get(column).copied().flatten();
    let reach = |line: &Line<'_>, stop: usize| {
        let before = line.cells.get(..stop).unwrap_or(&[]);
        before.iter().map(|cell| cell.gap + cell.text.chars().count()).sum::<usize>()
    };
    let widest = run.iter().filter_map(|line| stop(line).map(|stop| reach(line, stop))).max().unwrap_or(0);
    for line in run.iter_mut() {
        let Some(at) = stop(line) else { continue };
        let gap = widest - reach(line, at) + 1;
        if let Some(cell) = line.cells.get_mut(at) {
            cell.gap = gap;
        }
    }
}

/// Comments at the ends of neighbouring lines of one block stand in one column.
fn remarks(lines: &mut [Line<'_>]) {
    let mut start = 0;
    while let Some(first) = lines.get(start) {
        let joins = |line: &Line<'_>| line.remark.is_some() && line.indent == first.indent && !line.spaced;
        let others = lines.get(start + 1..).unwrap_or(&[]).iter().take_while(|line| joins(line)).count();
        let len = if first.remark.is_some() { 1 + others } else { 0 };
        let run = lines.get_mut(start..start + len).unwrap_or_default();
        let widest = run.iter().map(Line::width).max().unwrap_or(0);
        for line in run {
            line.remark_gap = widest - line.width() + 2;
        }
        start += len.max(1);
    }
}
