use cloudc_base::value::Value;

use crate::read::{Index, Target, attribute_of};

/// What a thing of the network is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Key<'g> {
    /// A node of the program.
    Node(usize),
    /// An attribute of a node that is the id of something the cloud makes beside it, such as `DefaultSecurityGroup`.
    Made(usize, &'g str),
    /// The id of something that is not in the program.
    Named(&'g str),
    /// Something that is decided later; the node that asks for it.
    Unknown(usize),
}

impl<'g> Key<'g> {
    /// What a value refers to, if that is one of these types or an attribute that stands for such a thing; `asking` is the
    /// node that holds the value.
    pub(crate) fn of(index: &Index<'g>, value: &'g Value, types: &[&str], asking: usize) -> Key<'g> {
        match index.target(value, types) {
            Target::Node(number) if types.iter().any(|ty| index.is(number, ty)) => Key::Node(number),
            Target::Node(number) => attribute(value).map_or(Key::Unknown(asking), |path| Key::Made(number, path)),
            Target::Named(name) => Key::Named(name),
            Target::Unknown => Key::Unknown(asking),
        }
    }

    /// The node, if it is one.
    pub(crate) fn node(self) -> Option<usize> {
        match self {
            Key::Node(number) => Some(number),
            _ => None,
        }
    }

    /// As messages name it.
    pub(crate) fn shown(self, index: &Index<'_>) -> String {
        let address = |number| index.node(number).map(|node| node.address.to_string()).unwrap_or_default();
        match self {
            Key::Node(number) => address(number),
            Key::Made(number, path) => format!("{}.{path}", address(number)),
            Key::Named(name) => name.to_owned(),
            Key::Unknown(asking) => format!("what {} names", address(asking)),
        }
    }
}

/// The path of the attribute that a later value is, or is an element of.
fn attribute(value: &Value) -> Option<&str> {
    let Value::Later(later) = value else { return None };
    attribute_of(later).map(|(_, path)| path)
}
