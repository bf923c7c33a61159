//! In which order the cells of a column stand, so that few wires cross.

use super::at;
use super::cells::{CellKind, Level};

/// How often all columns are sorted, once from the left and once from the right.
const SWEEPS: usize = 12;

/// The level with its columns in order.
pub(super) fn ordered(mut level: Level) -> Level {
    let beside = Beside::of(&level);
    for column in &mut level.columns {
        sort_ports(column, &level.hints);
    }
    let mut best = level.columns.clone();
    let mut fewest = crossings(&level, &beside);
    for sweep in 0..SWEEPS {
        if fewest == 0 {
            break;
        }
        let count = level.columns.len();
        for step in 1..count {
            let column = if sweep % 2 == 0 { step } else { count - 1 - step };
            sort(&mut level, &beside, column, sweep % 2 == 0);
        }
        let crossings = crossings(&level, &beside);
        if crossings < fewest {
            (fewest, best) = (crossings, level.columns.clone());
        }
    }
    level.columns = best;
    level
}

/// The cells beside each cell, to its left and to its right, and how far down in them the wire ends, from 0 to 1.
struct Beside {
    left: Vec<Vec<(usize, f64)>>,
    right: Vec<Vec<(usize, f64)>>,
}

impl Beside {
    fn of(level: &Level) -> Beside {
        let mut beside =
            Beside { left: vec![Vec::new(); level.cells.len()], right: vec![Vec::new(); level.cells.len()] };
        for part in &level.parts {
            if let Some(list) = beside.left.get_mut(part.right) {
                list.push((part.left, share(level, part.left, part.wire)));
            }
            if let Some(list) = beside.right.get_mut(part.left) {
                list.push((part.right, share(level, part.right, part.wire)));
            }
        }
        beside
    }
}

/// How far down in a cell a wire ends, as a share of its height: in the middle, or at a port.
fn share(level: &Level, cell: usize, wire: usize) -> f64 {
    let Some(found) = level.cells.get(cell) else { return 0.5 };
    let CellKind::Child(child, true) = found.kind else { return 0.5 };
    match level.ports.binary_search_by_key(&(child, wire), |&(child, wire, _)| (child, wire)) {
        Ok(port) => level.ports.get(port).map_or(0.5, |port| port.2 / found.size.height.max(1.0)),
        Err(_) => 0.5,
    }
}

/// Ports stand as what is outside does, if that is known, and then nothing moves them.
fn sort_ports(column: &mut [usize], hints: &[(usize, f64)]) {
    if column.iter().all(|cell| hint(hints, *cell).is_some()) {
        let y = |cell: &usize| hint(hints, *cell).unwrap_or(0.0);
        column.sort_by(|a, b| y(a).total_cmp(&y(b)));
    }
}

fn hint(hints: &[(usize, f64)], cell: usize) -> Option<f64> {
    let found = hints.binary_search_by_key(&cell, |(cell, _)| *cell).ok()?;
    hints.get(found).map(|hint| hint.1)
}

/// Sorts a column by where its wires come from on one side; cells without any stay about where they are.
fn sort(level: &mut Level, beside: &Beside, column: usize, from_left: bool) {
    let places = places(level);
    let lists = if from_left { &beside.left } else { &beside.right };
    let Some(cells) = level.columns.get(column) else { return };
    if !cells.is_empty() && cells.iter().all(|cell| hint(&level.hints, *cell).is_some()) {
        return;
    }
    let middle = |cell: usize| {
        let list = lists.get(cell).map(Vec::as_slice).unwrap_or_default();
        let sum: f64 = list.iter().map(|&(other, share)| at(&places, other) + share - 0.5).sum();
        if list.is_empty() { at(&places, cell) } else { sum / list.len() as f64 }
    };
    let mut keyed: Vec<(f64, usize)> = cells.iter().map(|&cell| (middle(cell), cell)).collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    if let Some(cells) = level.columns.get_mut(column) {
        *cells = keyed.into_iter().map(|(_, cell)| cell).collect();
    }
}

/// The place of each cell in its column, as a share of the column, so that columns of different length compare.
fn places(level: &Level) -> Vec<f64> {
    let most = level.columns.iter().map(Vec::len).max().unwrap_or(0) as f64;
    let mut places = vec![0.0; level.cells.len()];
    for column in &level.columns {
        let offset = (most - column.len() as f64) / 2.0;
        for (place, &cell) in column.iter().enumerate() {
            if let Some(slot) = places.get_mut(cell) {
                *slot = place as f64 + offset;
            }
        }
    }
    places
}

/// How many pairs of wires cross.
fn crossings(level: &Level, beside: &Beside) -> usize {
    let places = places(level);
    let mut count = 0;
    for column in &level.columns {
        // The right ends in the order of the left ends: every pair in the wrong order is a crossing.
        let mut ends: Vec<f64> = Vec::new();
        for &cell in column {
            let list = beside.right.get(cell).map(Vec::as_slice).unwrap_or_default();
            let mut here: Vec<f64> = list.iter().map(|&(other, share)| at(&places, other) + share * 0.9).collect();
            here.sort_by(f64::total_cmp);
            ends.append(&mut here);
        }
        count += inversions(&mut ends);
    }
    count
}

/// How many pairs stand in the wrong order; sorts them on the way.
fn inversions(list: &mut [f64]) -> usize {
    if list.len() < 2 {
        return 0;
    }
    let (left, right) = list.split_at_mut(list.len() / 2);
    let mut count = inversions(left) + inversions(right);
    let mut merged = Vec::with_capacity(list.len());
    let (left, right) = list.split_at(list.len() / 2);
    let (mut a, mut b) = (left.iter().peekable(), right.iter().peekable());
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        if x <= y {
            merged.extend(a.next());
        } else {
            count += a.len();
            merged.extend(b.next());
        }
    }
    merged.extend(a);
    merged.extend(b);
    list.copy_from_slice(&merged);
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inversions_are_counted() {
        assert_eq!(inversions(&mut [1.0, 2.0, 3.0]), 0);
        assert_eq!(inversions(&mut [3.0, 2.0, 1.0]), 3);
        assert_eq!(inversions(&mut [2.0, 1.0, 4.0, 3.0, 0.0]), 6);
        assert_eq!(inversions(&mut [1.0, 1.0]), 0);
    }
}
