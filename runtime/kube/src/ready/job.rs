//! Jobs: done being made once they run, for they may run for days; one that has failed by then has failed.

use serde_json::Value as Json;

use super::State::{self, Busy, Failed, Ready};
use super::{condition, count};

pub(super) fn state(object: &Json) -> State {
    if let Some(("True", _, message)) = condition(object, "Failed") {
        return Failed(message.to_owned());
    }
    let begun = ["/status/ready", "/status/succeeded"].iter().any(|pointer| count(object, pointer) > 0);
    if begun || is_over(object) { Ready } else { Busy("no pod of it runs yet".to_owned()) }
}

/// The same, and it has done what it is for.
pub(super) fn ended(object: &Json) -> State {
    match state(object) {
        Ready if !is_over(object) => {
            let wanted = object.pointer("/spec/completions").and_then(Json::as_i64).unwrap_or(1);
            Busy(format!("{} of {wanted} have ended well", count(object, "/status/succeeded")))
        }
        other => other,
    }
}

/// Whether nothing of it is going to run.
fn is_over(object: &Json) -> bool {
    let suspended = object.pointer("/spec/suspend").and_then(Json::as_bool) == Some(true);
    suspended || matches!(condition(object, "Complete"), Some(("True", ..)))
}
