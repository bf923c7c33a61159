//! What has an address outside of the cluster is ready when it has one.

use serde_json::Value as Json;

use super::State::{self, Busy, Ready};

pub(super) fn service(object: &Json) -> State {
    let outside = object.pointer("/spec/type").and_then(Json::as_str) == Some("LoadBalancer");
    if outside { balanced(object) } else { Ready }
}

pub(super) fn ingress(object: &Json) -> State {
    balanced(object)
}

fn balanced(object: &Json) -> State {
    let given = object.pointer("/status/loadBalancer/ingress").and_then(Json::as_array);
    let has = |entry: &Json| entry.get("hostname").or_else(|| entry.get("ip")).is_some();
    match given.is_some_and(|given| given.iter().any(has)) {
        true => Ready,
        false => Busy("it has no address yet".to_owned()),
    }
}
