use cloudc_base::Finding;

use super::shown;
use crate::blame;
use crate::cluster::{Cluster, Pods, Why, fit};
use crate::context::{Context, Findings};
use crate::read::Sure;

crate::check::code!("W0602" "pod-fits-tightly" Warning "pod_fits_tightly.md");

/// Pods that a machine holds only if its firmware takes less memory than some do.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for cluster in context.clusters().iter().filter(|cluster| cluster.pools.whole) {
        let daemons: Vec<Pods<'_>> =
            cluster.pods.iter().filter(|pods| pods.object.kind == "DaemonSet").cloned().collect();
        let placed = cluster.pods.iter().filter(|pods| pods.is_placed() && pods.count != Some(0));
        findings.extend(placed.filter_map(|pods| finding(cluster, pods, &daemons)));
    }
}

fn finding(cluster: &Cluster<'_>, pods: &Pods<'_>, daemons: &[Pods<'_>]) -> Option<Finding> {
    if cluster.pools.taken(pods).is_some() {
        return None;
    }
    let fits: Vec<_> = cluster.pools.all.iter().map(|pool| (pool, fit(pods, pool, daemons))).collect();
    if fits.iter().any(|(_, fit)| fit.sure == Sure::Yes) {
        return None;
    }
    let tight = fits.iter().find_map(|(pool, fit)| match (&fit.why, fit.sure) {
        (Some(Why::Room(name, asks, has)), Sure::Perhaps) => Some((pool, name, *asks, *has)),
        _ => None,
    });
    let (pool, name, asks, has) = tight?;
    let message = format!("the pods of {} may not fit on their machines", pods.object.shown());
    let words = format!(
        "these leave at least {} to pods, and it asks for {}",
        shown::amount(name, has),
        shown::amount(name, asks)
    );
    Some(
        Finding::new(&CODE, blame::place(pods.object.node), message)
            .label(blame::place(pool.node), words)
            .help("how much firmware takes is not published: ask for less, or try it and `@accept` this"),
    )
}
