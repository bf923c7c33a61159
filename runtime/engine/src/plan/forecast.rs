use std::time::Duration;

use cloudc_graph::Graph;
use serde::Serialize;

use super::{Leaving, Operations, Work};

/// How long a plan will typically take if the cloud takes as many calls at once as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Forecast {
    /// The time of the longest way.
    pub time: Duration,
    /// What takes time on that way, in order.
    pub way: Vec<Leg>,
}

/// An operation on the longest way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Leg {
    /// The resource; the old one says so where another takes its place.
    pub address: String,
    /// How long it typically takes, in milliseconds.
    pub time: u64,
}

/// What leaves, told apart from what takes its place.
fn shown(leaving: &Leaving) -> String {
    let old = if leaving.node.is_some() { " (the old one)" } else { "" };
    format!("{}{old}", leaving.target.address)
}

impl Forecast {
    pub(super) fn of(graph: &Graph, operations: &Operations, leaving: &[Leaving]) -> Forecast {
        let free = operations.all.iter().enumerate().filter(|(_, operation)| operation.waits == 0);
        let first = free.max_by(|(a, x), (b, y)| x.rank.cmp(&y.rank).then(b.cmp(a))).map(|(number, _)| number);
        let mut forecast = Forecast::default();
        let mut at = first;
        while let Some(operation) = at.and_then(|number| operations.all.get(number)) {
            forecast.time += operation.cost;
            if !operation.cost.is_zero() {
                let address = match operation.work {
                    Work::Make(number) => graph.node(number).map(|node| node.address.to_string()),
                    Work::Drop(index) => leaving.get(index).map(shown),
                };
                let time = u64::try_from(operation.cost.as_millis()).unwrap_or(u64::MAX);
                forecast.way.extend(address.map(|address| Leg { address, time }));
            }
            let behind = operation.then.iter().filter_map(|&then| Some((then, operations.all.get(then)?.rank)));
            at = behind.max_by(|(a, x), (b, y)| x.cmp(y).then(b.cmp(a))).map(|(number, _)| number);
        }
        forecast
    }
}
