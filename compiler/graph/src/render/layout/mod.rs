//! Where boxes and arrows go: a layered drawing, boundaries drawn as boundaries.
//!
//! Each boundary is laid out by itself, and is then one box of the one around it; an arrow that crosses it comes in or
//! leaves through a port on its left or right side. In a boundary everything stands in columns, arrows run from left to
//! right between neighbouring columns, and where one passes a column it has a place there like a box, as has what is
//! written beside it: so nothing lies on anything else. The steps are the usual ones of Sugiyama, Tagawa and Toda (1981):
//! columns, order within them, coordinates. This is done a few times, as a boundary's ports should be ordered by what is
//! outside, and that is known only afterwards.
//!
//! Crates were looked at first: layout-rs and rust-sugiyama have no boundaries; dagre has, and takes 7 s for 300 boxes.

mod blocks;
mod cells;
mod columns;
mod ends;
mod level;
mod order;
mod pack;
mod place;
mod placed;
mod together;
mod tree;

use tree::Tree;

/// A box, or a boundary if others stand in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shape {
    /// The boundary around it; its place comes before this one's.
    pub(super) parent: Option<usize>,
    /// The least size of a box, or of the head of a boundary.
    pub(super) size: Size,
}

/// An arrow, and the size of what is written beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wire {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: Size,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// A place and a size; the place is that of the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Rect {
    pub(super) at: Point,
    pub(super) size: Size,
}

/// Where an arrow runs: from one point to the next, level at each of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Route {
    pub(super) points: Vec<Point>,
    /// Where its words stand.
    pub(super) label: Rect,
}

/// A finished drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Layout {
    pub(super) shapes: Vec<Rect>,
    /// None for an arrow between a boundary and what stands in it.
    pub(super) wires: Vec<Option<Route>>,
    pub(super) size: Size,
}

/// How often everything is laid out: after the first time ports are ordered by what is outside.
const ROUNDS: usize = 3;

/// Lays out shapes and the wires between them.
pub(super) fn layout(shapes: &[Shape], wires: &[Wire]) -> Layout {
    let tree = Tree::of(shapes, wires);
    let columns = columns::columns(&tree, wires);
    let mut best = level::all(&tree, &columns, shapes, wires, &[]);
    let mut last = best.clone();
    for _ in 1..ROUNDS {
        last = level::all(&tree, &columns, shapes, wires, &last.shapes);
        if length(&last) < length(&best) {
            best = last.clone();
        }
    }
    best
}

/// How far all wires run together, up and down counted twice.
fn length(layout: &Layout) -> f64 {
    let routes = layout.wires.iter().flatten();
    let steps = routes.flat_map(|route| route.points.iter().zip(route.points.iter().skip(1)));
    steps.map(|(a, b)| (a.x - b.x).abs() + 2.0 * (a.y - b.y).abs()).sum()
}

