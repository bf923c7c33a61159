use super::{Point, Rect, Size};

/// Space inside a boundary.
const PADDING: f64 = 18.0;

/// A boundary with everything in it at its place, seen from the boundary's own corner.
#[derive(Debug, Clone, Default)]
pub(super) struct Placed {
    pub(super) size: Size,
    pub(super) children: Vec<(usize, Rect)>,
    /// For each wire the way through this boundary, from left to right.
    pub(super) routes: Vec<(usize, Vec<Point>)>,
    pub(super) words: Vec<(usize, Rect)>,
    /// How far down on its side each wire crosses the boundary.
    pub(super) ports: Vec<(usize, f64)>,
}

impl Placed {
    /// Makes room for the head and the padding; ports stand on the sides.
    pub(super) fn frame(&mut self, head: Size, is_boundary: bool) {
        let (dx, dy) = (PADDING, if is_boundary { head.height + PADDING / 2.0 } else { PADDING });
        let move_by = |point: &mut Point| (point.x, point.y) = (point.x + dx, point.y + dy);
        self.children.iter_mut().for_each(|(_, rect)| move_by(&mut rect.at));
        self.words.iter_mut().for_each(|(_, rect)| move_by(&mut rect.at));
        self.ports.iter_mut().for_each(|(_, y)| *y += dy);
        let inner = self.size;
        let width = (inner.width + 2.0 * dx).max(head.width + 2.0 * PADDING);
        for (wire, route) in &mut self.routes {
            route.iter_mut().for_each(move_by);
            let ported = self.ports.iter().any(|(of, _)| of == wire);
            match (route.first().copied(), route.last().copied()) {
                (Some(first), _) if ported && first.x <= dx => route.insert(0, Point { x: 0.0, ..first }),
                (_, Some(last)) if ported => route.push(Point { x: width, ..last }),
                _ => {}
            }
        }
        self.size = Size { width, height: inner.height + dy + PADDING };
    }
}
