use cloudc_base::Finding;

use crate::blame;
use crate::cluster::{Cluster, Pods, fit};
use crate::context::{Context, Findings};

crate::check::code!("E0603" "pool-too-small" Error "pool_too_small.md");

/// Pods that fit on some machine, but not all of them on all machines that there may ever be.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for cluster in context.clusters().iter().filter(|cluster| cluster.pools.whole) {
        let daemons: Vec<Pods<'_>> =
            cluster.pods.iter().filter(|pods| pods.object.kind == "DaemonSet").cloned().collect();
        findings.extend(
            cluster.pods.iter().filter(|pods| pods.is_placed()).filter_map(|pods| finding(cluster, pods, &daemons)),
        );
    }
}

fn finding(cluster: &Cluster<'_>, pods: &Pods<'_>, daemons: &[Pods<'_>]) -> Option<Finding> {
    if cluster.pools.taken(pods).is_some() {
        return None;
    }
    let scaler = cluster.scaler_of(&pods.object);
    let wanted = i128::from(scaler.map_or(pods.count, |scaler| scaler.most)?);
    let mut held: i128 = 0;
    let mut pools = Vec::new();
    for pool in &cluster.pools.all {
        let fit = fit(pods, pool, daemons);
        if fit.sure.can_be() {
            held = held.checked_add(i128::from(pool.most?).checked_mul(fit.most?)?)?;
            pools.push(pool);
        }
    }
    // What fits nowhere is another finding.
    if held >= wanted || held == 0 {
        return None;
    }
    let message =
        format!("{} may want {wanted} pods, and the cluster never holds more than {held} of them", pods.object.shown());
    let finding = Finding::new(&CODE, blame::place(pods.object.node), message);
    let finding = pools.iter().fold(finding, |finding, pool| {
        let most = pool.most.unwrap_or_default();
        finding.label(blame::place(pool.node), format!("there are at most {most} of these"))
    });
    let finding = match scaler {
        Some(scaler) => finding.label(blame::place(scaler.object.node), "the most is said here"),
        None => finding,
    };
    Some(finding.help("let the pool have more machines, or want fewer pods"))
}
