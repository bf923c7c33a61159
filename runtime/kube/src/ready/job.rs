//! Jobs: done being made once they run, for they may run for days; one that has failed by then has failed.

use serde_json::Value as Json;

use super::State::{self, Busy, Failed, Ready};
use super::{condition, count};

pub(super) fn state(object: &Json) -> State {
    if let Some(("True", _, message)) = condition(object, "Failed") {
        return Failed(message.to_owned());
    }
    let suspended = object.pointer("/spec/suspend").and_then(Json::as_bool) == Some(true);
    let begun = ["/status/ready", "/status/succeeded"].iter().any(|pointer| count(object, pointer) > 0);
    let ended = matches!(condition(object, "Complete"), Some(("True", ..)));
    if suspended || begun || ended { Ready } else { Busy("no pod of it runs yet".to_owned()) }
}
