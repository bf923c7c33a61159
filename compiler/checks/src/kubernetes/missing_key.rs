use cloudc_base::Finding;

use crate::blame;
use crate::cluster::{Cluster, Pods, key_uses, keys};
use crate::context::{Context, Findings};

crate::check::code!("E0604" "missing-key" Error "missing_key.md");

/// Pods that ask for a key which their ConfigMap or Secret does not have.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for cluster in context.clusters() {
        cluster.pods.iter().for_each(|pods| of_pods(cluster, pods, findings));
    }
}

fn of_pods(cluster: &Cluster<'_>, pods: &Pods<'_>, findings: &mut Findings) {
    let mut uses = key_uses(pods);
    uses.dedup();
    for wanted in uses {
        // One that is not in the program somebody else makes.
        let holder = cluster.named("", wanted.kind, wanted.name, &pods.object);
        let Some((holder, keys)) = holder.and_then(|holder| Some((holder, keys(holder)?))) else { continue };
        if keys.contains(&wanted.key) {
            continue;
        }
        let message = format!("{} needs `{}` of {}, which does not have it", pods.object.shown(), wanted.key, holder.shown());
        let there = keys.iter().take(5).map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let words = if there.is_empty() { "it is empty".to_owned() } else { format!("it has {there}") };
        let finding = Finding::new(&CODE, blame::place(pods.object.node), message).label(blame::place(holder.node), words);
        findings.push(finding.help("the pods would not start: name a key that is there"));
    }
}
