//! Claims of disks: usable as soon as they are there, since many are bound by the first pod only; one that lost its disk is
//! not.

use serde_json::Value as Json;

use super::State::{self, Failed, Ready};

pub(super) fn state(object: &Json) -> State {
    match object.pointer("/status/phase").and_then(Json::as_str) {
        Some("Lost") => Failed("its disk is lost".to_owned()),
        _ => Ready,
    }
}
