//! All boundaries at their places, and wires from end to end.

use super::level::Work;
use super::{Layout, Point, Rect, Route, at};

impl Work<'_> {
    /// All boundaries at their places in the whole.
    pub(super) fn together(&self) -> Layout {
        let root = self.tree.root();
        let mut origins = vec![Point::default(); root + 1];
        let mut shapes = vec![Rect::default(); root];
        for boundary in std::iter::once(root).chain(0..root) {
            let Some(placed) = self.done.get(boundary) else { continue };
            let origin = at(&origins, boundary);
            for &(child, rect) in &placed.children {
                let moved = Rect { at: Point { x: rect.at.x + origin.x, y: rect.at.y + origin.y }, ..rect };
                if let (Some(shape), Some(origin)) = (shapes.get_mut(child), origins.get_mut(child)) {
                    *shape = moved;
                    *origin = moved.at;
                }
            }
        }
        let wires = (0..self.wires.len()).map(|wire| self.route(wire, &origins)).collect();
        Layout { shapes, wires, size: self.done.get(root).map(|placed| placed.size).unwrap_or_default() }
    }

    /// A wire from its start to its end, put together from its pieces in all boundaries, each from left to right.
    fn route(&self, wire: usize, origins: &[Point]) -> Option<Route> {
        let ends = self.wires.get(wire)?;
        let turned = at(&self.columns.turned, wire);
        let (left, right) = if turned { (ends.to, ends.from) } else { (ends.from, ends.to) };
        let (mut outwards, mut inwards) = (self.tree.path(left), self.tree.path(right));
        let mut around = self.tree.root();
        while let (Some(a), Some(b)) = (outwards.last(), inwards.last())
            && a == b
        {
            around = *a;
            outwards.pop();
            inwards.pop();
        }
        if outwards.is_empty() || inwards.is_empty() {
            return None;
        }
        inwards.reverse();
        inwards.pop();
        let mut route = Route::default();
        for boundary in outwards.into_iter().skip(1).chain([around]).chain(inwards) {
            let origin = at(origins, boundary);
            let moved = |point: &Point| Point { x: point.x + origin.x, y: point.y + origin.y };
            let placed = self.done.get(boundary)?;
            let piece = placed.routes.iter().find(|(of, _)| *of == wire)?;
            route.points.extend(piece.1.iter().map(moved));
            if let Some((_, rect)) = placed.words.iter().find(|(of, _)| *of == wire) {
                route.label = Rect { at: moved(&rect.at), ..*rect };
            }
        }
        if turned {
            route.points.reverse();
        }
        Some(route)
    }
}
