use cloudc_base::value::Value;
use cloudc_facts::facts;
use cloudc_graph::Node;

use crate::read::text;

/// An object of Kubernetes.
#[derive(Debug, Clone)]
pub(crate) struct Object<'g> {
    pub(crate) node: &'g Node,
    /// The group of its API; empty in the core group.
    pub(crate) group: String,
    /// The version of its API: `v1`.
    pub(crate) version: String,
    pub(crate) kind: String,
    pub(crate) name: Option<&'g str>,
    /// None if it is known only later.
    pub(crate) namespace: Option<&'g str>,
}

impl<'g> Object<'g> {
    pub(super) fn of(node: &'g Node) -> Option<Object<'g>> {
        let (group, version, kind) = kind(node)?;
        let namespace = match get(&node.properties, &["metadata", "namespace"]) {
            None => Some("default"),
            Some(value) => text(value),
        };
        let name = get(&node.properties, &["metadata", "name"]).and_then(text);
        Some(Object { node, group, version, kind, name, namespace })
    }

    /// Whether it is of this kind.
    pub(crate) fn is(&self, group: &str, kind: &str) -> bool {
        self.group == group && self.kind == kind
    }

    /// What stands in it.
    pub(crate) fn get(&self, path: &[&str]) -> Option<&'g Value> {
        get(&self.node.properties, path)
    }

    /// Whether both are, for all one can say, in one namespace.
    pub(crate) fn shares_namespace(&self, other: &Object<'_>) -> bool {
        self.namespace.is_some() && self.namespace == other.namespace
    }

    /// What messages call it: `Deployment web`.
    pub(crate) fn shown(&self) -> String {
        match self.name {
            Some(name) => format!("{} `{name}`", self.kind),
            None => format!("{} `{}`", self.kind, self.node.address),
        }
    }
}

/// Group, version and kind.
fn kind(node: &Node) -> Option<(String, String, String)> {
    if let Some(known) = facts().resource_type(&node.ty).as_deref().and_then(cloudc_facts::ResourceType::kubernetes) {
        return Some((known.group.to_string(), known.version.to_string(), known.kind.to_string()));
    }
    if &*node.ty != "k8s.Object" {
        return None;
    }
    let api_version = text(get(&node.properties, &["apiVersion"])?)?;
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    Some((group.to_owned(), version.to_owned(), text(get(&node.properties, &["kind"])?)?.to_owned()))
}

/// What stands at a path of records; none if it is not there, null, or below something later.
pub(crate) fn get<'v>(value: &'v Value, path: &[&str]) -> Option<&'v Value> {
    let found = path.iter().try_fold(value, |value, name| match value {
        Value::Record(record) => record.get(name),
        _ => None,
    });
    found.filter(|value| **value != Value::Null)
}

/// The items of a list at a path.
pub(crate) fn items<'v>(value: &'v Value, path: &[&str]) -> Vec<&'v Value> {
    match get(value, path) {
        Some(Value::List(values)) => values.iter().filter(|value| **value != Value::Null).collect(),
        _ => Vec::new(),
    }
}
