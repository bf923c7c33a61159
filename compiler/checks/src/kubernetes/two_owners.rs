use cloudc_base::Finding;

use crate::blame;
use crate::cluster::Cluster;
use crate::context::{Context, Findings};

crate::check::code!("E0606" "two-owners" Error "two_owners.md");

/// Numbers of replicas that two things set: they would move it to and fro.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for cluster in context.clusters() {
        written(cluster, findings);
        scaled_twice(cluster, findings);
    }
}

/// A number that is written, and moved by a scaler.
fn written(cluster: &Cluster<'_>, findings: &mut Findings) {
    for object in cluster.objects.iter().filter(|object| object.get(&["spec", "replicas"]).is_some()) {
        let is_external = object.node.lifecycle.external.iter().any(|path| **path == *"spec.replicas");
        let scaler = cluster.scaler_of(object);
        let Some(scaler) = scaler.filter(|_| !is_external) else { continue };
        let message = format!("the replicas of {} are written here, and moved by {}", object.shown(), scaler.object.shown());
        findings.push(
            Finding::new(&CODE, blame::place(object.node), message)
                .label(blame::place(scaler.object.node), "this moves them")
                .help("leave `replicas` out: each apply would set it back"),
        );
    }
}

/// Two scalers of one thing.
fn scaled_twice(cluster: &Cluster<'_>, findings: &mut Findings) {
    for (other, scaler) in cluster.rivals() {
        let message = format!("{} moves the same replicas as {}", scaler.object.shown(), other.object.shown());
        findings.push(
            Finding::new(&CODE, blame::place(scaler.object.node), message)
                .label(blame::place(other.object.node), "this moves them too")
                .help("put the rules of both into one"),
        );
    }
}
