//! Coordinates: each column as wide as it must be, and in it everything as near to level with what it is wired to as its
//! neighbours allow.

use super::blocks::Blocks;
use super::cells::{CellKind, Level};
use super::ends::Ends;
use super::placed::Placed;
use super::{Point, Rect, Size, at};

/// Space between what stands one above the other.
const GAP: f64 = 16.0;
/// How often everything is drawn to what it is wired to.
const ROUNDS: usize = 10;

/// Places the cells of a level.
pub(super) fn place(level: &Level) -> Placed {
    let mut ends = Ends::of(level);
    let mut y = stacked(level);
    for round in 0..ROUNDS {
        let count = level.columns.len();
        for step in 0..count {
            let column = if round % 2 == 0 { step } else { count - 1 - step };
            let cells = level.columns.get(column).map(Vec::as_slice).unwrap_or_default();
            align(level, &ends, cells, &mut y, (round % 2 == 0, round % 2 == 1 || round + 2 >= ROUNDS));
        }
        ends.sort(level, &y);
    }
    let top = |cell: usize| at(&y, cell) - height(level, cell) / 2.0;
    let least = (0..level.cells.len()).map(top).fold(f64::INFINITY, f64::min);
    let least = if least.is_finite() { least } else { 0.0 };
    y.iter_mut().for_each(|y| *y -= least);
    let x = across(level, &ends, &y);
    finished(level, &ends, &x, &y)
}

pub(super) fn height(level: &Level, cell: usize) -> f64 {
    level.cells.get(cell).map_or(0.0, |cell| cell.size.height)
}

/// How far apart the middles of two neighbours are at least.
fn apart(level: &Level, above: usize, below: usize) -> f64 {
    let is_box = |cell: usize| matches!(level.cells.get(cell).map(|cell| cell.kind), Some(CellKind::Child(..)));
    let gap = match (is_box(above), is_box(below)) {
        (true, true) => GAP,
        (true, false) | (false, true) => GAP * 0.75,
        (false, false) => GAP * 0.5,
    };
    (height(level, above) + height(level, below)) / 2.0 + gap
}

/// Everything as high as it can be.
fn stacked(level: &Level) -> Vec<f64> {
    let mut y = vec![0.0; level.cells.len()];
    for column in &level.columns {
        let mut last: Option<(usize, f64)> = None;
        for &cell in column {
            let here = last.map_or(height(level, cell) / 2.0, |(above, y)| y + apart(level, above, cell));
            if let Some(slot) = y.get_mut(cell) {
                *slot = here;
            }
            last = Some((cell, here));
        }
    }
    y
}

/// Moves the cells of a column to where their wires are level, as near as their order and size allow.
fn align(level: &Level, ends: &Ends, column: &[usize], y: &mut [f64], (left, right): (bool, bool)) {
    let mut blocks = Blocks::default();
    let mut offset = 0.0;
    let mut above = None;
    for &cell in column {
        offset += above.map_or(0.0, |above| apart(level, above, cell));
        above = Some(cell);
        let mut sum = Wanted::default();
        if left {
            ends.into.of(cell).iter().for_each(|&part| sum.add(level, ends, y, part as usize, true));
        }
        if right {
            ends.out.of(cell).iter().for_each(|&part| sum.add(level, ends, y, part as usize, false));
        }
        let (value, weight) = if sum.weight > 0.0 { (sum.sum / sum.weight, sum.weight) } else { (at(y, cell), 0.01) };
        blocks.push(cell, offset, value, weight);
    }
    blocks.into_places(y);
}

/// Where the wires of a cell want it.
#[derive(Default)]
struct Wanted {
    sum: f64,
    weight: f64,
}

impl Wanted {
    /// Adds the part of a wire whose right end, or left end, is at the cell.
    fn add(&mut self, level: &Level, ends: &Ends, y: &[f64], index: usize, at_right: bool) {
        let Some(part) = level.parts.get(index) else { return };
        let (left, right) = (at(&ends.left, index), at(&ends.right, index));
        let wanted = if at_right { at(y, part.left) + left - right } else { at(y, part.right) + right - left };
        let is_line = |cell: usize| !matches!(level.cells.get(cell).map(|cell| cell.kind), Some(CellKind::Child(..)));
        // A wire that passes others is straight before it is short.
        let weight = if is_line(part.left) && is_line(part.right) { 4.0 } else { 1.0 };
        self.sum += weight * wanted;
        self.weight += weight;
    }
}

