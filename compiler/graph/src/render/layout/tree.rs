//! Boundaries in boundaries, and which arrows cross which.

use super::{Shape, Wire};

/// What stands in what. The whole drawing is a boundary too, the last one.
pub(super) struct Tree {
    pub(super) levels: Vec<Inside>,
    /// The boundary around each shape.
    parents: Vec<usize>,
}

/// What one boundary holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Inside {
    /// The shapes that stand directly in it.
    pub(super) children: Vec<usize>,
    /// The wires between two of them, or what is in them.
    pub(super) wires: Vec<Span>,
    /// The wires that cross the boundary, and the child that they lead to.
    pub(super) ports: Vec<Crossing>,
}

/// A wire between two children of a boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) wire: usize,
    /// The child that holds where the wire starts, or is it.
    pub(super) from: usize,
    pub(super) to: usize,
}

/// A wire that crosses a boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Crossing {
    pub(super) wire: usize,
    pub(super) child: usize,
    /// Whether the wire's start is inside, not its end.
    pub(super) starts_inside: bool,
}

impl Tree {
    pub(super) fn of(shapes: &[Shape], wires: &[Wire]) -> Tree {
        let root = shapes.len();
        let parents: Vec<usize> = shapes.iter().map(|shape| shape.parent.unwrap_or(root)).collect();
        let mut tree = Tree { levels: vec![Inside::default(); root + 1], parents };
        for shape in 0..root {
            let parent = tree.parent(shape);
            if let Some(level) = tree.levels.get_mut(parent) {
                level.children.push(shape);
            }
        }
        for (place, wire) in wires.iter().enumerate() {
            tree.wire(place, wire);
        }
        tree
    }

    /// The whole drawing.
    pub(super) fn root(&self) -> usize {
        self.parents.len()
    }

    pub(super) fn parent(&self, shape: usize) -> usize {
        self.parents.get(shape).copied().unwrap_or(self.root())
    }

    pub(super) fn level(&self, boundary: usize) -> Option<&Inside> {
        self.levels.get(boundary)
    }

    /// Whether anything stands in a shape.
    pub(super) fn is_boundary(&self, shape: usize) -> bool {
        self.levels.get(shape).is_some_and(|level| !level.children.is_empty())
    }

    /// A shape and all boundaries around it, the whole drawing last.
    pub(super) fn path(&self, shape: usize) -> Vec<usize> {
        let up = |at: &usize| (*at != self.root()).then(|| self.parent(*at));
        std::iter::successors(Some(shape), up).collect()
    }

    fn wire(&mut self, place: usize, wire: &Wire) {
        let (mut from, mut to) = (self.path(wire.from), self.path(wire.to));
        // The boundaries around both, from the outside; the innermost of them is where the wire is drawn.
        let mut around = self.root();
        while let (Some(a), Some(b)) = (from.last(), to.last())
            && a == b
        {
            around = *a;
            from.pop();
            to.pop();
        }
        let (Some(&a), Some(&b)) = (from.last(), to.last()) else { return };
        if let Some(level) = self.levels.get_mut(around) {
            level.wires.push(Span { wire: place, from: a, to: b });
        }
        self.cross(place, &from, true);
        self.cross(place, &to, false);
    }

    /// A wire goes from the first shape of a path out through all others.
    fn cross(&mut self, wire: usize, path: &[usize], starts_inside: bool) {
        for (&child, &boundary) in path.iter().zip(path.iter().skip(1)) {
            if let Some(level) = self.levels.get_mut(boundary) {
                level.ports.push(Crossing { wire, child, starts_inside });
            }
        }
    }
}
