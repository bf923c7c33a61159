//! The mark that everything carries which cloudc makes: which program's it is, where it stands there, and the operation that
//! made it. A creation whose answer was lost is found by it.

use cloudc_facts::{Kind, ResourceType, Schema};
use cloudc_provider::{Call, path};
use serde_json::{Map, Value as Json, json};

/// How the names of all marks begin.
const PREFIX: &str = "cloudc:";

/// The mark that names the program.
pub(crate) const APP: &str = "cloudc:app";

/// The mark that names the place in the program.
pub(crate) const ADDRESS: &str = "cloudc:address";

/// The mark that names the operation.
pub(crate) const OPERATION: &str = "cloudc:op";

/// The marks of what a call makes, as names and values of tags.
pub(crate) fn marks(call: &Call) -> [(&'static str, String); 3] {
    [(APP, plain(&call.app)), (ADDRESS, plain(&call.address)), (OPERATION, call.token.as_str().to_owned())]
}

/// The same, for what is put together here.
pub(crate) fn pairs(call: &Call) -> [(String, String); 3] {
    marks(call).map(|(name, value)| (name.to_owned(), value))
}

/// A text as every service takes it in a tag: `builds["a b"]` is `builds/a b`.
fn plain(text: &str) -> String {
    let text = text.replace("[\"", "/").replace("\"]", "").replace('[', "/").replace(']', "");
    let fits = |c: char| c.is_alphanumeric() || " _.:/=+-@".contains(c);
    text.chars().map(|c| if fits(c) { c } else { '_' }).take(256).collect()
}

/// Whether things of a type can carry a mark from the first moment.
pub(crate) fn takes_marks(ty: &ResourceType) -> bool {
    ty.tagging().is_some_and(|tagging| tagging.at_creation && tagging.property.is_some())
}

/// The property that holds the tags of a type.
pub(crate) fn property(ty: &ResourceType) -> Option<&str> {
    ty.tagging()?.property.as_ref().map(|path| path.as_str())
}

/// The properties with the mark among their tags, if the type takes it.
pub(crate) fn marked(call: &Call, properties: &Json) -> Json {
    let mut marked = properties.clone();
    let Some(property) = property(&call.ty).filter(|_| takes_marks(&call.ty)) else { return marked };
    let Some(schema) = call.ty.schema().at(property) else { return marked };
    let written = path::get(&marked, property).cloned();
    path::set(&mut marked, property, with(&schema, written, pairs(call)));
    marked
}

/// Tags with others added to them, in the shape that a type has them in.
pub(crate) fn with(schema: &Schema, tags: Option<Json>, more: impl IntoIterator<Item = (String, String)>) -> Json {
    if schema.kind() == Kind::List {
        let mut list = match tags {
            Some(Json::Array(list)) => list,
            _ => Vec::new(),
        };
        let launched = schema.items().is_some_and(|item| item.property("PropagateAtLaunch").is_some());
        list.extend(more.into_iter().map(|(name, value)| match launched {
            true => json!({ "Key": name, "Value": value, "PropagateAtLaunch": false }),
            false => json!({ "Key": name, "Value": value }),
        }));
        return Json::Array(list);
    }
    let mut map = match tags {
        Some(Json::Object(map)) => map,
        _ => Map::new(),
    };
    map.extend(more.into_iter().map(|(name, value)| (name, Json::String(value))));
    Json::Object(map)
}

/// The marks among the tags of a model.
pub(crate) fn of(ty: &ResourceType, model: &Json) -> Vec<(String, String)> {
    let tags = property(ty).and_then(|property| path::get(model, property));
    let pair = |name: &str, value: &str| (name.starts_with(PREFIX)).then(|| (name.to_owned(), value.to_owned()));
    match tags {
        Some(Json::Array(list)) => {
            list.iter().filter_map(|tag| pair(path::text(tag, "Key")?, path::text(tag, "Value")?)).collect()
        }
        Some(Json::Object(map)) => map.iter().filter_map(|(name, value)| pair(name, value.as_str()?)).collect(),
        _ => Vec::new(),
    }
}

/// Takes what nobody wrote out of the tags of a model: the marks, and what AWS itself adds.
pub(crate) fn strip(ty: &ResourceType, model: &mut Json) {
    let Some(property) = property(ty) else { return };
    let Some(tags) = path::get(model, property).cloned() else { return };
    let foreign = |name: &str| name.starts_with(PREFIX) || name.starts_with("aws:");
    let left = match tags {
        Json::Array(list) => {
            let keep = |tag: &Json| !path::text(tag, "Key").is_some_and(foreign);
            Json::Array(list.into_iter().filter(keep).collect())
        }
        Json::Object(map) => Json::Object(map.into_iter().filter(|(name, _)| !foreign(name)).collect()),
        other => other,
    };
    let empty = left.as_array().is_some_and(Vec::is_empty) || left.as_object().is_some_and(Map::is_empty);
    match empty {
        true => drop(path::remove(model, property)),
        false => path::set(model, property, left),
    }
}

/// Whether a model carries the mark of the operation with this token.
pub(crate) fn is_made_by(call: &Call, model: &Json) -> bool {
    of(&call.ty, model).iter().any(|(name, value)| name == OPERATION && *value == *call.token.as_str())
}

#[cfg(test)]
mod tests {
    use cloudc_facts::facts;
    use cloudc_provider::{Revealed, Site, Token};

    use super::*;

    fn call(ty: &str) -> Call {
        Call {
            app: "shop".into(),
            address: "builds[\"a\"].dead".into(),
            ty: facts().resource_type(ty).unwrap(),
            site: Site::default(),
            connection: None,
            token: Token::of(&["t"]),
            timeout: None,
            snapshot: false,
            handle: None,
            revealed: Revealed::default(),
        }
    }

    #[test]
    fn marks_stand_among_the_tags_and_are_taken_out_again() {
        let call = call("aws.sqs.Queue");
        let written = json!({ "QueueName": "q", "Tags": [{ "Key": "a", "Value": "b" }] });
        let mut marked = marked(&call, &written);
        assert!(is_made_by(&call, &marked));
        assert!(marked.to_string().contains("builds/a.dead"));
        strip(&call.ty, &mut marked);
        assert_eq!(marked, written);
        let mut alone = super::marked(&call, &json!({}));
        strip(&call.ty, &mut alone);
        assert_eq!(alone, json!({}));
    }

    #[test]
    fn groups_of_instances_do_not_pass_the_mark_on() {
        let group = marked(&call("aws.autoscaling.AutoScalingGroup"), &json!({}));
        assert_eq!(group["Tags"][0]["PropagateAtLaunch"], false);
        let parameter = marked(&call("aws.ssm.Parameter"), &json!({}));
        assert_eq!(parameter["Tags"]["cloudc:app"], "shop");
    }
}
