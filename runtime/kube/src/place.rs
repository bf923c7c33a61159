use cloudc_facts::ResourceType;
use cloudc_provider::{Fault, path};
use serde_json::Value as Json;

/// Where an object stands on its cluster: its kind, its namespace if it is in one, and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// As manifests write it: `apps/v1`.
    pub(crate) api_version: String,
    /// As manifests write it: `Deployment`.
    pub(crate) kind: String,
    pub(crate) namespace: Option<String>,
    pub(crate) name: String,
}

impl Place {
    /// The place of an object that is to have these properties.
    pub(crate) fn of(ty: &ResourceType, properties: &Json) -> Result<Place, Fault> {
        let said = |place: &str| path::text(properties, place).map(str::to_owned);
        let (api_version, kind) = match ty.kubernetes() {
            Some(known) => (known.api_version(), known.kind.to_string()),
            None => {
                let kind = said("apiVersion").zip(said("kind"));
                kind.ok_or_else(|| Fault::impossible("an object says its `apiVersion` and `kind`"))?
            }
        };
        let name = said("metadata.name").ok_or_else(|| Fault::impossible("an object has a name, `metadata.name`"))?;
        let namespace = match ty.kubernetes() {
            Some(_) if !ty.namespaced() => None,
            Some(_) => Some(said("metadata.namespace").unwrap_or_else(|| "default".to_owned())),
            None => said("metadata.namespace"),
        };
        Place { api_version, kind, namespace, name }.checked()
    }

    /// The place of an object that is recorded under this identifier: see [`cloudc_provider::identifier`].
    pub(crate) fn at(ty: &ResourceType, identifier: &str) -> Result<Place, Fault> {
        let unknown = || Fault::impossible(format!("`{identifier}` is no object of `{}`", ty.name()));
        let (rest, kind) = match ty.kubernetes() {
            Some(known) => (identifier, (known.api_version(), known.kind.to_string())),
            None => {
                let (kind, rest) = identifier.split_once('|').ok_or_else(unknown)?;
                let (api_version, kind) = kind.rsplit_once('/').ok_or_else(unknown)?;
                (rest, (api_version.to_owned(), kind.to_owned()))
            }
        };
        let (namespace, name) = match rest.split_once('|') {
            Some((namespace, name)) => (Some(namespace.to_owned()), name),
            None => (None, rest),
        };
        let (api_version, kind) = kind;
        Place { api_version, kind, namespace, name: name.to_owned() }.checked()
    }

    /// Names become parts of addresses: what would lead elsewhere is refused.
    fn checked(self) -> Result<Place, Fault> {
        let parts = [self.namespace.as_deref(), Some(self.name.as_str())];
        let bad = |part: &&str| part.is_empty() || *part == "." || *part == ".." || part.contains(['/', '%', '?', '#']);
        let found = parts.into_iter().flatten().find(bad).map(|bad| format!("`{bad}` is no name of an object"));
        found.map_or(Ok(self), |why| Err(Fault::impossible(why)))
    }

    /// As people write it: `Deployment shop/web`.
    pub(crate) fn shown(&self) -> String {
        match &self.namespace {
            Some(namespace) => format!("{} {namespace}/{}", self.kind, self.name),
            None => format!("{} {}", self.kind, self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ty(name: &str) -> std::sync::Arc<ResourceType> {
        cloudc_facts::facts().resource_type(name).unwrap()
    }

    #[test]
    fn what_is_made_is_found_by_its_identifier() {
        let cases = [
            ("k8s.apps.v1.Deployment", json!({ "metadata": { "name": "web" } }), "Deployment default/web"),
            ("k8s.core.v1.Namespace", json!({ "metadata": { "name": "shop" } }), "Namespace shop"),
            (
                "k8s.Object",
                json!({ "apiVersion": "x.io/v1", "kind": "Thing", "metadata": { "name": "a", "namespace": "shop" } }),
                "Thing shop/a",
            ),
        ];
        for (name, properties, shown) in cases {
            let place = Place::of(&ty(name), &properties).unwrap();
            assert_eq!(place.shown(), shown);
            let identifier = cloudc_provider::identifier(&ty(name), &properties).unwrap();
            assert_eq!(Place::at(&ty(name), &identifier).unwrap(), place);
        }
    }

    #[test]
    fn a_name_leads_nowhere_else() {
        let name = |name: &str| Place::of(&ty("k8s.core.v1.Secret"), &json!({ "metadata": { "name": name } }));
        assert!(name("../../nodes").is_err());
        assert!(name("").is_err());
        assert!(name("system:reader").is_ok());
    }
}
