use super::at;
use super::cells::{CellKind, Level};
use super::place::height;
use crate::lists::Lists;

/// Where on the sides of its cells each part ends: how far below their middle.
pub(super) struct Ends {
    pub(super) left: Vec<f64>,
    pub(super) right: Vec<f64>,
    /// The parts that come to each cell from the left, and those that leave it to the right.
    pub(super) into: Lists,
    pub(super) out: Lists,
}

impl Ends {
    pub(super) fn of(level: &Level) -> Ends {
        let at_port = |cell: usize, wire: usize| {
            let found = level.cells.get(cell)?;
            match found.kind {
                CellKind::Child(child, true) => {
                    let port =
                        level.ports.binary_search_by_key(&(child, wire), |&(child, wire, _)| (child, wire)).ok()?;
                    level.ports.get(port).map(|port| port.2 - found.size.height / 2.0)
                }
                // Words stand on their wire.
                CellKind::Words(_) => Some(found.size.height / 2.0),
                _ => None,
            }
        };
        let end = |cell: usize, wire: usize| at_port(cell, wire).unwrap_or(0.0);
        let parts = || level.parts.iter().enumerate();
        Ends {
            left: level.parts.iter().map(|part| end(part.left, part.wire)).collect(),
            right: level.parts.iter().map(|part| end(part.right, part.wire)).collect(),
            into: Lists::new(level.cells.len(), parts().map(|(index, part)| (part.right as u32, index as u32))),
            out: Lists::new(level.cells.len(), parts().map(|(index, part)| (part.left as u32, index as u32))),
        }
    }

    /// Spreads the wires on each side of a box, in the order of where they lead.
    pub(super) fn sort(&mut self, level: &Level, y: &[f64]) {
        let mut sides: Vec<(usize, bool, f64, usize)> = Vec::new();
        for (place, part) in level.parts.iter().enumerate() {
            let (left, right) = (at(y, part.left) + at(&self.left, place), at(y, part.right) + at(&self.right, place));
            if spreads(level, part.left, part.wire) {
                sides.push((part.left, true, right, place));
            }
            if spreads(level, part.right, part.wire) {
                sides.push((part.right, false, left, place));
            }
        }
        sides.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)).then(a.3.cmp(&b.3)));
        for side in sides.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let Some(&(cell, is_left_end, ..)) = side.first() else { continue };
            let step = (height(level, cell) / (side.len() as f64 + 1.0)).min(24.0);
            for (index, (.., place)) in side.iter().enumerate() {
                let list = if is_left_end { &mut self.left } else { &mut self.right };
                if let Some(slot) = list.get_mut(*place) {
                    *slot = step * (index as f64 - (side.len() as f64 - 1.0) / 2.0);
                }
            }
        }
    }
}

/// Whether a wire may end anywhere on the side of a cell.
fn spreads(level: &Level, cell: usize, wire: usize) -> bool {
    match level.cells.get(cell).map(|cell| cell.kind) {
        Some(CellKind::Child(_, false)) => true,
        Some(CellKind::Child(child, true)) => {
            level.ports.binary_search_by_key(&(child, wire), |&(child, wire, _)| (child, wire)).is_err()
        }
        _ => false,
    }
}