/// The left side of each column, and its width. Behind a column there is more room the more wires rise or fall there,
/// and the further they do.
fn across(level: &Level, ends: &Ends, y: &[f64]) -> Vec<(f64, f64)> {
    let mut room = vec![(0.0f64, 0.0f64); level.columns.len()];
    for (index, part) in level.parts.iter().enumerate() {
        let rise = (at(y, part.left) + at(&ends.left, index) - at(y, part.right) - at(&ends.right, index)).abs();
        if let Some((steep, count)) = room.get_mut(level.column(part.left)) {
            *steep = steep.max(rise);
            *count += if rise > 1.0 { 1.0 } else { 0.0 };
        }
    }
    let mut x = 0.0;
    let mut columns = Vec::new();
    for (column, cells) in level.columns.iter().enumerate() {
        let widths = cells.iter().filter_map(|&cell| level.cells.get(cell)).map(|cell| cell.size.width);
        let width = widths.fold(0.0, f64::max);
        columns.push((x, width));
        let next_is_there = level.columns.get(column + 1).is_some_and(|cells| !cells.is_empty());
        let (steep, count) = at(&room, column);
        let gap = 14.0 + (steep * 0.12).min(40.0 + count).min(260.0);
        x += width + if cells.is_empty() || !next_is_there { 0.0 } else { gap };
    }
    columns
}

/// The boxes of a column are of one width.
fn box_width(level: &Level, column: usize) -> f64 {
    let cells = level.columns.get(column).map(Vec::as_slice).unwrap_or_default();
    let cells = cells.iter().filter_map(|&cell| level.cells.get(cell));
    let boxes = cells.filter(|cell| matches!(cell.kind, CellKind::Child(_, false)));
    boxes.map(|cell| cell.size.width).fold(0.0, f64::max)
}

fn finished(level: &Level, ends: &Ends, columns: &[(f64, f64)], y: &[f64]) -> Placed {
    let mut placed = Placed::default();
    let mut sides = vec![(0.0, 0.0); level.cells.len()];
    for (place, cell) in level.cells.iter().enumerate() {
        let (left, width) = at(columns, cell.column);
        let own = match cell.kind {
            CellKind::Child(_, true) => cell.size.width,
            CellKind::Child(_, false) => box_width(level, cell.column),
            _ => width,
        };
        let at = Point { x: left + (width - own) / 2.0, y: at(y, place) - cell.size.height / 2.0 };
        let rect = Rect { at, size: Size { width: own, height: cell.size.height } };
        if let Some(slot) = sides.get_mut(place) {
            *slot = (rect.at.x, rect.at.x + own);
        }
        placed.size.width = placed.size.width.max(rect.at.x + own);
        placed.size.height = placed.size.height.max(rect.at.y + cell.size.height);
        match cell.kind {
            CellKind::Child(child, _) => placed.children.push((child, rect)),
            CellKind::Words(wire) => placed.words.push((wire, rect)),
            CellKind::Port(wire) => placed.ports.push((wire, rect.at.y)),
            CellKind::Bend(_) => {}
        }
    }
    for (index, part) in level.parts.iter().enumerate() {
        let (left, right) = (at(&sides, part.left), at(&sides, part.right));
        let (column_left, width) = at(columns, level.column(part.left));
        let next = at(columns, level.column(part.right)).0;
        let from = at(y, part.left) + at(&ends.left, index);
        let to = at(y, part.right) + at(&ends.right, index);
        // Out of the column, over to the next one, and in.
        let points = [(left.1, from), (column_left + width, from), (next, to), (right.0, to)];
        let points = points.map(|(x, y)| Point { x, y });
        // The parts of a wire were made one after the other.
        match placed.routes.last_mut() {
            Some((wire, route)) if *wire == part.wire => route.extend(points),
            _ => placed.routes.push((part.wire, points.to_vec())),
        }
    }
    placed
}
