use cloudc_base::Finding;
use cloudc_graph::Node;

use super::shown;
use crate::blame;
use crate::cluster::{Cluster, Pods, Taken, Why, fit};
use crate::context::{Context, Findings};
use crate::read::Sure;

crate::check::code!("E0601" "pod-fits-no-pool" Error "pod_fits_no_pool.md");

/// Pods that no machine of the cluster can ever hold.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for cluster in context.clusters().iter().filter(|cluster| cluster.pools.whole) {
        let daemons: Vec<Pods<'_>> =
            cluster.pods.iter().filter(|pods| pods.object.kind == "DaemonSet").cloned().collect();
        let placed = cluster.pods.iter().filter(|pods| pods.is_placed() && pods.count != Some(0));
        findings.extend(placed.filter_map(|pods| finding(cluster, pods, &daemons)));
    }
}

fn finding(cluster: &Cluster<'_>, pods: &Pods<'_>, daemons: &[Pods<'_>]) -> Option<Finding> {
    match cluster.pools.taken(pods) {
        Some(Taken { sure: Sure::Yes, lacks: Some(what), profile }) => return Some(lacking(pods, what, profile)),
        Some(_) => return None,
        None => {}
    }
    let fits: Vec<_> = cluster.pools.all.iter().map(|pool| (pool, fit(pods, pool, daemons))).collect();
    if fits.iter().any(|(_, fit)| fit.sure.can_be()) {
        return None;
    }
    let message = format!("the pods of {} fit on no machine of the cluster", pods.object.shown());
    let finding = Finding::new(&CODE, blame::place(pods.object.node), message);
    let finding = fits.iter().fold(finding, |finding, (pool, fit)| match fit.why.as_ref().map(words) {
        Some(words) if fits.len() > 1 => {
            finding.label(blame::place(pool.node), format!("`{}`: {words}", pool.node.address))
        }
        Some(words) => finding.label(blame::place(pool.node), words),
        None => finding,
    });
    let finding = cluster.pools.profiles.iter().fold(finding, |finding, profile| {
        let words = format!("`{}`: this profile of Fargate is for other namespaces or labels", profile.node.address);
        finding.label(blame::place(profile.node), words)
    });
    debug_assert!(fits.iter().all(|(_, fit)| fit.sure == Sure::No));
    Some(finding.help("ask for less, or give some pool the type, the labels or the taints that go with it"))
}

/// Pods that Fargate takes, and cannot run.
fn lacking(pods: &Pods<'_>, what: &str, profile: &Node) -> Finding {
    let message = format!("the pods of {} run on Fargate, which has no {what}", pods.object.shown());
    let finding = Finding::new(&CODE, blame::place(pods.object.node), message);
    let finding = finding.label(blame::place(profile), "this profile takes them, whatever machines there are");
    finding.help("let the profile be for other pods, by its labels, and give the cluster a pool")
}

/// Why the machines of a pool are none for it.
fn words(why: &Why) -> String {
    match why {
        Why::Label(label) => format!("these do not have the label `{label}`"),
        Why::Taint(key) => format!("the taint `{key}` keeps it away from these"),
        Why::Room(name, asks, has) => {
            format!("these leave {} to pods, and it asks for {}", shown::amount(name, *has), shown::amount(name, *asks))
        }
    }
}
