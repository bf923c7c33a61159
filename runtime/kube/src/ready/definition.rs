//! Definitions of kinds, and servers of further ones.

use serde_json::Value as Json;

use super::State::{self, Busy, Failed, Ready};
use super::condition;

pub(super) fn state(object: &Json) -> State {
    if let Some(("False", _, message)) = condition(object, "NamesAccepted") {
        return Failed(message.to_owned());
    }
    match condition(object, "Established") {
        Some(("True", ..)) => Ready,
        _ => Busy("its kind is not served yet".to_owned()),
    }
}

pub(super) fn service(object: &Json) -> State {
    match condition(object, "Available") {
        Some(("True", ..)) => Ready,
        Some((_, _, message)) => Busy(message.to_owned()),
        None => Busy("it is not asked yet".to_owned()),
    }
}
