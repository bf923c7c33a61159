use std::sync::Arc;

use cloudc_base::Address;
use cloudc_base::value::Value;
use cloudc_facts::{ResourceType, facts};
use cloudc_graph::{Graph, Mode, Node};
use rustc_hash::FxHashMap;

use super::name::{is_label, text};
use crate::target::Input;

/// A program on its way to manifests: what is the same in all of them.
pub(super) struct Program<'a> {
    pub(super) input: &'a Input<'a>,
    types: FxHashMap<&'a str, Option<Arc<ResourceType>>>,
}

/// What a node is to the order of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// It is not made on a cluster.
    Elsewhere,
    /// A namespace.
    Namespace,
    /// The definition of a kind.
    Definition,
    /// Any other object.
    Object,
    /// A release of a chart.
    Chart,
}

impl<'a> Program<'a> {
    pub(super) fn new(input: &'a Input<'a>) -> Program<'a> {
        let names = input.graph.nodes().iter().map(|node| &*node.ty);
        let mut types = FxHashMap::default();
        for name in names {
            types.entry(name).or_insert_with(|| facts().resource_type(name));
        }
        Program { input, types }
    }

    pub(super) fn graph(&self) -> &'a Graph {
        self.input.graph
    }

    /// The type of a node.
    pub(super) fn ty(&self, node: &Node) -> Option<&Arc<ResourceType>> {
        self.types.get(&*node.ty)?.as_ref()
    }

    /// What a node is to the order of things.
    pub(super) fn part(&self, node: &Node) -> Part {
        match (&*node.ty, &node.on, node.mode) {
            ("k8s.core.v1.Namespace", Some(_), Mode::Managed) => Part::Namespace,
            ("k8s.apiextensions.v1.CustomResourceDefinition", Some(_), Mode::Managed) => Part::Definition,
            ("helm.Release", Some(_), Mode::Managed) => Part::Chart,
            (ty, Some(_), Mode::Managed) if ty.starts_with("k8s.") => Part::Object,
            _ => Part::Elsewhere,
        }
    }

    /// What all objects are labelled with: who made them, and what they are part of.
    pub(super) fn labels(&self) -> Vec<(&'static str, &'a str)> {
        let app = self.graph().app().name.as_deref().filter(|name| is_label(name));
        let part_of = app.map(|name| ("app.kubernetes.io/part-of", name));
        std::iter::once(("app.kubernetes.io/managed-by", "cloudc")).chain(part_of).collect()
    }

    /// What the program is called, as names of Kubernetes are spelt.
    pub(super) fn app(&self) -> String {
        self.graph().app().name.as_deref().map_or_else(|| "app".to_owned(), super::name::dns)
    }

    /// The region of the program, if it says one.
    pub(super) fn region(&self) -> Option<&'a str> {
        self.graph().app().fields.as_ref().and_then(|fields| text(fields, &["region"]))
    }

    /// What the program itself says of an attribute.
    pub(super) fn written(&self, of: &Address, path: &str) -> Option<&'a Value> {
        let node = self.graph().find(of)?;
        path.split('.').try_fold(&node.properties, |value, step| match value {
            Value::Record(record) => record.get(step),
            Value::List(values) => values.get(step.parse::<usize>().ok()?),
            _ => None,
        })
    }
}
