use std::collections::HashMap;

use cloudc_provider::path;
use serde_json::{Map, Value as Json, json};

use crate::direct::props::sorted;
use crate::handler::Work;
use crate::marks;

/// The tags that properties ask for; some types have them as a list, some as a map.
pub(super) fn of(properties: &Json) -> Option<HashMap<String, String>> {
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let tags: HashMap<String, String> = match path::get(properties, "Tags")? {
        Json::Object(map) => map.iter().filter_map(|(key, value)| Some(pair(key, value.as_str()?))).collect(),
        Json::Array(list) => {
            let both = |tag: &Json| Some(pair(path::text(tag, "Key")?, path::text(tag, "Value")?));
            list.iter().filter_map(both).collect()
        }
        _ => return None,
    };
    Some(tags)
}

/// Tags as a model has them, in the shape that the type has.
pub(super) fn model(work: &Work<'_>, tags: Option<&HashMap<String, String>>) -> Option<Json> {
    let tags = tags.filter(|tags| !tags.is_empty())?;
    let tags = sorted(tags);
    let list = work.call.ty.schema().at("Tags").is_some_and(|schema| schema.kind() == cloudc_facts::Kind::List);
    if list {
        return Some(tags.into_iter().map(|(name, value)| json!({ "Key": name, "Value": value })).collect());
    }
    let entries = tags.into_iter().map(|(name, value)| (name.to_owned(), Json::from(value)));
    Some(Json::Object(entries.collect::<Map<_, _>>()))
}

/// Whether what carries these tags was made by this operation.
pub(super) fn is_made_by(work: &Work<'_>, tags: Option<&HashMap<String, String>>) -> bool {
    tags.and_then(|tags| tags.get(marks::OPERATION)).is_some_and(|token| token == work.token())
}
