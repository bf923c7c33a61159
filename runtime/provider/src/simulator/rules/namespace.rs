use cloudc_facts::Provider;

use super::Wish;
use crate::{Class, Fault, path};

/// The namespaces that every cluster has.
const OWN: &[&str] = &["default", "kube-node-lease", "kube-public", "kube-system"];

/// The namespace of an object is there.
pub(super) fn check(wish: &Wish<'_>) -> Result<(), Fault> {
    let ty = &wish.call.ty;
    if ty.provider() == Provider::Aws {
        return Ok(());
    }
    let helm = ty.provider() == Provider::Helm;
    let place = if helm { "namespace" } else { "metadata.namespace" };
    let Some(namespace) = path::text(wish.properties, place) else { return Ok(()) };
    let makes =
        helm && path::get(wish.properties, "createNamespace").and_then(serde_json::Value::as_bool) == Some(true);
    let there = |thing: &super::super::thing::Thing| thing.is_seen(wish.now);
    let found = wish.world.find("k8s.core.v1.Namespace", &wish.call.site, namespace).is_some_and(there);
    if found || makes || OWN.contains(&namespace) {
        return Ok(());
    }
    Err(Fault::new(Class::NotFound, "NotFound", format!("namespaces \"{namespace}\" not found")))
}
