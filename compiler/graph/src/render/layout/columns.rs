//! In which column everything stands, and from which side wires come into boundaries. From the outside in: whether a wire
//! enters a boundary from the left is decided by what it comes from.

use super::Wire;
use super::at;
use super::tree::{Crossing, Inside, Tree};

/// The columns of everything.
pub(super) struct Columns {
    /// For each shape its column among those of its boundary; `None` for one without wires.
    pub(super) columns: Vec<Option<usize>>,
    /// For each boundary how many columns it has.
    pub(super) counts: Vec<usize>,
    /// For each wire whether it runs from right to left.
    pub(super) turned: Vec<bool>,
}

impl Columns {
    /// Whether a wire that crosses a boundary does so on its left side.
    pub(super) fn enters_left(&self, crossing: &Crossing) -> bool {
        // A wire that is not turned starts at the left: what it starts in is left through the right side.
        crossing.starts_inside == at(&self.turned, crossing.wire)
    }
}

pub(super) fn columns(tree: &Tree, wires: &[Wire]) -> Columns {
    let mut columns = Columns {
        columns: vec![None; tree.root()],
        counts: vec![0; tree.root() + 1],
        turned: vec![false; wires.len()],
    };
    // A boundary comes before what is in it, and the whole drawing is the last.
    for boundary in std::iter::once(tree.root()).chain(0..tree.root()) {
        if let Some(inside) = tree.level(boundary) {
            level(boundary, inside, &mut columns);
        }
    }
    columns
}

fn level(boundary: usize, inside: &Inside, all: &mut Columns) {
    let nodes = Nodes::of(inside, all);
    let turned: Vec<bool> = {
        let places = nodes.sequence();
        nodes.edges.iter().map(|&(from, to)| at(&places, from) > at(&places, to)).collect()
    };
    for (span, &turned) in inside.wires.iter().zip(&turned) {
        if let Some(flag) = all.turned.get_mut(span.wire) {
            *flag = turned;
        }
    }
    let edges: Vec<(usize, usize)> = nodes
        .edges
        .iter()
        .zip(&turned)
        .map(|(&(from, to), &turned)| if turned { (to, from) } else { (from, to) })
        .collect();
    let columns = nodes.columns(&edges);
    let count = columns.iter().flatten().max().map_or(0, |last| last + 1);
    if let Some(slot) = all.counts.get_mut(boundary) {
        *slot = count;
    }
    for (&child, column) in inside.children.iter().zip(columns) {
        if let Some(slot) = all.columns.get_mut(child) {
            *slot = column;
        }
    }
}

/// The children of a boundary, by their place in it.
struct Nodes {
    count: usize,
    edges: Vec<(usize, usize)>,
    /// How many wires come from the left side of the boundary to each, and go to its right side.
    left: Vec<usize>,
    right: Vec<usize>,
}

impl Nodes {
    fn of(inside: &Inside, columns: &Columns) -> Nodes {
        let place = |child: usize| inside.children.binary_search(&child).unwrap_or(0);
        let count = inside.children.len();
        let edges = inside.wires.iter().map(|span| (place(span.from), place(span.to))).collect();
        let mut nodes = Nodes { count, edges, left: vec![0; count], right: vec![0; count] };
        for crossing in &inside.ports {
            let side = if columns.enters_left(crossing) { &mut nodes.left } else { &mut nodes.right };
            if let Some(wires) = side.get_mut(place(crossing.child)) {
                *wires += 1;
            }
        }
        nodes
    }

    /// The place of each node in a sequence in which few edges run back: sinks last, sources first, and else who has
    /// most edges out and fewest in (Eades, Lin and Smyth, 1993).
    fn sequence(&self) -> Vec<usize> {
        let mut out = vec![0i64; self.count];
        let mut into = vec![0i64; self.count];
        for &(from, to) in &self.edges {
            bump(&mut out, from, 1);
            bump(&mut into, to, 1);
        }
        let mut places = vec![usize::MAX; self.count];
        let (mut first, mut last) = (0, self.count);
        for _ in 0..self.count {
            let left = (0..self.count).filter(|&node| at_place(&places, node) == usize::MAX);
            // Of equal ones the first, so that the order of declarations decides.
            let best = left.max_by_key(|&node| {
                let (out, into) = (at(&out, node), at(&into, node));
                let rank = if into == 0 {
                    i64::MAX
                } else if out == 0 {
                    i64::MAX - 1
                } else {
                    out - into
                };
                (rank, std::cmp::Reverse(node))
            });
            let Some(node) = best else { break };
            let at_end = at(&into, node) > 0 && at(&out, node) == 0;
            if let Some(place) = places.get_mut(node) {
                *place = if at_end { last - 1 } else { first };
            }
            if at_end {
                last -= 1
            } else {
                first += 1
            }
            for &(from, to) in &self.edges {
                if from == node {
                    bump(&mut into, to, -1);
                }
                if to == node {
                    bump(&mut out, from, -1);
                }
            }
        }
        places
    }

    /// The column of each node: right of everything that leads to it, and as near to what it leads to as its wires want.
    fn columns(&self, edges: &[(usize, usize)]) -> Vec<Option<usize>> {
        let mut columns = vec![0usize; self.count];
        let order = topological(self.count, edges);
        let mut out: Vec<Vec<usize>> = vec![Vec::new(); self.count];
        let mut into = vec![0usize; self.count];
        for &(from, to) in edges {
            if let Some(list) = out.get_mut(from) {
                list.push(to);
            }
            if let Some(count) = into.get_mut(to) {
                *count += 1;
            }
        }
        let next = |node: usize| out.get(node).map(Vec::as_slice).unwrap_or_default();
        for &node in &order {
            let column = at(&columns, node) + 1;
            for &to in next(node) {
                if let Some(slot) = columns.get_mut(to) {
                    *slot = (*slot).max(column);
                }
            }
        }
        let last = columns.iter().copied().max().unwrap_or(0);
        for &node in order.iter().rev() {
            let right = at(&self.right, node);
            let wanted = next(node).iter().map(|&to| at(&columns, to)).chain((right > 0).then_some(last + 1)).min();
            let pulls_right = next(node).len() + right > at(&into, node) + at(&self.left, node);
            if let (Some(wanted), true, Some(slot)) = (wanted, pulls_right, columns.get_mut(node)) {
                *slot = (*slot).max(wanted.saturating_sub(1));
            }
        }
        let wired =
            |node: usize| !next(node).is_empty() || at(&into, node) + at(&self.left, node) + at(&self.right, node) > 0;
        columns.into_iter().enumerate().map(|(node, column)| wired(node).then_some(column)).collect()
    }
}

fn topological(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    // What leads to a node comes before it: the order of who needs whom, read as who comes after whom.
    let pairs = edges.iter().map(|&(from, to)| (to as u32, from as u32));
    crate::order::Order::new(count, pairs).finish()
}

fn bump(list: &mut [i64], index: usize, by: i64) {
    if let Some(slot) = list.get_mut(index) {
        *slot += by;
    }
}

fn at_place(places: &[usize], node: usize) -> usize {
    places.get(node).copied().unwrap_or(usize::MAX)
}
