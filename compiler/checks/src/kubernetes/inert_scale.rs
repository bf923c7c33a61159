use cloudc_base::Finding;

use crate::blame;
use crate::cluster::Scaler;
use crate::context::{Context, Findings};
use crate::read::number;

crate::check::code!("W0612" "inert-scale" Warning "inert_scale.md");

/// Rules that move nothing, and waits that never begin.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for cluster in context.clusters() {
        findings.extend(cluster.scalers.iter().filter_map(finding));
    }
}

fn finding(scaler: &Scaler<'_>) -> Option<Finding> {
    let said = |name: &str, default: i64| match scaler.object.get(&["spec", name]) {
        None => Some(default),
        Some(value) => number(value),
    };
    let is_keda = scaler.object.kind == "ScaledObject";
    let least = if is_keda { said("minReplicaCount", 0)? } else { said("minReplicas", 1)? };
    // Below the least there may be one number more, where nothing is to be done.
    let idles = is_keda && scaler.object.get(&["spec", "idleReplicaCount"]).is_some();
    let at = blame::place(scaler.object.node);
    if Some(least) == scaler.most && !idles {
        let message = format!("{} moves nothing: the least and the most are both {least}", scaler.object.shown());
        return Some(Finding::new(&CODE, at, message).help("give it room, or write the number of replicas and leave it out"));
    }
    let waits = is_keda && scaler.object.get(&["spec", "cooldownPeriod"]).is_some();
    (waits && least > 0 && !idles).then(|| {
        let message = format!("`cooldownPeriod` of {} is never waited for: it never goes to zero", scaler.object.shown());
        Finding::new(&CODE, at, message)
            .help("how fast it shrinks otherwise says `advanced.horizontalPodAutoscalerConfig.behavior.scaleDown`")
    })
}
