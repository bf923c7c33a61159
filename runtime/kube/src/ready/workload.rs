//! Deployments, stateful sets and daemon sets: ready when all pods are of the newest template and available. Source: the
//! Kubernetes documentation of each, "status" (as `kubectl rollout status` reads it).

use serde_json::Value as Json;

use super::State::{self, Busy, Failed, Ready};
use super::{condition, count, is_seen};

pub(super) fn deployment(object: &Json) -> State {
    if !is_seen(object) {
        return Busy("its controller has not seen it yet".to_owned());
    }
    if let Some((_, "ProgressDeadlineExceeded", message)) = condition(object, "Progressing") {
        return Failed(message.to_owned());
    }
    if object.pointer("/spec/paused").and_then(Json::as_bool) == Some(true) {
        return Ready;
    }
    let wanted = object.pointer("/spec/replicas").and_then(Json::as_i64).unwrap_or(1);
    let (updated, all) = (count(object, "/status/updatedReplicas"), count(object, "/status/replicas"));
    let available = count(object, "/status/availableReplicas");
    match () {
        () if updated < wanted => Busy(format!("{updated} of {wanted} pods are new")),
        () if updated < all => Busy(format!("{} old pods are still there", all - updated)),
        () if available < updated => Busy(format!("{available} of {updated} pods are available")),
        () => Ready,
    }
}

pub(super) fn stateful_set(object: &Json) -> State {
    if !is_seen(object) {
        return Busy("its controller has not seen it yet".to_owned());
    }
    let strategy = |pointer: &str| object.pointer(&format!("/spec/updateStrategy/{pointer}"));
    let wanted = object.pointer("/spec/replicas").and_then(Json::as_i64).unwrap_or(1);
    let ready = count(object, "/status/readyReplicas");
    if ready < wanted {
        return Busy(format!("{ready} of {wanted} pods are ready"));
    }
    // Pods that are replaced only when somebody deletes them stay old.
    if strategy("type").and_then(Json::as_str) == Some("OnDelete") {
        return Ready;
    }
    let from = strategy("rollingUpdate/partition").and_then(Json::as_i64).unwrap_or(0);
    let (updated, due) = (count(object, "/status/updatedReplicas"), (wanted - from).max(0));
    let is_even = object.pointer("/status/currentRevision") == object.pointer("/status/updateRevision");
    if is_even || updated >= due { Ready } else { Busy(format!("{updated} of {due} pods are new")) }
}

pub(super) fn daemon_set(object: &Json) -> State {
    if !is_seen(object) {
        return Busy("its controller has not seen it yet".to_owned());
    }
    let wanted = count(object, "/status/desiredNumberScheduled");
    let updated = count(object, "/status/updatedNumberScheduled");
    let available = count(object, "/status/numberAvailable");
    let on_delete = object.pointer("/spec/updateStrategy/type").and_then(Json::as_str) == Some("OnDelete");
    match () {
        () if updated < wanted && !on_delete => Busy(format!("{updated} of {wanted} pods are new")),
        () if available < wanted => Busy(format!("{available} of {wanted} pods are available")),
        () => Ready,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_rollout_ends_when_nothing_old_is_left() {
        let of = |status: Json| {
            deployment(&json!({ "metadata": { "generation": 2 }, "spec": { "replicas": 2 }, "status": status }))
        };
        assert!(matches!(of(json!({ "observedGeneration": 1 })), Busy(_)));
        let old = json!({ "observedGeneration": 2, "replicas": 3, "updatedReplicas": 2, "availableReplicas": 3 });
        assert_eq!(of(old), Busy("1 old pods are still there".to_owned()));
        let done = json!({ "observedGeneration": 2, "replicas": 2, "updatedReplicas": 2, "availableReplicas": 2 });
        assert_eq!(of(done), Ready);
        let late = json!({ "observedGeneration": 2, "conditions": [
            { "type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded", "message": "too slow" },
        ] });
        assert_eq!(of(late), Failed("too slow".to_owned()));
    }

    #[test]
    fn nothing_to_run_is_ready() {
        let none = json!({ "metadata": { "generation": 1 }, "spec": { "replicas": 0 }, "status": { "observedGeneration": 1 } });
        assert_eq!(deployment(&none), Ready);
        assert_eq!(stateful_set(&none), Ready);
        assert_eq!(daemon_set(&none), Ready);
    }

    #[test]
    fn a_part_that_is_kept_old_is_not_waited_for() {
        let object = json!({
            "metadata": { "generation": 1 },
            "spec": { "replicas": 3, "updateStrategy": { "type": "RollingUpdate", "rollingUpdate": { "partition": 2 } } },
            "status": {
                "observedGeneration": 1, "readyReplicas": 3, "updatedReplicas": 1, "currentRevision": "a", "updateRevision": "b",
            },
        });
        assert_eq!(stateful_set(&object), Ready);
    }
}
