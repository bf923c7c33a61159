//! Why pods do not run, in the cluster's words.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::cluster::Cluster;
use crate::object::list;
use crate::place::Place;

/// Why the pods of an object do not run; none if it has none, or nobody says.
pub(crate) async fn reasons(cluster: &Cluster, place: &Place, object: &Json) -> Option<String> {
    let labels = object.pointer("/spec/selector/matchLabels")?.as_object()?;
    let selector: Option<Vec<String>> =
        labels.iter().map(|(name, value)| Some(format!("{name}={}", value.as_str()?))).collect();
    let path = format!("/api/v1/namespaces/{}/pods", place.namespace.as_deref()?);
    let pods = cluster.send(list(&path, &selector?.join(",")).ok()?).await.ok()?;
    let mut said: BTreeMap<String, usize> = BTreeMap::new();
    for reason in pods.get("items")?.as_array()?.iter().filter_map(reason) {
        *said.entry(reason).or_default() += 1;
    }
    let most = said.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(reason, count)| if count == 1 { format!("1 pod: {reason}") } else { format!("{count} pods: {reason}") })
}

/// Why one pod does not run.
fn reason(pod: &Json) -> Option<String> {
    let scheduled = super::condition(pod, "PodScheduled");
    if let Some(("False", reason, message)) = scheduled {
        return Some(format!("{reason}: {message}"));
    }
    ["initContainerStatuses", "containerStatuses"].iter().find_map(|part| {
        let containers = pod.pointer(&format!("/status/{part}"))?.as_array()?;
        containers.iter().find_map(container)
    })
}

/// Why a container waits, unless it is only being started.
fn container(status: &Json) -> Option<String> {
    let text = |pointer: &str| status.pointer(pointer).and_then(Json::as_str);
    let name = text("/name").unwrap_or_default();
    let why = text("/state/waiting/reason").filter(|why| !matches!(*why, "ContainerCreating" | "PodInitializing"))?;
    // What it said when it ended last says more than that it will be started again.
    let ended = status.pointer("/lastState/terminated/exitCode").and_then(Json::as_i64);
    match (ended, text("/state/waiting/message")) {
        (Some(code), _) => Some(format!("container `{name}` ended with code {code} ({why})")),
        (None, Some(message)) => Some(format!("container `{name}`: {why}: {message}")),
        (None, None) => Some(format!("container `{name}`: {why}")),
    }
}