/// An element, or what stands for none.
fn at<T: Copy + Default>(list: &[T], index: usize) -> T {
    list.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Boundaries in boundaries, boxes of different sizes and any wires between them.
    fn any_drawing() -> impl Strategy<Value = (Vec<Shape>, Vec<Wire>)> {
        let shape = (prop::option::weighted(0.6, 0usize..100), 40.0f64..200.0, 20.0f64..60.0);
        let wire = (0usize..100, 0usize..100, prop::option::weighted(0.7, 20.0f64..120.0));
        (prop::collection::vec(shape, 1..24), prop::collection::vec(wire, 0..30)).prop_map(|(shapes, wires)| {
            let count = shapes.len();
            let shapes: Vec<Shape> = shapes
                .into_iter()
                .enumerate()
                .map(|(place, (parent, width, height))| {
                    let parent = parent.and_then(|parent| parent.checked_rem(place));
                    Shape { parent, size: Size { width, height } }
                })
                .collect();
            let wires = wires.into_iter().map(|(from, to, label)| {
                let label = label.map_or(Size::default(), |width| Size { width, height: 17.0 });
                Wire { from: from % count, to: to % count, label }
            });
            (shapes, wires.filter(|wire| wire.from != wire.to).collect())
        })
    }

    /// Whether two stretches share more than an edge.
    fn overlap((a, b): (f64, f64), (c, d): (f64, f64)) -> bool {
        a < d - 0.01 && c < b - 0.01
    }

    fn cover(a: &Rect, b: &Rect) -> bool {
        let (x, y) = (|r: &Rect| (r.at.x, r.at.x + r.size.width), |r: &Rect| (r.at.y, r.at.y + r.size.height));
        overlap(x(a), x(b)) && overlap(y(a), y(b))
    }

    fn inside(inner: &Rect, outer: &Rect) -> bool {
        inner.at.x >= outer.at.x - 0.01
            && inner.at.y >= outer.at.y - 0.01
            && inner.at.x + inner.size.width <= outer.at.x + outer.size.width + 0.01
            && inner.at.y + inner.size.height <= outer.at.y + outer.size.height + 0.01
    }

    /// What a step of a wire can touch.
    fn around(a: &Point, b: &Point) -> Rect {
        let at = Point { x: a.x.min(b.x), y: a.y.min(b.y) };
        // A line has a width, too.
        Rect { at, size: Size { width: (a.x - b.x).abs(), height: (a.y - b.y).abs() + 0.02 } }
    }

    proptest! {
        #[test]
        fn nothing_lies_on_anything_else((shapes, wires) in any_drawing()) {
            let drawn = layout(&shapes, &wires);
            let is_box = |place: usize| !shapes.iter().any(|shape| shape.parent == Some(place));
            let whole = Rect { at: Point::default(), size: drawn.size };
            let words: Vec<&Rect> = drawn.wires.iter().flatten().map(|it| &it.label).filter(|it| it.size.width > 0.0).collect();
            for (place, rect) in drawn.shapes.iter().enumerate() {
                let outer = shapes[place].parent.map_or(&whole, |parent| &drawn.shapes[parent]);
                prop_assert!(inside(rect, outer), "{place} stands in what is around it");
                for (other, second) in drawn.shapes.iter().enumerate().skip(place + 1) {
                    prop_assert!(shapes[place].parent != shapes[other].parent || !cover(rect, second), "{place} {other}");
                }
                prop_assert!(!is_box(place) || words.iter().all(|words| !cover(rect, words)), "words on {place}");
            }
            for (place, first) in words.iter().enumerate() {
                prop_assert!(words.iter().skip(place + 1).all(|second| !cover(first, second)), "words on words");
                prop_assert!(inside(first, &whole));
            }
        }

        #[test]
        fn wires_run_from_end_to_end_and_through_no_box((shapes, wires) in any_drawing()) {
            let drawn = layout(&shapes, &wires);
            let is_box = |place: usize| !shapes.iter().any(|shape| shape.parent == Some(place));
            for (wire, route) in wires.iter().zip(&drawn.wires) {
                let Some(route) = route else { continue };
                let (Some(first), Some(last)) = (route.points.first(), route.points.last()) else { panic!("no way") };
                for (point, end) in [(first, wire.from), (last, wire.to)] {
                    let rect = drawn.shapes[end];
                    let on_side = (point.x - rect.at.x).abs() < 0.01 || (point.x - rect.at.x - rect.size.width).abs() < 0.01;
                    let level = point.y > rect.at.y - 0.01 && point.y < rect.at.y + rect.size.height + 0.01;
                    prop_assert!(on_side && level, "{wire:?} ends beside its box");
                }
                let others = drawn.wires.iter().flatten().filter(|other| *other != route);
                let words: Vec<&Rect> = others.map(|it| &it.label).filter(|it| it.size.width > 0.0).collect();
                for (a, b) in route.points.iter().zip(route.points.iter().skip(1)) {
                    prop_assert!(words.iter().all(|words| !cover(&around(a, b), words)), "{wire:?} runs through words");
                    for (place, rect) in drawn.shapes.iter().enumerate().filter(|(place, _)| is_box(*place)) {
                        prop_assert!(!cover(&around(a, b), rect), "{wire:?} runs through {place}");
                    }
                }
            }
        }
    }
}
