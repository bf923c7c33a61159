//! Which of the edges that the model asks for can be had.
//!
//! They are taken in order of preference, and one that would close a circle with the hard edges and those taken before it
//! is left out. To ask this for one edge after the other takes time with the square of the graph, so they are asked for
//! together: what stands in no circle of all of them closes none with some of them. What stands in circles is halved:
//! first the preferred half is decided, then the other one with what was kept. The circles of a half are mostly far
//! smaller than those of the whole.

use super::circles::Circles;
use crate::order::Pair;

/// For each soft pair, in order of preference, whether it stays.
///
/// A hard circle counts as one node: no soft pair within it stays. If circles within circles make it too long to decide,
/// what is undecided is left out; the order is then right, and not as careful as it could be.
pub(super) fn kept(hard: &[Pair], soft: &[Pair]) -> Vec<bool> {
    let circles = Circles::of(hard.iter().copied());
    let one = |&(from, to): &Pair| (circles.first(from), circles.first(to));
    let hard: Vec<Pair> = hard.iter().map(one).filter(|(from, to)| from != to).collect();
    let soft: Vec<Pair> = soft.iter().map(one).collect();
    let outside = |&place: &u32| soft.get(place as usize).is_some_and(|(from, to)| from != to);
    let places = (0..soft.len() as u32).filter(outside).collect();
    let work = 100_000 + 64 * (hard.len() + soft.len());
    let mut choice = Choice { kept: vec![false; soft.len()], soft: &soft, work };
    choice.choose(hard, places);
    choice.kept
}

struct Choice<'s> {
    soft: &'s [Pair],
    kept: Vec<bool>,
    /// How many pairs may still be looked at.
    work: usize,
}

impl Choice<'_> {
    /// Decides about the soft pairs at these places, with these hard pairs.
    fn choose(&mut self, hard: Vec<Pair>, places: Vec<u32>) {
        let cost = hard.len() + places.len();
        if cost > self.work {
            return;
        }
        self.work -= cost;
        let pairs: Vec<Pair> = hard.iter().copied().chain(self.pairs(&places)).collect();
        let circles = Circles::of(pairs.iter().copied());
        let mut groups: Vec<(Vec<Pair>, Vec<u32>)> = vec![Default::default(); circles.count()];
        for pair in hard {
            if let Some((hard, _)) = circles.around(pair).and_then(|circle| groups.get_mut(circle)) {
                hard.push(pair);
            }
        }
        for place in places {
            let pair = self.soft.get(place as usize).copied();
            match pair.and_then(|pair| circles.around(pair)).and_then(|circle| groups.get_mut(circle)) {
                Some((_, places)) => places.push(place),
                None => self.keep(place),
            }
        }
        groups.into_iter().for_each(|(hard, places)| self.halve(hard, places));
    }

    /// Decides about pairs that stand in one circle with the hard pairs of that circle.
    fn halve(&mut self, mut hard: Vec<Pair>, mut places: Vec<u32>) {
        if places.len() < 2 {
            return;
        }
        let second = places.split_off(places.len() / 2);
        self.choose(hard.clone(), places.clone());
        places.retain(|&place| self.kept.get(place as usize) == Some(&true));
        hard.extend(self.pairs(&places));
        self.choose(hard, second);
    }

    fn pairs(&self, places: &[u32]) -> impl Iterator<Item = Pair> {
        places.iter().filter_map(|&place| self.soft.get(place as usize).copied())
    }

    fn keep(&mut self, place: u32) {
        if let Some(kept) = self.kept.get_mut(place as usize) {
            *kept = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::order::Order;

    /// One after the other, as the documentation has it.
    fn greedy(count: usize, hard: &[Pair], soft: &[Pair]) -> Vec<bool> {
        let mut pairs = hard.to_vec();
        let mut kept = Vec::new();
        for &pair in soft {
            pairs.push(pair);
            let fits = Order::new(count, pairs.iter().copied()).stuck().is_empty();
            if !fits {
                pairs.pop();
            }
            kept.push(fits);
        }
        kept
    }

    proptest! {
        #[test]
        fn it_is_as_if_each_was_tried_after_the_other(
            hard in prop::collection::vec((0u32..12, 0u32..12), 0..20),
            soft in prop::collection::vec((0u32..12, 0u32..12), 0..30),
        ) {
            let hard: Vec<Pair> = hard.into_iter().filter(|(from, to)| from < to).collect();
            prop_assert_eq!(kept(&hard, &soft), greedy(12, &hard, &soft));
        }
    }

    #[test]
    fn a_policy_that_names_all_its_functions_takes_no_time() {
        let count = 5000;
        let hard: Vec<Pair> = (1..=count).map(|function| (0, function)).collect();
        let mut soft: Vec<Pair> = (1..=count).map(|function| (function, 0)).collect();
        soft.push((count + 1, 0));
        let kept = kept(&hard, &soft);
        assert_eq!(kept.iter().filter(|kept| **kept).count(), 1);
    }

    #[test]
    fn a_long_ring_loses_one() {
        let count = 5000;
        let hard: Vec<Pair> = (0..count).map(|n| (2 * n, 2 * n + 1)).collect();
        let soft: Vec<Pair> = (0..count).map(|n| (2 * n + 1, (2 * n + 2) % (2 * count))).collect();
        let kept = kept(&hard, &soft);
        assert_eq!(kept.iter().position(|kept| !kept), Some(count as usize - 1));
    }

    #[test]
    fn what_is_too_long_to_decide_is_left_out() {
        let count = 3000;
        let hard: Vec<Pair> = (0..count).map(|n| (n, n + 1)).collect();
        let soft: Vec<Pair> = (0..count).map(|n| (count - n / 2, n / 2)).collect();
        assert_eq!(kept(&hard, &soft).iter().filter(|kept| **kept).count(), 0);
    }
}
