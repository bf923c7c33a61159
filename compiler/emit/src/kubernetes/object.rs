//! An object as a document: apiVersion, kind, metadata, the rest by name.

use cloudc_base::value::{Record, Value};
use cloudc_graph::Node;

use super::name::text;
use super::scope::{Field, Scope};
use crate::mistakes::unspelt_value;
use crate::tree::{Map, Mark, Name, Tree};

/// A document of a file.
#[derive(Debug, Clone)]
pub(super) struct Doc {
    pub(super) tree: Map,
    /// The node that it is, or that it is for.
    pub(super) node: Option<usize>,
    /// The fields with something in them that only the cloud knows.
    pub(super) fields: Vec<Field>,
}

/// What an object is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Id {
    pub(super) api_version: String,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) namespace: Option<String>,
}

impl Doc {
    /// What the object is called; empty where it does not say.
    pub(super) fn id(&self) -> Id {
        let of = |map: &Map, name: &str| match map.get(name) {
            Some(Tree::Text(text)) => Some(text.to_string()),
            _ => None,
        };
        let empty = Map::default();
        let metadata = match self.tree.get("metadata") {
            Some(Tree::Map(map)) => map,
            _ => &empty,
        };
        Id {
            api_version: of(&self.tree, "apiVersion").unwrap_or_default(),
            kind: of(&self.tree, "kind").unwrap_or_default(),
            name: of(metadata, "name").or_else(|| of(metadata, "generateName")).unwrap_or_default(),
            namespace: of(metadata, "namespace"),
        }
    }
}

/// The record of a node's properties.
pub(super) fn properties(node: &Node) -> Option<&Record> {
    match &node.properties {
        Value::Record(record) => Some(record),
        _ => None,
    }
}

impl Scope<'_, '_> {
    /// An object of Kubernetes; `None` if a part of it has no spelling, which has been reported.
    pub(super) fn object(&mut self, number: usize) -> Option<Doc> {
        let (api_version, kind) = self.kind()?;
        // Kustomize finds objects by these.
        let (name, namespace) = (self.said(&["metadata", "name"]), self.said(&["metadata", "namespace"]));
        name.and(namespace)?;
        let mut map = Map::default();
        let mut whole = true;
        for (name, value) in properties(self.node)?.iter().filter(|(_, value)| **value != Value::Null) {
            if matches!(&**name, "apiVersion" | "kind") {
                continue;
            }
            self.at_property(name);
            let mark = Mark::At(self.span);
            match self.below(&**name, |scope| scope.value(value)) {
                Some(Tree::Map(tree)) if **name == *"metadata" => {
                    map.set_marked(name, Tree::Map(self.metadata(tree)), Some(mark));
                }
                Some(tree) => map.set_marked(name, tree, Some(mark)),
                None => whole = false,
            }
        }
        if map.get("metadata").is_none() {
            map.set("metadata", Tree::Map(self.metadata(Map::default())));
        }
        map.set("apiVersion", Tree::text(api_version));
        map.set("kind", Tree::text(kind));
        let fields = std::mem::take(&mut self.fields);
        let tree = map.sorted().first(&["apiVersion", "kind", "metadata"]);
        whole.then_some(Doc { tree, node: Some(number), fields })
    }

    /// The version of the API and the kind: of the type, or as the properties say.
    fn kind(&mut self) -> Option<(String, String)> {
        let known = self.program.ty(self.node).and_then(|ty| ty.kubernetes());
        if let Some(kind) = known {
            return Some((kind.api_version(), kind.kind.to_string()));
        }
        let said = |name: &str| text(&self.node.properties, &[name]).map(str::to_owned);
        match (said("apiVersion"), said("kind")) {
            (Some(api_version), Some(kind)) => Some((api_version, kind)),
            _ => {
                let finding =
                    unspelt_value::manifest(&self.site(), &self.node.ty, "its `apiVersion` or `kind` is not known");
                self.fail(finding)
            }
        }
    }

    /// The metadata: name and namespace first, with the labels of all objects.
    pub(super) fn metadata(&self, metadata: Map) -> Map {
        let mut labels = match metadata.get("labels") {
            Some(Tree::Map(labels)) => labels.clone(),
            _ => Map::default(),
        };
        for (name, value) in self.program.labels() {
            if labels.get(name).is_none() {
                labels.set(name, Tree::Text(Name::from(value.to_owned())));
            }
        }
        let labels = Tree::Map(labels.sorted());
        metadata.without("labels").with("labels", labels).sorted().first(&[
            "name",
            "generateName",
            "namespace",
            "labels",
        ])
    }
}

/// The metadata of an object that is made beside those of the program.
pub(super) fn metadata(program: &super::program::Program<'_>, name: &str, namespace: Option<&str>) -> Map {
    let labels = program
        .labels()
        .into_iter()
        .fold(Map::default(), |labels, (name, value)| labels.with(name, Tree::Text(Name::from(value.to_owned()))));
    let namespace = namespace.map(|namespace| Tree::text(namespace.to_owned()));
    let map = Map::default().with("name", Tree::text(name.to_owned())).with_some("namespace", namespace);
    map.with("labels", Tree::Map(labels.sorted()))
}

/// An object: its version, kind and metadata, to which the rest is added.
pub(super) fn object(api_version: &'static str, kind: &'static str, metadata: Map) -> Map {
    Map::default()
        .with("apiVersion", Tree::text(api_version))
        .with("kind", Tree::text(kind))
        .with("metadata", Tree::Map(metadata))
}
