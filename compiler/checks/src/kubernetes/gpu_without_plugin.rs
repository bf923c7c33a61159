use cloudc_base::Finding;

use crate::blame;
use crate::cluster::{Cluster, Pods, get};
use crate::context::{Context, Findings};
use crate::read::text;

crate::check::code!("E0610" "gpu-without-plugin" Error "gpu_without_plugin.md");

/// Pods that ask for graphics processors where nobody hands them out.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for cluster in context.clusters().iter().filter(|cluster| cluster.pools.whole && !hands_out(cluster)) {
        let asks = |pods: &&Pods<'_>| {
            pods.needs().and_then(|needs| needs.get("nvidia.com/gpu").copied()).unwrap_or(0) > 0
                && cluster.pools.taken(pods).is_none()
        };
        findings.extend(cluster.pods.iter().filter(asks).map(finding));
    }
}

fn finding(pods: &Pods<'_>) -> Finding {
    let message = format!("{} asks for `nvidia.com/gpu`, which nothing on the cluster hands out", pods.object.shown());
    Finding::new(&CODE, blame::place(pods.object.node), message)
        .help("install the chart `nvidia-device-plugin` or `gpu-operator`; the noun `cluster` does it for pools with an image for graphics")
}

/// Whether a chart or a daemon set hands graphics processors to pods.
fn hands_out(cluster: &Cluster<'_>) -> bool {
    let chart = cluster.charts.iter().any(|chart| ["nvidia-device-plugin", "gpu-operator"].contains(chart));
    let image = |pods: &Pods<'_>| {
        let images = pods.containers().into_iter().filter_map(|container| text(get(container, &["image"])?));
        images.into_iter().any(|image| image.contains("device-plugin"))
    };
    // Bottlerocket's images for graphics have one built in.
    let built_in = cluster.pools.all.iter().any(|pool| {
        let kind = get(&pool.node.properties, &["AmiType"]).and_then(text).unwrap_or_default();
        kind.starts_with("BOTTLEROCKET") && kind.ends_with("NVIDIA")
    });
    chart || built_in || cluster.pods.iter().any(|pods| pods.object.kind == "DaemonSet" && image(pods))
}
