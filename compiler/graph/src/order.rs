use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::lists::Lists;

/// A node that needs another first: their numbers.
pub(crate) type Pair = (u32, u32);

/// Nodes being put in order, each after what it needs; among those that may come next the first by number.
pub(crate) struct Order {
    /// How many of its needs are not in the order yet.
    waiting: Vec<u32>,
    /// Who needs each node.
    needing: Lists,
    ready: BinaryHeap<Reverse<u32>>,
    done: Vec<bool>,
    order: Vec<usize>,
}

impl Order {
    /// Puts as many of `count` nodes in order as can be.
    pub(crate) fn new(count: usize, pairs: impl Iterator<Item = Pair> + Clone) -> Order {
        let mut waiting = vec![0; count];
        for (from, _) in pairs.clone() {
            if let Some(waiting) = waiting.get_mut(from as usize) {
                *waiting += 1;
            }
        }
        let needing = Lists::new(count, pairs.map(|(from, to)| (to, from)));
        let free = waiting.iter().enumerate().filter(|&(_, &needs)| needs == 0);
        let ready = free.map(|(number, _)| Reverse(number as u32)).collect();
        let mut order = Order { waiting, needing, ready, done: vec![false; count], order: Vec::with_capacity(count) };
        order.go_on();
        order
    }

    /// The nodes that are not in the order: they stand in a circle, or need one that does.
    pub(crate) fn stuck(&self) -> Vec<u32> {
        let all = self.done.iter().enumerate();
        all.filter(|&(_, done)| !done).map(|(number, _)| number as u32).collect()
    }

    /// All nodes: where there are circles, the first node that is stuck comes next, again and again.
    pub(crate) fn finish(mut self) -> Vec<usize> {
        for number in 0..self.done.len() {
            if self.done.get(number) == Some(&false) {
                self.ready.push(Reverse(number as u32));
                self.go_on();
            }
        }
        self.order
    }

    fn go_on(&mut self) {
        while let Some(Reverse(next)) = self.ready.pop() {
            match self.done.get_mut(next as usize) {
                Some(done @ false) => *done = true,
                _ => continue,
            }
            self.order.push(next as usize);
            for &from in self.needing.of(next as usize) {
                if let Some(waiting) = self.waiting.get_mut(from as usize) {
                    *waiting = waiting.saturating_sub(1);
                    if *waiting == 0 {
                        self.ready.push(Reverse(from));
                    }
                }
            }
        }
    }
}

/// How many steps at least come before each node.
pub(crate) fn depths(order: &[usize], needs: impl Fn(usize, &mut dyn FnMut(usize))) -> Vec<u32> {
    let mut depths = vec![None; order.len()];
    for &number in order {
        let mut depth = 0;
        needs(number, &mut |needed| {
            if let Some(Some(below)) = depths.get(needed) {
                depth = depth.max(below + 1);
            }
        });
        if let Some(slot) = depths.get_mut(number) {
            *slot = Some(depth);
        }
    }
    depths.into_iter().map(Option::unwrap_or_default).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_come_after_what_they_need_and_by_number() {
        let pairs = [(0, 3), (3, 2), (1, 2)];
        let order = Order::new(4, pairs.into_iter());
        assert!(order.stuck().is_empty());
        assert_eq!(order.finish(), [2, 1, 3, 0]);
    }

    #[test]
    fn circles_are_stuck_with_what_needs_them_and_are_finished_all_the_same() {
        let pairs = [(0, 1), (1, 2), (2, 1), (3, 0)];
        let order = Order::new(5, pairs.into_iter());
        assert_eq!(order.stuck(), [0, 1, 2, 3]);
        assert_eq!(order.finish(), [4, 0, 3, 1, 2]);
    }
}
