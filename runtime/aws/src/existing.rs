//! What somebody else made.

use cloudc_provider::{Actual, Class, Fault, identifier};
use serde_json::Value as Json;

use crate::control;
use crate::handler::{Handler, Work};

/// The resource that these properties mean: by its identifier, else the only one that has all of them.
pub(crate) async fn existing(
    handler: &dyn Handler,
    work: &Work<'_>,
    properties: &Json,
) -> Result<Option<Actual>, Fault> {
    if let Some(identifier) = identifier(&work.call.ty, properties) {
        return handler.read(work, &identifier).await;
    }
    let mut found: Vec<Actual> = Vec::new();
    for (identifier, model) in listed(work, properties).await? {
        if !may_have(&model, properties) {
            continue;
        }
        let actual = handler.read(work, &identifier).await?;
        found.extend(actual.filter(|actual| has(&actual.model, properties)));
    }
    if found.len() > 1 {
        let all: Vec<&str> = found.iter().map(|actual| actual.identifier.as_str()).collect();
        let message = format!("several are meant: {}; name one by its identifier", all.join(", "));
        return Err(Fault::new(Class::Invalid, "Ambiguous", message));
    }
    Ok(found.pop())
}

/// Everything of the type; some types are listed within another only, which properties name.
async fn listed(work: &Work<'_>, properties: &Json) -> Result<Vec<(String, Json)>, Fault> {
    match control::all(work, &Json::Null).await {
        Err(fault) if fault.class == Class::Invalid => control::all(work, properties).await,
        other => other,
    }
}

/// Whether nothing that is told differs from what is asked for; listing does not tell everything.
fn may_have(model: &Json, asked: &Json) -> bool {
    let Some(entries) = asked.as_object() else { return true };
    entries.iter().all(|(name, value)| model.get(name).is_none_or(|told| has(told, value)))
}

/// Whether a value has everything that is asked for.
fn has(value: &Json, asked: &Json) -> bool {
    match (value, asked) {
        (Json::Object(value), Json::Object(asked)) => {
            asked.iter().all(|(name, asked)| value.get(name).is_some_and(|value| has(value, asked)))
        }
        (Json::Array(value), Json::Array(asked)) => {
            asked.iter().all(|asked| value.iter().any(|value| has(value, asked)))
        }
        _ => value == asked,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_asked_for_has_to_be_there() {
        let model =
            json!({ "Tags": [{ "Key": "Name", "Value": "a" }, { "Key": "x", "Value": "y" }], "CidrBlock": "c" });
        assert!(has(&model, &json!({ "Tags": [{ "Key": "Name", "Value": "a" }] })));
        assert!(!has(&model, &json!({ "Tags": [{ "Key": "Name", "Value": "b" }] })));
        assert!(may_have(&json!({ "VpcId": "v" }), &json!({ "CidrBlock": "c" })));
        assert!(!may_have(&json!({ "CidrBlock": "d" }), &json!({ "CidrBlock": "c" })));
    }
}
