//! A boundary taken apart into columns of cells.

use super::Size;

/// What stands in a column: a child, a port of the boundary, the bend of a wire, or its words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cell {
    pub(super) kind: CellKind,
    pub(super) column: usize,
    pub(super) size: Size,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellKind {
    /// A shape, and whether others stand in it.
    Child(usize, bool),
    /// A port, and where among the ports of its side it belongs, if that is known.
    Port(usize),
    Bend(usize),
    Words(usize),
}

/// A part of a wire, between cells of neighbouring columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Part {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) wire: usize,
}

/// A boundary taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Level {
    pub(super) cells: Vec<Cell>,
    /// The cells of each column, from top to bottom.
    pub(super) columns: Vec<Vec<usize>>,
    pub(super) parts: Vec<Part>,
    /// How far below the upper side of a child its boundary has the port of a wire; by child and wire, sorted.
    pub(super) ports: Vec<(usize, usize, f64)>,
    /// For each port cell where it should stand; by cell, sorted.
    pub(super) hints: Vec<(usize, f64)>,
}

impl Level {
    pub(super) fn cell(&mut self, kind: CellKind, column: usize, size: Size) -> usize {
        let place = self.cells.len();
        self.cells.push(Cell { kind, column, size });
        if let Some(cells) = self.columns.get_mut(column) {
            cells.push(place);
        }
        place
    }

    /// A wire from one cell to another, with a bend in each column between them, or its words in one.
    pub(super) fn wire(&mut self, wire: usize, from: usize, to: usize, words: Option<(usize, Size)>) {
        let (start, end) = (self.column(from), self.column(to));
        let mut left = from;
        for column in start + 1..end {
            let right = match words {
                Some((here, size)) if here == column => self.cell(CellKind::Words(wire), column, size),
                _ => self.cell(CellKind::Bend(wire), column, Size::default()),
            };
            self.parts.push(Part { left, right, wire });
            left = right;
        }
        self.parts.push(Part { left, right: to, wire });
    }

    pub(super) fn column(&self, cell: usize) -> usize {
        self.cells.get(cell).map_or(0, |cell| cell.column)
    }
}
