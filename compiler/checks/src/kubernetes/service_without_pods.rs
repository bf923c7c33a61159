use cloudc_base::Finding;
use cloudc_base::value::Value;

use crate::blame;
use crate::cluster::{Cluster, Object, matches_labels};
use crate::context::{Context, Findings};
use crate::read::Sure;

crate::check::code!("W0609" "service-without-pods" Warning "service_without_pods.md");

/// Services that send to nobody.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for cluster in context.clusters() {
        let services = cluster.objects.iter().filter(|object| object.is("", "Service"));
        findings.extend(services.filter_map(|service| finding(cluster, service)));
    }
}

fn finding(cluster: &Cluster<'_>, service: &Object<'_>) -> Option<Finding> {
    let selector = service.get(&["spec", "selector"])?;
    let Value::Record(record) = selector else { return None };
    if record.iter().len() == 0 || service.namespace.is_none() {
        return None;
    }
    // Pods of a chart, or of something of an unknown kind, are not in the program.
    let near = || cluster.pods.iter().filter(|pods| pods.object.namespace.is_none_or(|name| Some(name) == service.namespace));
    if near().next().is_none() || near().any(|pods| matches_labels(selector, pods.labels) != Sure::No) {
        return None;
    }
    let message = format!("{} selects no pods of this program", service.shown());
    let first = near().next()?;
    Some(
        Finding::new(&CODE, blame::place(service.node), message)
            .label(blame::place(first.object.node), "these pods do not have the labels that it selects by")
            .help("select by labels that the pods have; if a chart brings the pods, `@accept` this"),
    )
}
