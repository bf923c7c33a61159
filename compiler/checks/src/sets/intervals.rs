use std::cmp::{max, min};

/// A number that sets are made of: it has neighbours and ends.
pub trait Point: Copy + Ord {
    /// The smallest.
    const LEAST: Self;
    /// The largest.
    const MOST: Self;

    /// The next one; none after the largest.
    fn next(self) -> Option<Self>;
    /// The one before; none before the smallest.
    fn previous(self) -> Option<Self>;
}

macro_rules! point {
    ($($ty:ty),*) => {
        $(impl Point for $ty {
            const LEAST: Self = <$ty>::MIN;
            const MOST: Self = <$ty>::MAX;

            fn next(self) -> Option<Self> {
                self.checked_add(1)
            }

            fn previous(self) -> Option<Self> {
                self.checked_sub(1)
            }
        })*
    };
}
point!(u32, u128);

/// A set of numbers as intervals, both ends included: sorted, apart from one another, none touching the next. Equal sets
/// are equal values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intervals<T>(Vec<(T, T)>);

impl<T> Default for Intervals<T> {
    fn default() -> Intervals<T> {
        Intervals(Vec::new())
    }
}

impl<T: Point> Intervals<T> {
    /// No number.
    pub fn none() -> Intervals<T> {
        Intervals::default()
    }

    /// Every number.
    pub fn all() -> Intervals<T> {
        Intervals(vec![(T::LEAST, T::MOST)])
    }

    /// From one number to another, both included; none if they are the wrong way round.
    pub fn range(first: T, last: T) -> Intervals<T> {
        Intervals(if first <= last { vec![(first, last)] } else { Vec::new() })
    }

    /// The intervals in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (T, T)> {
        self.0.iter().copied()
    }

    /// Whether there is no number in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a number is in it.
    pub fn contains(&self, point: T) -> bool {
        let at = self.0.partition_point(|&(_, last)| last < point);
        self.0.get(at).is_some_and(|&(first, _)| first <= point)
    }

    /// Whether all of `other` is in it.
    pub fn covers(&self, other: &Intervals<T>) -> bool {
        other.0.iter().all(|&(first, last)| {
            let at = self.0.partition_point(|&(_, end)| end < first);
            self.0.get(at).is_some_and(|&(start, end)| start <= first && last <= end)
        })
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Intervals<T>) -> Intervals<T> {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut both = Vec::new();
        while let (Some(&&(a, b)), Some(&&(c, d))) = (left.peek(), right.peek()) {
            let (first, last) = (max(a, c), min(b, d));
            if first <= last {
                both.push((first, last));
            }
            if b < d {
                left.next()
            } else {
                right.next()
            };
        }
        Intervals(both)
    }

    /// Whether something is in both.
    pub fn meets(&self, other: &Intervals<T>) -> bool {
        let (few, many) = if self.0.len() < other.0.len() { (self, other) } else { (other, self) };
        few.0.iter().any(|&(first, last)| {
            let at = many.0.partition_point(|&(_, end)| end < first);
            many.0.get(at).is_some_and(|&(start, _)| start <= last)
        })
    }

    /// What is in either.
    #[must_use]
    pub fn or(&self, other: &Intervals<T>) -> Intervals<T> {
        let mut all: Vec<(T, T)> = self.0.iter().chain(&other.0).copied().collect();
        all.sort_unstable();
        let mut joined: Vec<(T, T)> = Vec::with_capacity(all.len());
        for (first, last) in all {
            match joined.last_mut() {
                Some((_, end)) if end.next().is_none_or(|after| first <= after) => *end = max(*end, last),
                _ => joined.push((first, last)),
            }
        }
        Intervals(joined)
    }

    /// What is not in it.
    #[must_use]
    pub fn not(&self) -> Intervals<T> {
        let mut rest = Vec::with_capacity(self.0.len() + 1);
        let mut from = Some(T::LEAST);
        for &(first, last) in &self.0 {
            if let (Some(start), Some(end)) = (from, first.previous())
                && start <= end
            {
                rest.push((start, end));
            }
            from = last.next();
        }
        rest.extend(from.map(|start| (start, T::MOST)));
        Intervals(rest)
    }

    /// What is in this and not in `other`.
    #[must_use]
    pub fn without(&self, other: &Intervals<T>) -> Intervals<T> {
        if self.meets(other) { self.and(&other.not()) } else { self.clone() }
    }
}

impl<T: Point> FromIterator<(T, T)> for Intervals<T> {
    /// The union of ranges in any order; those that are the wrong way round are empty.
    fn from_iter<I: IntoIterator<Item = (T, T)>>(ranges: I) -> Intervals<T> {
        Intervals(ranges.into_iter().filter(|(first, last)| first <= last).collect()).or(&Intervals::none())
    }
}
