//! When an object can be used, kind by kind: one file says it for the kinds that are alike.

mod address;
mod claim;
mod definition;
mod job;
mod pods;
mod space;
mod workload;

use serde_json::Value as Json;

use crate::place::Place;

pub(crate) use pods::reasons;

/// Whether an object can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    Ready,
    /// Not yet; what it waits for.
    Busy(String),
    /// Not without somebody's help; why.
    Failed(String),
}

/// A version, a kind, and when one of it can be used.
type Known = (&'static str, &'static str, fn(&Json) -> State);

/// By kind: when one of it can be used. Every other kind can be as soon as it is there.
const KINDS: &[Known] = &[
    ("apps/v1", "Deployment", workload::deployment),
    ("apps/v1", "StatefulSet", workload::stateful_set),
    ("apps/v1", "DaemonSet", workload::daemon_set),
    ("batch/v1", "Job", job::state),
    ("v1", "Namespace", space::state),
    ("v1", "Service", address::service),
    ("v1", "PersistentVolumeClaim", claim::state),
    ("networking.k8s.io/v1", "Ingress", address::ingress),
    ("apiextensions.k8s.io/v1", "CustomResourceDefinition", definition::state),
    ("apiregistration.k8s.io/v1", "APIService", definition::service),
];

/// Whether an object can be used.
pub(crate) fn state(place: &Place, object: &Json) -> State {
    let known = KINDS.iter().find(|(version, kind, _)| *version == place.api_version && *kind == place.kind);
    known.map_or(State::Ready, |(_, _, of)| of(object))
}

/// A number at a place of an object, 0 if there is none.
fn count(object: &Json, pointer: &str) -> i64 {
    object.pointer(pointer).and_then(Json::as_i64).unwrap_or(0)
}

/// The condition of a type: its status, reason and message.
fn condition<'o>(object: &'o Json, ty: &str) -> Option<(&'o str, &'o str, &'o str)> {
    let conditions = object.pointer("/status/conditions")?.as_array()?;
    let text = |condition: &'o Json, name: &str| condition.get(name).and_then(Json::as_str).unwrap_or_default();
    let found = conditions.iter().find(|condition| text(condition, "type") == ty)?;
    Some((text(found, "status"), text(found, "reason"), text(found, "message")))
}

/// Whether its controller has seen what is written.
fn is_seen(object: &Json) -> bool {
    count(object, "/status/observedGeneration") >= count(object, "/metadata/generation")
}
