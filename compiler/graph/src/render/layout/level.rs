//! One boundary laid out after the other, from the inside out.

use super::cells::{CellKind, Level};
use super::columns::Columns;
use super::order::ordered;
use super::pack::pack;
use super::place::place;
use super::placed::Placed;
use super::tree::{Crossing, Inside, Tree};
use super::{Layout, Rect, Shape, Size, Wire, at};

/// Lays everything out; `before` is what came out the last time, if there was one.
pub(super) fn all(tree: &Tree, columns: &Columns, shapes: &[Shape], wires: &[Wire], before: &[Rect]) -> Layout {
    let mut work = Work { tree, columns, shapes, wires, before, done: vec![Placed::default(); tree.root() + 1] };
    // What is inside comes after its boundary; the whole drawing is the last.
    for boundary in (0..tree.root()).rev().chain([tree.root()]) {
        if boundary == tree.root() || tree.is_boundary(boundary) {
            let placed = work.boundary(boundary);
            if let Some(slot) = work.done.get_mut(boundary) {
                *slot = placed;
            }
        }
    }
    work.together()
}

pub(super) struct Work<'w> {
    pub(super) tree: &'w Tree,
    pub(super) columns: &'w Columns,
    shapes: &'w [Shape],
    pub(super) wires: &'w [Wire],
    before: &'w [Rect],
    pub(super) done: Vec<Placed>,
}

impl Work<'_> {
    fn boundary(&self, boundary: usize) -> Placed {
        let Some(inside) = self.tree.level(boundary) else { return Placed::default() };
        let level = ordered(self.level(boundary, inside));
        let mut placed = place(&level);
        let free = inside.children.iter().filter(|child| self.column(**child).is_none());
        let free: Vec<(usize, Size)> = free.map(|&child| (child, self.size(child))).collect();
        pack(&mut placed, &free);
        let head = self.shapes.get(boundary).map(|shape| shape.size).unwrap_or_default();
        placed.frame(head, boundary != self.tree.root());
        placed
    }

    fn level(&self, boundary: usize, inside: &Inside) -> Level {
        let count = at(&self.columns.counts, boundary);
        let mut level = Level { columns: vec![Vec::new(); 2 * count + 3], ..Level::default() };
        let mut cells: Vec<(usize, usize)> = Vec::new();
        for &child in &inside.children {
            if let Some(column) = self.column(child) {
                let kind = CellKind::Child(child, self.tree.is_boundary(child));
                cells.push((child, level.cell(kind, 2 * column + 2, self.size(child))));
                let ports = self.done.get(child).map(|placed| placed.ports.as_slice()).unwrap_or_default();
                level.ports.extend(ports.iter().map(|&(wire, y)| (child, wire, y)));
            }
        }
        level.ports.sort_by_key(|&(child, wire, _)| (child, wire));
        let cell = |child: usize| {
            let found = cells.binary_search_by_key(&child, |(child, _)| *child).ok();
            found.and_then(|found| cells.get(found)).map_or(0, |(_, cell)| *cell)
        };
        for span in &inside.wires {
            let turned = at(&self.columns.turned, span.wire);
            let (from, to) = if turned { (span.to, span.from) } else { (span.from, span.to) };
            let words = self.words(inside, &level, span.wire, cell(from), cell(to));
            level.wire(span.wire, cell(from), cell(to), words);
        }
        for crossing in &inside.ports {
            self.port(&mut level, crossing, cell(crossing.child));
        }
        level
    }

    /// In which column a wire has its words, and how large they are: beside the end that fewer wires share.
    fn words(&self, inside: &Inside, level: &Level, wire: usize, from: usize, to: usize) -> Option<(usize, Size)> {
        let size = self.wires.get(wire).map(|wire| wire.label).filter(|size| size.width > 0.0)?;
        let child = |cell: usize| match level.cells.get(cell).map(|cell| cell.kind) {
            Some(CellKind::Child(child, _)) => child,
            _ => usize::MAX,
        };
        let shared = |child: usize| inside.wires.iter().filter(|span| span.from == child || span.to == child).count();
        let at_start = shared(child(from)) <= shared(child(to));
        Some((if at_start { level.column(from) + 1 } else { level.column(to) - 1 }, size))
    }

    fn port(&self, level: &mut Level, crossing: &Crossing, child: usize) {
        let left = self.columns.enters_left(crossing);
        let column = if left { 0 } else { level.columns.len().saturating_sub(1) };
        let port = level.cell(CellKind::Port(crossing.wire), column, Size::default());
        let wire = self.wires.get(crossing.wire);
        let outside = wire.map(|wire| if crossing.starts_inside { wire.to } else { wire.from });
        if let Some(rect) = outside.and_then(|shape| self.before.get(shape)) {
            level.hints.push((port, rect.at.y + rect.size.height / 2.0));
        }
        let (from, to) = if left { (port, child) } else { (child, port) };
        level.wire(crossing.wire, from, to, None);
    }

    fn column(&self, child: usize) -> Option<usize> {
        self.columns.columns.get(child).copied().flatten()
    }

    /// The size of a child: a boundary's is known, because what is inside was laid out before.
    fn size(&self, child: usize) -> Size {
        if self.tree.is_boundary(child) {
            return self.done.get(child).map(|placed| placed.size).unwrap_or_default();
        }
        let size = self.shapes.get(child).map(|shape| shape.size).unwrap_or_default();
        Size { height: size.height.max(self.crowd(child)), ..size }
    }

    /// How high a box must be for the wires on one of its sides.
    fn crowd(&self, child: usize) -> f64 {
        let level = self.tree.level(self.tree.parent(child));
        let spans = level.map(|level| level.wires.as_slice()).unwrap_or_default();
        let ports = level.map(|level| level.ports.as_slice()).unwrap_or_default();
        let turned = |wire: usize| at(&self.columns.turned, wire);
        let right = |starts: bool, wire: usize| starts != turned(wire);
        let mut sides = [0usize; 2];
        let mut count = |is_right: bool| {
            if let Some(side) = sides.get_mut(usize::from(is_right)) {
                *side += 1;
            }
        };
        spans.iter().filter(|span| span.from == child).for_each(|span| count(right(true, span.wire)));
        spans.iter().filter(|span| span.to == child).for_each(|span| count(right(false, span.wire)));
        ports.iter().filter(|it| it.child == child).for_each(|it| count(!self.columns.enters_left(it)));
        let most = sides.into_iter().max().unwrap_or(0);
        12.0 * (most.min(40) as f64 + 1.0)
    }
}
