//! Namespaces.

use serde_json::Value as Json;

use super::State::{self, Busy, Ready};

pub(super) fn state(object: &Json) -> State {
    match object.pointer("/status/phase").and_then(Json::as_str) {
        Some("Active") | None => Ready,
        Some(other) => Busy(format!("it is {other}")),
    }
}
