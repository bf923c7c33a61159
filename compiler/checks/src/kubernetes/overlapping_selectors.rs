use cloudc_base::Finding;

use crate::blame;
use crate::cluster::{Pods, matches};
use crate::context::{Context, Findings};
use crate::read::Sure;

crate::check::code!("E0605" "overlapping-selectors" Error "overlapping_selectors.md");

/// How many pairs of one namespace are looked at; more are not written by people.
const MOST: usize = 2000;

/// Things that take the pods of others for their own.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for cluster in context.clusters() {
        let own = |pods: &&Pods<'_>| pods.object.get(&["spec", "selector"]).is_some() && pods.object.group == "apps";
        let all: Vec<&Pods<'_>> = cluster.pods.iter().filter(own).take(MOST).collect();
        for (place, pods) in all.iter().enumerate() {
            let others = all.get(place + 1..).unwrap_or_default().iter();
            findings.extend(others.filter_map(|other| finding(pods, other)));
        }
    }
}

fn finding(one: &Pods<'_>, other: &Pods<'_>) -> Option<Finding> {
    if !one.object.shares_namespace(&other.object) {
        return None;
    }
    let takes = |taker: &Pods<'_>, pods: &Pods<'_>| {
        let selector = taker.object.get(&["spec", "selector"]);
        selector.is_some_and(|selector| matches(selector, pods.labels) == Sure::Yes)
    };
    let (taker, taken) = match (takes(one, other), takes(other, one)) {
        (_, true) => (other, one),
        (true, _) => (one, other),
        _ => return None,
    };
    let message = format!("{} takes the pods of {} for its own", taker.object.shown(), taken.object.shown());
    Some(
        Finding::new(&CODE, blame::place(taker.object.node), message)
            .label(blame::place(taken.object.node), "these pods have all labels that it selects by")
            .help("give each a label of its own, in `selector` and in the pods' labels"),
    )
}
