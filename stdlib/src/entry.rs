use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock, Weak};

use serde::Deserialize;
use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::header::Header;
use crate::node::{Child, Node};
use crate::pairs::Pairs;
use crate::shelf::Shelf;

/// One entry of a table: its text, its top level parsed, its definitions parsed when they are wanted.
#[derive(Debug)]
pub(crate) struct Entry {
    text: Box<str>,
    root: Arc<Node>,
    /// In the order of the table, which is that of their names.
    definitions: Box<[(Box<str>, Part<Child>)]>,
    /// Where other entries are found; weak, because the shelf keeps this one.
    shelf: Weak<Shelf>,
}

impl Entry {
    /// Parses `text`; `None` if it is no entry.
    pub(crate) fn parse(text: Box<str>, shelf: Weak<Shelf>) -> Option<(Entry, Header)> {
        let mut json = serde_json::Deserializer::from_str(&text);
        let parsed = json.deserialize_map(EntryVisitor { text: &text }).ok()?;
        json.end().ok()?;
        let EntryParts { root, definitions, header } = parsed;
        Some((Entry { text, root: Arc::new(root), definitions, shelf }, header))
    }

    /// The node of its properties.
    pub(crate) fn root(&self) -> &Arc<Node> {
        &self.root
    }

    /// The text of which [`Part`]s are parts.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// What a reference in this entry refers to, and the entry that holds it.
    pub(crate) fn definition(self: &Arc<Entry>, name: &str) -> Option<(Arc<Entry>, Arc<Node>)> {
        if let Some((_, part)) = self.definitions.iter().find(|(known, _)| &**known == name) {
            return Some((self.clone(), part.get(&self.text)?.0.clone()));
        }
        if let Some(property) = name.strip_prefix('/') {
            return Some((self.clone(), self.root.object.as_ref()?.properties.get(property)?.0.clone()));
        }
        let entry = self.shelf.upgrade()?.entry(name)?;
        let root = entry.root.clone();
        Some((entry, root))
    }

    /// The names of its definitions.
    #[cfg(test)]
    pub(crate) fn definition_names(&self) -> impl Iterator<Item = &str> {
        self.definitions.iter().map(|(name, _)| &**name)
    }
}

/// A stretch of an entry's text that is parsed when it is first wanted.
#[derive(Debug)]
pub(crate) struct Part<T> {
    range: Range<usize>,
    value: OnceLock<Option<T>>,
}

impl<T> Part<T> {
    /// The part of `text` that is `raw`, a slice of it.
    pub(crate) fn of(text: &str, raw: &RawValue) -> Part<T> {
        let start = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        Part { range: start..start + raw.get().len(), value: OnceLock::new() }
    }

    /// Its value; `text` is what it is a part of.
    pub(crate) fn get<'a>(&'a self, text: &'a str) -> Option<&'a T>
    where
        T: Deserialize<'a>,
    {
        let parse = || serde_json::from_str(text.get(self.range.clone())?).ok();
        self.value.get_or_init(parse).as_ref()
    }
}

struct EntryParts {
    root: Node,
    definitions: Box<[(Box<str>, Part<Child>)]>,
    header: Header,
}

struct EntryVisitor<'a> {
    text: &'a str,
}

impl<'de> Visitor<'de> for EntryVisitor<'de> {
    type Value = EntryParts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an entry")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<EntryParts, A::Error> {
        let mut parts = EntryParts { root: Node::default(), definitions: Box::default(), header: Header::default() };
        while let Some(key) = map.next_key::<&str>()? {
            if key == "defs" {
                let raw: Pairs<&RawValue> = map.next_value()?;
                let part = |(name, raw): (Box<str>, &RawValue)| (name, Part::of(self.text, raw));
                parts.definitions = raw.0.into_iter().map(part).collect();
            } else if !parts.header.take(key, self.text, &mut map)? && !parts.root.take(key, &mut map)? {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(parts)
    }
}
