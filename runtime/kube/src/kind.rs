use serde_json::Value as Json;

use crate::place::Place;

/// How a server calls a kind in its addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kind {
    /// `deployments`.
    pub(crate) plural: String,
    /// Whether its objects are in namespaces.
    pub(crate) namespaced: bool,
}

impl Kind {
    /// The kind of this name in a server's answer to what it has of a group.
    pub(crate) fn among(resources: &Json, kind: &str) -> Option<Kind> {
        let text = |resource: &Json, name: &str| resource.get(name).and_then(Json::as_str).map(str::to_owned);
        let resources = resources.get("resources").and_then(Json::as_array)?;
        // `deployments/scale` is a part of an object, and no kind of its own.
        let is_it = |resource: &&Json| {
            text(resource, "kind").as_deref() == Some(kind) && text(resource, "name").is_some_and(|n| !n.contains('/'))
        };
        let found = resources.iter().find(is_it)?;
        let namespaced = found.get("namespaced").and_then(Json::as_bool).unwrap_or(false);
        Some(Kind { plural: text(found, "name")?, namespaced })
    }

    /// The address of all objects of a kind in a place's namespace.
    pub(crate) fn path(&self, place: &Place) -> String {
        let namespace = place.namespace.as_deref().or(Some("default")).filter(|_| self.namespaced);
        let within = namespace.map(|namespace| format!("/namespaces/{namespace}")).unwrap_or_default();
        format!("{}{within}/{}", group(&place.api_version), self.plural)
    }
}

/// The address of a group's version: `/apis/apps/v1`.
pub(crate) fn group(api_version: &str) -> String {
    let root = if api_version.contains('/') { "/apis" } else { "/api" };
    format!("{root}/{api_version}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_kind_is_no_part_of_an_object() {
        let resources = json!({ "resources": [
            { "name": "things/scale", "kind": "Thing", "namespaced": true },
            { "name": "things", "kind": "Thing", "namespaced": true },
        ] });
        let kind = Kind::among(&resources, "Thing").unwrap();
        let place = |namespace: Option<&str>| Place {
            api_version: "x.io/v1".into(),
            kind: "Thing".into(),
            namespace: namespace.map(str::to_owned),
            name: "a".into(),
        };
        assert_eq!(kind.path(&place(Some("shop"))), "/apis/x.io/v1/namespaces/shop/things");
        assert_eq!(kind.path(&place(None)), "/apis/x.io/v1/namespaces/default/things");
        assert_eq!(Kind::among(&resources, "Other"), None);
    }
}
