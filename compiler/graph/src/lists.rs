//! Lists in one piece of memory.

use std::ops::Range;

/// A list of numbers for each number below a bound, all in one piece of memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// The lists of these pairs of a list's number, below `count`, and an item; a list has its items in their order.
    pub(crate) fn new(count: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Lists {
        let starts = starts(count, pairs.clone().map(|(list, _)| list));
        let mut items = vec![0; starts.last().map_or(0, |&end| end as usize)];
        let mut next = starts.clone();
        for (list, item) in pairs {
            if let Some(at) = next.get_mut(list as usize)
                && let Some(slot) = items.get_mut(*at as usize)
            {
                *slot = item;
                *at += 1;
            }
        }
        Lists { starts, items }
    }

    /// One list; empty beyond the bound.
    pub(crate) fn of(&self, list: usize) -> &[u32] {
        self.items.get(run(&self.starts, list)).unwrap_or_default()
    }
}

/// Where each list starts if they are laid one behind the other, and where the last one ends.
pub(crate) fn starts(count: usize, lists: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = vec![0; count + 1];
    for list in lists {
        if let Some(length) = starts.get_mut(list as usize + 1) {
            *length += 1;
        }
    }
    let mut end = 0;
    for start in &mut starts {
        end += *start;
        *start = end;
    }
    starts
}

/// From where to where a list lies.
pub(crate) fn run(starts: &[u32], list: usize) -> Range<usize> {
    let start = starts.get(list).copied().unwrap_or(0) as usize;
    start..starts.get(list + 1).map_or(start, |&end| end as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_keep_the_order_of_their_items() {
        let lists = Lists::new(4, [(2, 7), (0, 1), (2, 5), (3, 9), (0, 0)].into_iter());
        assert_eq!((lists.of(0), lists.of(1), lists.of(2), lists.of(3)), (&[1, 0][..], &[][..], &[7, 5][..], &[9][..]));
        assert_eq!(lists.of(4), &[] as &[u32]);
    }
}
