use cloudc_base::Address;
use cloudc_base::value::Value;
use cloudc_facts::facts;
use cloudc_graph::{Graph, Mode, Node};
use rustc_hash::FxHashMap;

use super::{at, attribute_of, first, text};

/// What a property refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target<'v> {
    /// A node of the program, by number.
    Node(usize),
    /// Something else, by its id, name or ARN.
    Named(&'v str),
    /// It is decided later.
    Unknown,
}

/// Nodes by type and by what identifies them.
#[derive(Debug)]
pub(crate) struct Index<'g> {
    graph: &'g Graph,
    types: FxHashMap<&'g str, Vec<usize>>,
    /// Identifiers that the program writes, such as the id of an existing network or the name of a role.
    names: FxHashMap<&'g str, Vec<usize>>,
}

impl<'g> Index<'g> {
    pub(crate) fn new(graph: &'g Graph) -> Index<'g> {
        let mut index = Index { graph, types: FxHashMap::default(), names: FxHashMap::default() };
        for (number, node) in graph.nodes().iter().enumerate() {
            index.types.entry(&node.ty).or_default().push(number);
            for name in names(node) {
                index.names.entry(name).or_default().push(number);
            }
        }
        index
    }

    /// The node of a number.
    pub(crate) fn node(&self, number: usize) -> Option<&'g Node> {
        self.graph.node(number)
    }

    /// The number of the node at an address.
    pub(crate) fn number(&self, address: &Address) -> Option<usize> {
        self.graph.number(address)
    }

    /// The region that the program says for itself.
    pub(crate) fn region(&self) -> Option<&'g str> {
        self.own("region")
    }

    /// A text of the program's `app`.
    pub(crate) fn own(&self, field: &str) -> Option<&'g str> {
        first(self.graph.app().fields.as_ref()?, field).and_then(text)
    }

    /// The nodes of a type, by address.
    pub(crate) fn of_type(&self, ty: &str) -> impl Iterator<Item = (usize, &'g Node)> + use<'_, 'g> {
        let numbers = self.types.get(ty).map_or(&[][..], Vec::as_slice);
        numbers.iter().filter_map(|&number| Some((number, self.graph.node(number)?)))
    }

    /// The nodes of a type that the program makes, by address.
    pub(crate) fn made(&self, ty: &str) -> impl Iterator<Item = (usize, &'g Node)> + use<'_, 'g> {
        self.of_type(ty).filter(|(_, node)| node.mode == Mode::Managed)
    }

    /// Whether a node is of a type.
    pub(crate) fn is(&self, number: usize, ty: &str) -> bool {
        self.node(number).is_some_and(|node| &*node.ty == ty)
    }

    /// What a value refers to: a thing, an attribute of one, or an element of such. A text is a node's if it identifies
    /// one of these types.
    pub(crate) fn target<'v>(&self, value: &'v Value, types: &[&str]) -> Target<'v> {
        match value {
            Value::Handle(address) => self.graph.number(address).map_or(Target::Unknown, Target::Node),
            Value::Later(later) => {
                let of = attribute_of(later).and_then(|(of, _)| self.graph.number(of));
                of.map_or(Target::Unknown, Target::Node)
            }
            Value::Text(name) => {
                let named = self.names.get(&**name).into_iter().flatten().copied();
                let fits = |number: &usize| self.node(*number).is_some_and(|node| types.contains(&&*node.ty));
                named.clone().find(fits).map_or(Target::Named(name), Target::Node)
            }
            _ => Target::Unknown,
        }
    }

    /// The node of a type that a value refers to.
    pub(crate) fn node_of(&self, value: &Value, ty: &str) -> Option<usize> {
        match self.target(value, &[ty]) {
            Target::Node(number) if self.is(number, ty) => Some(number),
            _ => None,
        }
    }

    /// The nodes of a type that a property of a node refers to.
    pub(crate) fn referred(&self, node: &Node, path: &str, ty: &str) -> Vec<usize> {
        at(&node.properties, path).into_iter().filter_map(|value| self.node_of(value, ty)).collect()
    }
}

/// The texts that identify a node: its identifier and name, as far as the program writes them.
fn names(node: &Node) -> Vec<&str> {
    let Some(ty) = facts().resource_type(&node.ty) else { return Vec::new() };
    let paths = ty.identifier().iter().chain(ty.reference()).chain(ty.other_identifiers().iter().flatten());
    let mut names: Vec<&str> = paths
        .flat_map(|path| at(&node.properties, &path.to_string()))
        .chain(NAMES.iter().flat_map(|name| at(&node.properties, name)))
        .filter_map(text)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Properties that identify a resource beside what the facts say.
const NAMES: &[&str] = &["Arn", "Id", "Name"];

/// Whether everything about a node is in the graph: this program makes it, or another one that is evaluated with it (D31).
/// What is there already and only named is not.
pub(crate) fn is_whole(node: &Node) -> bool {
    if node.mode != Mode::Existing {
        return true;
    }
    let Some(ty) = facts().resource_type(&node.ty) else { return false };
    ty.identifier().iter().all(|path| at(&node.properties, &path.to_string()).is_empty())
}
