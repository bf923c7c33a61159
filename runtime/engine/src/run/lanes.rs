use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;
use std::time::Duration;

use cloudc_provider::Lane;

/// Operations that are ready, by what they go through; of those of a lane the one with the longest way behind it is first.
#[derive(Debug, Default)]
pub(super) struct Lanes(BTreeMap<Arc<str>, State>);

#[derive(Debug)]
struct State {
    /// How many run at once at most, now.
    limit: usize,
    /// How many run at once at most if the cloud does not complain.
    most: usize,
    running: usize,
    /// How many have gone well since the limit was last changed.
    well: usize,
    ready: BinaryHeap<(Duration, std::cmp::Reverse<usize>)>,
}

impl Lanes {
    /// Puts an operation in.
    pub(super) fn push(&mut self, lane: Lane, number: usize, rank: Duration) {
        let most = lane.limit.max(1);
        let new = || State { limit: most, most, running: 0, well: 0, ready: BinaryHeap::new() };
        self.0.entry(lane.name).or_insert_with(new).ready.push((rank, std::cmp::Reverse(number)));
    }

    /// The next operation that may be started, and its lane, which counts it as running from now on.
    pub(super) fn pop(&mut self) -> Option<(usize, Arc<str>)> {
        let mut lanes = self.0.iter_mut();
        let (name, lane) = lanes.find(|(_, lane)| lane.running < lane.limit && !lane.ready.is_empty())?;
        let (_, std::cmp::Reverse(number)) = lane.ready.pop()?;
        lane.running += 1;
        Some((number, Arc::clone(name)))
    }

    /// An operation of a lane has ended.
    pub(super) fn end(&mut self, name: &str, well: bool) {
        let Some(lane) = self.0.get_mut(name) else { return };
        lane.running = lane.running.saturating_sub(1);
        lane.well += usize::from(well);
        // Slower up than down: what went well may have been sent before the cloud complained.
        if lane.well > 2 * lane.limit && lane.limit < lane.most {
            (lane.limit, lane.well) = (lane.limit + 1, 0);
        }
    }

    /// The cloud takes fewer calls than are sent.
    pub(super) fn slow_down(&mut self, name: &str) {
        if let Some(lane) = self.0.get_mut(name) {
            (lane.limit, lane.well) = ((lane.limit / 2).max(1), 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_way_goes_first_and_no_more_than_the_cloud_takes() {
        let lane = || Lane { name: "ec2".into(), limit: 2 };
        let mut lanes = Lanes::default();
        for (number, seconds) in [(0, 1), (1, 5), (2, 5), (3, 9)] {
            lanes.push(lane(), number, Duration::from_secs(seconds));
        }
        let mut next = || lanes.pop().map(|(number, _)| number);
        assert_eq!([next(), next(), next()], [Some(3), Some(1), None]);
        lanes.slow_down("ec2");
        lanes.end("ec2", true);
        assert_eq!(lanes.pop(), None, "one runs, and one is the limit now");
        lanes.end("ec2", true);
        assert_eq!(lanes.pop().map(|(number, _)| number), Some(2));
        lanes.end("ec2", true);
        assert_eq!(lanes.pop().map(|(number, _)| number), Some(0));
    }
}
