//! What is wired to nothing stands in rows below the rest.

use super::placed::Placed;
use super::{Point, Rect, Size};

const GAP: f64 = 16.0;

/// Adds boxes in rows; a row is as wide as what is there already, or as makes a pleasant shape.
pub(super) fn pack(placed: &mut Placed, boxes: &[(usize, Size)]) {
    if boxes.is_empty() {
        return;
    }
    let area: f64 = boxes.iter().map(|(_, size)| (size.width + GAP) * (size.height + GAP)).sum();
    let widest = boxes.iter().map(|(_, size)| size.width).fold(0.0, f64::max);
    let width = placed.size.width.max((1.8 * area).sqrt()).max(widest);
    let start = if placed.size.height > 0.0 { placed.size.height + GAP } else { 0.0 };
    let (mut x, mut y, mut row) = (0.0, start, 0.0f64);
    for &(child, size) in boxes {
        if x > 0.0 && x + size.width > width {
            (x, y, row) = (0.0, y + row + GAP, 0.0);
        }
        placed.children.push((child, Rect { at: Point { x, y }, size }));
        placed.size.width = placed.size.width.max(x + size.width);
        placed.size.height = placed.size.height.max(y + size.height);
        (x, row) = (x + size.width + GAP, row.max(size.height));
    }
}
