use std::collections::BTreeMap;

use cloudc_provider::{Actual, Class, Fault, Timestamp, Token};
use cloudc_state::{Entry, Intent, Kind, Record};
use serde_json::{Map, Value as Json};

use crate::mark;

/// What came of an operation.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The resource is as it should be.
    Made(Actual),
    /// The resource is gone.
    Gone,
    /// What was read.
    Read(Box<Record>),
    /// Nothing was made after all.
    Nothing,
    /// The cloud refused, or it failed.
    Failed {
        fault: Fault,
        /// Whether a change may have been made in part.
        partly: bool,
    },
    /// Nobody knows; the next run finds out.
    Unknown(Fault),
}

/// How an outcome is recorded; none if it is not known. `before` is what was recorded of the resource.
pub(super) fn entry(intent: &Intent, outcome: &Outcome, before: Option<&Record>, now: Timestamp) -> Option<Entry> {
    let op = intent.op.clone();
    match outcome {
        Outcome::Made(actual) => {
            let token = before.filter(|_| is_change(intent)).map_or(&intent.op, |record| &record.token);
            Some(Entry::Made { op, record: Box::new(record(intent, token, actual, now)) })
        }
        Outcome::Gone => Some(Entry::Gone { op }),
        Outcome::Nothing => {
            let message = "it was never made".to_owned();
            Some(Entry::Failed { op, class: None, code: String::new(), message, left: None, partly: false })
        }
        Outcome::Failed { fault, partly } => Some(failed(intent, fault, *partly, now)),
        Outcome::Read(_) | Outcome::Unknown(_) => None,
    }
}

fn failed(intent: &Intent, fault: &Fault, partly: bool, now: Timestamp) -> Entry {
    let left = fault.left.as_deref().filter(|_| !is_change(intent));
    let left = left.map(|actual| Record { unfinished: true, ..record(intent, &intent.op, actual, now) });
    Entry::Failed {
        op: intent.op.clone(),
        class: Some(fault.class),
        code: fault.code.clone(),
        message: fault.message.clone(),
        left: left.map(Box::new),
        partly,
    }
}

fn is_change(intent: &Intent) -> bool {
    intent.action == cloudc_provider::Action::Update
}

/// What is recorded of a resource that an operation made or changed.
fn record(intent: &Intent, token: &Token, actual: &Actual, now: Timestamp) -> Record {
    let is_marked = |mark: &str| intent.marks.iter().any(|marked| marked == mark);
    Record {
        ty: intent.ty.clone(),
        kind: Kind::Managed,
        site: intent.site.clone(),
        identifier: actual.identifier.clone(),
        properties: intent.properties.clone(),
        attributes: told(&intent.ty, &actual.model, &intent.properties),
        sealed: BTreeMap::new(),
        needs: intent.needs.clone(),
        token: token.clone(),
        unfinished: false,
        unsure: Vec::new(),
        protect: is_marked("protect"),
        retain: is_marked("retain"),
        snapshot: is_marked("snapshot"),
        changed: now,
    }
}

/// What the cloud told beside or instead of what was written; where a secret was written, it may tell that secret, which
/// nobody records, nor what is a secret by its type.
pub(crate) fn told(ty: &str, model: &Json, properties: &Json) -> Json {
    let mut model = model.clone();
    for path in cloudc_facts::secrets(ty) {
        let steps: Vec<&str> = path.steps().collect();
        take(&mut model, &steps);
    }
    let Json::Object(entries) = &model else { return Json::Object(Map::new()) };
    let is_own = |name: &str, value: &Json| {
        properties.get(name).is_none_or(|written| written != value && !mark::has_secret(written))
    };
    let own = entries.iter().filter(|(name, value)| is_own(name, value));
    Json::Object(own.map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// Takes a place out; `*` is any entry or element.
fn take(value: &mut Json, steps: &[&str]) {
    match (steps, value) {
        ([last], Json::Object(entries)) => drop(entries.remove(*last)),
        (["*", rest @ ..], Json::Array(items)) => items.iter_mut().for_each(|item| take(item, rest)),
        (["*", rest @ ..], Json::Object(entries)) => entries.values_mut().for_each(|entry| take(entry, rest)),
        ([first, rest @ ..], Json::Object(entries)) => {
            if let Some(inner) = entries.get_mut(*first) {
                take(inner, rest);
            }
        }
        _ => {}
    }
}

/// Whether a fault says that nothing was done.
pub(super) fn did_nothing(class: Class) -> bool {
    !matches!(class, Class::Lost | Class::Failed)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_secret_that_the_cloud_tells_is_not_recorded() {
        let written =
            json!({ "Environment": { "KEY": mark::secret(json!({ "reference": "env:KEY" })) }, "Timeout": 3 });
        let model = json!({ "Environment": { "KEY": "canary" }, "Timeout": 3, "Arn": "arn" });
        assert_eq!(told("aws.lambda.Function", &model, &written), json!({ "Arn": "arn" }));
    }

    #[test]
    fn what_is_a_secret_by_its_type_is_not_recorded() {
        let key = json!({ "Id": "AKIA", "SecretAccessKey": "canary" });
        assert_eq!(told("aws.iam.AccessKey", &key, &json!({})), json!({ "Id": "AKIA" }));
        let channel = json!({ "HlsIngest": { "ingestEndpoints": [{ "Password": "canary", "Url": "u" }] } });
        let expected = json!({ "HlsIngest": { "ingestEndpoints": [{ "Url": "u" }] } });
        assert_eq!(told("aws.mediapackage.Channel", &channel, &json!({})), expected);
    }
}
