use std::collections::BTreeSet;
use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_facts::{Provider, ResourceType, facts};
use cloudc_graph::{Graph, Mode, Node, Place};
use rustc_hash::FxHashMap;

use super::attribute::{Way, way};
use super::documented::documented;
use super::layout::Layout;
use crate::ids::ids;
use crate::target::Input;
use crate::tree::Name;

/// A program on its way to templates: what is the same in all of them.
pub(super) struct Program<'a> {
    pub(super) input: &'a Input<'a>,
    /// The logical id of each node, by its number.
    pub(super) ids: Vec<Name>,
    /// The type of each node; none if nobody knows it.
    types: Vec<Option<Arc<ResourceType>>>,
    /// Which node stands in which template.
    pub(super) layout: Layout,
    /// The secrets that stand in documents.
    pub(super) documented: BTreeSet<Arc<str>>,
}

impl<'a> Program<'a> {
    pub(super) fn new(input: &'a Input<'a>) -> Program<'a> {
        let nodes = input.graph.nodes();
        let mut known: FxHashMap<&str, Option<Arc<ResourceType>>> = FxHashMap::default();
        let mut ty = |node: &'a Node| known.entry(&node.ty).or_insert_with(|| facts().resource_type(&node.ty)).clone();
        let types: Vec<Option<Arc<ResourceType>>> = nodes.iter().map(&mut ty).collect();
        let ids = ids(nodes.iter().map(|node| &node.address));
        let mut program = Program { input, ids, types, layout: Layout::default(), documented: documented(input.graph) };
        program.layout = Layout::of(&program);
        program
    }

    pub(super) fn graph(&self) -> &'a Graph {
        self.input.graph
    }

    /// The type of a node.
    pub(super) fn ty(&self, number: usize) -> Option<&Arc<ResourceType>> {
        self.types.get(number)?.as_ref()
    }

    /// The type of a node and how one of its attributes is read; `None` if CloudFormation does not tell it.
    pub(super) fn way(&self, number: usize, path: &str) -> Option<(&Arc<ResourceType>, Way)> {
        let ty = self.ty(number)?;
        let is_read = self.graph().node(number).is_some_and(|node| node.mode == Mode::Read);
        // A read is a custom resource, which tells what the function answers.
        let way = if is_read { ty.is_read_only(path).then_some(Way::Attribute) } else { way(ty, path) };
        way.map(|way| (ty, way))
    }

    pub(super) fn id(&self, number: usize) -> Name {
        self.ids.get(number).cloned().unwrap_or(Name::Constant(""))
    }

    /// Whether a node becomes a resource of a template.
    pub(super) fn is_resource(&self, number: usize) -> bool {
        let mode = self.graph().node(number).map(|node| node.mode);
        self.ty(number).is_some_and(|ty| match mode {
            Some(Mode::Managed) => ty.provider() == Provider::Aws,
            Some(Mode::Read) => ty.api_call().is_some(),
            _ => false,
        })
    }

    /// A field of the program's `app`.
    pub(super) fn app(&self, field: &str) -> Option<&'a Value> {
        match &self.graph().app().fields {
            Some(Value::Record(fields)) => fields.get(field),
            _ => None,
        }
    }

    /// The region of the program, if it says one.
    pub(super) fn region(&self) -> Option<&'a str> {
        match self.app("region") {
            Some(Value::Text(region)) => Some(region),
            _ => None,
        }
    }

    /// Where a node lives; the program's own region is none.
    pub(super) fn place(&self, node: &Node) -> Place {
        let region = node.place.region.clone().filter(|region| Some(&**region) != self.region());
        Place { region, account: node.place.account.clone() }
    }

    /// The number of an account that the program's `app` lists, if it says it.
    pub(super) fn account(&self, name: &str) -> Option<&'a str> {
        let Some(Value::Record(accounts)) = self.app("accounts") else { return None };
        let Some(Value::Record(account)) = accounts.get(name) else { return None };
        match account.get("id") {
            Some(Value::Text(id)) => Some(id),
            _ => None,
        }
    }
}
