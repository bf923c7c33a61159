//! What is told about an object, without what is nobody's business.

use serde_json::Value as Json;

use crate::mark;

/// A note of kubectl's that repeats the whole object.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// An object as it is recorded: without marks, bookkeeping and the words of secrets.
pub(crate) fn told(mut object: Json) -> Json {
    mark::take(&mut object);
    if let Some(metadata) = object.get_mut("metadata").and_then(Json::as_object_mut) {
        metadata.remove("managedFields");
        metadata.remove("resourceVersion");
        if let Some(notes) = metadata.get_mut("annotations").and_then(Json::as_object_mut) {
            notes.remove(LAST_APPLIED);
        }
    }
    let is_secret = object.get("kind").and_then(Json::as_str) == Some("Secret");
    if let Some(entries) = object.as_object_mut().filter(|_| is_secret) {
        entries.remove("data");
        entries.remove("stringData");
    }
    object
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_secret_tells_no_words() {
        let object = json!({
            "kind": "Secret",
            "metadata": { "name": "a", "labels": { "cloudc/app": "shop" }, "managedFields": [], "resourceVersion": "7" },
            "data": { "password": "Y2FuYXJ5" },
        });
        assert_eq!(told(object), json!({ "kind": "Secret", "metadata": { "name": "a" } }));
    }
}
