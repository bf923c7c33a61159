//! Whose an object is, written on it: a label finds all of a program, notes say which resource of it, and which operation
//! made it.

use cloudc_provider::Call;
use serde_json::{Map, Value as Json};

/// The label that says whose an object is.
pub(crate) const APP: &str = "cloudc/app";
const ADDRESS: &str = "cloudc/address";
const MADE_BY: &str = "cloudc/made-by";

/// Puts the mark on an object; `made_by` is the operation that made it.
pub(crate) fn put(object: &mut Json, call: &Call, made_by: &str) {
    set(object, "labels", &[(APP, &call.app)]);
    set(object, "annotations", &[(ADDRESS, &call.address), (MADE_BY, made_by)]);
}

/// Which operation made an object of this program; none if it is not marked as that.
pub(crate) fn made_by<'o>(object: &'o Json, call: &Call) -> Option<&'o str> {
    let metadata = object.get("metadata")?;
    let text = |part: &str, name: &str| metadata.get(part)?.get(name)?.as_str();
    (text("labels", APP)? == &*call.app).then_some(())?;
    text("annotations", MADE_BY)
}

/// The program that metadata carries the mark of, and the address there.
pub(crate) fn whose(metadata: &Json) -> Option<(String, String)> {
    let text = |part: &str, name: &str| metadata.get(part)?.get(name)?.as_str().map(str::to_owned);
    text("labels", APP).zip(text("annotations", ADDRESS))
}

/// Takes the mark off what is told about an object.
pub(crate) fn take(object: &mut Json) {
    let Some(metadata) = object.get_mut("metadata").and_then(Json::as_object_mut) else { return };
    for (part, names) in [("labels", [APP].as_slice()), ("annotations", &[ADDRESS, MADE_BY])] {
        let Some(entries) = metadata.get_mut(part).and_then(Json::as_object_mut) else { continue };
        entries.retain(|name, _| !names.contains(&name.as_str()));
        if entries.is_empty() {
            metadata.remove(part);
        }
    }
}

fn set(object: &mut Json, part: &str, entries: &[(&str, &str)]) {
    let Some(metadata) = child(object, "metadata").and_then(|metadata| child(metadata, part)) else { return };
    if let Some(known) = metadata.as_object_mut() {
        known.extend(entries.iter().map(|(name, value)| ((*name).to_owned(), Json::from(*value))));
    }
}

/// An entry of an object, made if it is not there or null.
fn child<'o>(object: &'o mut Json, name: &str) -> Option<&'o mut Json> {
    let entry = object.as_object_mut()?.entry(name).or_insert(Json::Null);
    if entry.is_null() {
        *entry = Json::Object(Map::new());
    }
    Some(entry)
}
