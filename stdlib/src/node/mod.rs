//! A node of a table as parsed: plain data, references by name. [`crate::Schema`] is the view on it that others use.

mod conditions;
mod list;
mod marks;
mod number;
mod object;
mod text;

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

pub(crate) use conditions::Conditions;
pub(crate) use list::ListRules;
pub(crate) use marks::Marks;
pub(crate) use number::NumberRules;
pub(crate) use object::ObjectRules;
pub(crate) use text::TextRules;

use crate::Types;

/// What a value must be; the table of keys is in `stdlib/facts/README.md`, "Nodes".
#[derive(Debug, Clone, Default)]
pub(crate) struct Node {
    /// The types that it names; none means any.
    pub(crate) types: Types,
    /// Nothing satisfies it.
    pub(crate) forbidden: bool,
    /// The definition that it continues.
    pub(crate) reference: Option<Box<str>>,
    /// What an object must be.
    pub(crate) object: Option<Box<ObjectRules>>,
    /// What a list must be.
    pub(crate) list: Option<Box<ListRules>>,
    /// What a string must be, and the allowed values of whatever type.
    pub(crate) text: Option<Box<TextRules>>,
    /// What a number must be.
    pub(crate) number: Option<Box<NumberRules>>,
    /// Conditions beyond that.
    pub(crate) conditions: Option<Box<Conditions>>,
    /// What is said about the value beside its form.
    pub(crate) marks: Option<Box<Marks>>,
}

impl Node {
    /// Reads the value of `key` into it; false, with the value unread, if `key` belongs to no node.
    pub(crate) fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "t" => self.types = map.next_value()?,
            "r" => self.reference = Some(map.next_value()?),
            "no" => self.forbidden = map.next_value::<u8>()? == 1,
            _ => {
                return Ok(ObjectRules::take(&mut self.object, key, map)?
                    || TextRules::take(&mut self.text, key, map)?
                    || ListRules::take(&mut self.list, key, map)?
                    || NumberRules::take(&mut self.number, key, map)?
                    || Conditions::take(&mut self.conditions, key, map)?
                    || Marks::take(&mut self.marks, key, map)?);
            }
        }
        Ok(true)
    }

    /// Whether it says nothing beyond its reference.
    pub(crate) fn only_refers(&self) -> bool {
        let silent = self.object.is_none() && self.list.is_none() && self.text.is_none() && self.number.is_none();
        silent && self.conditions.is_none() && self.marks.is_none() && self.types.is_empty() && !self.forbidden
    }

    /// The node that says what both say; where both say the same thing differently, `self` wins.
    pub(crate) fn over(&self, base: &Node) -> Node {
        Node {
            types: if self.types.is_empty() { base.types } else { self.types },
            forbidden: self.forbidden || base.forbidden,
            reference: base.reference.clone(),
            object: join(&self.object, &base.object, ObjectRules::over),
            list: join(&self.list, &base.list, ListRules::over),
            text: join(&self.text, &base.text, TextRules::over),
            number: join(&self.number, &base.number, NumberRules::over),
            conditions: join(&self.conditions, &base.conditions, Conditions::over),
            marks: join(&self.marks, &base.marks, Marks::over),
        }
    }
}

/// Whichever is there, or what `over` makes of both.
fn join<T: Clone>(top: &Option<Box<T>>, base: &Option<Box<T>>, over: fn(&T, &T) -> T) -> Option<Box<T>> {
    match (top, base) {
        (Some(top), Some(base)) => Some(Box::new(over(top, base))),
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    }
}

/// The list `top`, or `base` if it is empty.
fn filled<T: Clone>(top: &[T], base: &[T]) -> Box<[T]> {
    if top.is_empty() { base.into() } else { top.into() }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Node, D::Error> {
        from.deserialize_map(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a node")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut node = Node::default();
        while let Some(key) = map.next_key::<&str>()? {
            if !node.take(key, &mut map)? {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(node)
    }
}

/// A node inside of another, shared with the views on it.
#[derive(Debug, Clone)]
pub(crate) struct Child(pub(crate) Arc<Node>);

impl<'de> Deserialize<'de> for Child {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Child, D::Error> {
        Node::deserialize(from).map(|node| Child(Arc::new(node)))
    }
}
