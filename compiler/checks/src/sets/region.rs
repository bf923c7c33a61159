use super::{Addresses, Intervals, Services};

/// A set of pairs of a service and an address: what a list of rules lets through.
///
/// For each run of services the addresses; runs are in order, apart, and none is without addresses. Equal sets may be cut
/// into runs differently.
#[derive(Debug, Clone, Default)]
pub struct Region(Vec<Run>);

/// From one service to another, both included, with the same addresses for each.
#[derive(Debug, Clone)]
struct Run {
    first: u32,
    last: u32,
    addresses: Addresses,
}

impl Region {
    /// No pair.
    pub fn none() -> Region {
        Region::default()
    }

    /// Every pair.
    pub fn all() -> Region {
        Region::of(&Services::all(), &Addresses::all())
    }

    /// Each of these services with each of these addresses.
    pub fn of(services: &Services, addresses: &Addresses) -> Region {
        if addresses.is_empty() {
            return Region::none();
        }
        let run = |(first, last)| Run { first, last, addresses: addresses.clone() };
        Region(services.numbers().iter().map(run).collect())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Region) -> Region {
        self.together(other, |mine, theirs| mine.and(theirs))
    }

    /// What is in either.
    #[must_use]
    pub fn or(&self, other: &Region) -> Region {
        self.together(other, |mine, theirs| mine.or(theirs))
    }

    /// What is in this and not in `other`.
    #[must_use]
    pub fn without(&self, other: &Region) -> Region {
        self.together(other, |mine, theirs| mine.without(theirs))
    }

    /// The boxes that it is made of: services, and the addresses of each.
    pub fn boxes(&self) -> impl Iterator<Item = (Services, &Addresses)> {
        self.0.iter().map(|run| (Services::of(Intervals::range(run.first, run.last)), &run.addresses))
    }

    /// The services that an address in this set of addresses has.
    pub fn services_of(&self, addresses: &Addresses) -> Services {
        let meeting = self.0.iter().filter(|run| run.addresses.meets(addresses));
        Services::of(meeting.map(|run| (run.first, run.last)).collect())
    }

    /// Both, run by run: the ends of both cut each other.
    fn together(&self, other: &Region, join: impl Fn(&Addresses, &Addresses) -> Addresses) -> Region {
        let mut ends: Vec<u32> = Vec::with_capacity(2 * (self.0.len() + other.0.len()));
        for run in self.0.iter().chain(&other.0) {
            ends.extend([Some(run.first), run.last.checked_add(1)].into_iter().flatten());
        }
        ends.sort_unstable();
        ends.dedup();
        let none = Addresses::none();
        let (mut mine, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut runs: Vec<Run> = Vec::new();
        for (index, &first) in ends.iter().enumerate() {
            let last = ends.get(index + 1).map_or(u32::MAX, |&end| end - 1);
            let addresses = join(at(&mut mine, first).unwrap_or(&none), at(&mut theirs, first).unwrap_or(&none));
            match runs.last_mut() {
                _ if addresses.is_empty() => {}
                Some(run) if run.last.checked_add(1) == Some(first) && run.addresses == addresses => run.last = last,
                _ => runs.push(Run { first, last, addresses }),
            }
        }
        Region(runs)
    }
}

/// The addresses of a service; services are asked for in order.
fn at<'r>(runs: &mut std::iter::Peekable<std::slice::Iter<'r, Run>>, service: u32) -> Option<&'r Addresses> {
    while runs.next_if(|run| run.last < service).is_some() {}
    runs.peek().filter(|run| run.first <= service).map(|run| &run.addresses)
}
