//! What is written: JSON's values, with the place in the program that each comes from.

mod json;
mod name;
mod writer;
mod yaml;

use cloudc_base::Span;

pub(crate) use name::Name;
pub(crate) use writer::{Line, write};

/// A value to be written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Name),
    List(Vec<Tree>),
    Map(Map),
}

/// Entries in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Map(Vec<Entry>);

/// An entry of a map.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) name: Name,
    pub(crate) value: Tree,
    /// Where the program says so, if that is worth finding again.
    pub(crate) mark: Option<Mark>,
}

/// Where something that is written comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A place in the program.
    At(Span),
    /// A node of the graph, by its number.
    Node(usize),
}

impl Tree {
    /// A text.
    pub(crate) fn text(text: impl Into<Name>) -> Tree {
        Tree::Text(text.into())
    }

    /// A map with one entry, as every function of CloudFormation is one.
    pub(crate) fn call(function: &'static str, argument: Tree) -> Tree {
        Tree::Map(Map::default().with(function, argument))
    }

    /// A list of texts.
    pub(crate) fn texts<N: Into<Name>>(texts: impl IntoIterator<Item = N>) -> Tree {
        Tree::List(texts.into_iter().map(Tree::text).collect())
    }
}

impl Map {
    /// Adds an entry at the end.
    pub(crate) fn set(&mut self, name: impl Into<Name>, value: Tree) {
        self.0.push(Entry { name: name.into(), value, mark: None });
    }

    /// Adds an entry that comes from a place in the program.
    pub(crate) fn set_marked(&mut self, name: impl Into<Name>, value: Tree, mark: Option<Mark>) {
        self.0.push(Entry { name: name.into(), value, mark });
    }

    /// The same with an entry at the end.
    #[must_use]
    pub(crate) fn with(mut self, name: impl Into<Name>, value: Tree) -> Map {
        self.set(name, value);
        self
    }

    /// The same with an entry at the end, if there is something in it.
    #[must_use]
    pub(crate) fn with_some(self, name: &'static str, value: Option<Tree>) -> Map {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The same with its entries by name.
    #[must_use]
    pub(crate) fn sorted(mut self) -> Map {
        self.0.sort_by(|a, b| a.name.cmp(&b.name));
        self
    }

    /// The same with entries of these names first, in this order.
    #[must_use]
    pub(crate) fn first(mut self, names: &[&str]) -> Map {
        let place = |entry: &Entry| names.iter().position(|name| **name == *entry.name).unwrap_or(names.len());
        self.0.sort_by_key(place);
        self
    }

    /// The same without an entry.
    #[must_use]
    pub(crate) fn without(mut self, name: &str) -> Map {
        self.0.retain(|entry| *entry.name != *name);
        self
    }

    /// The value of an entry.
    pub(crate) fn get(&self, name: &str) -> Option<&Tree> {
        self.0.iter().find(|entry| *entry.name == *name).map(|entry| &entry.value)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.0
    }
}

/// About how many bytes a map takes when it is written.
pub(crate) fn size(map: &Map) -> usize {
    // Blanks and punctuation of a line.
    const LINE: usize = 20;
    fn of(tree: &Tree) -> usize {
        match tree {
            Tree::Text(text) => LINE + text.len(),
            Tree::List(values) => LINE + values.iter().map(of).sum::<usize>(),
            Tree::Map(map) => size(map),
            _ => LINE,
        }
    }
    map.entries().iter().map(|entry| LINE + entry.name.len() + of(&entry.value)).sum()
}
