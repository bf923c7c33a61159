//! Which name is declared where, known before anything is evaluated.

use std::sync::Arc;

use cloudc_base::{Finding, Span};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::hir::{Item, ItemKind, Items};
use crate::mistakes::duplicate_name;

/// The face that `acts as` declares; no program can write this name.
pub(crate) const ACTS_AS: &str = "acts as";

/// The name spaces of a scope (D11): a name may stand once in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Space {
    /// What expressions name: params, lets, resources, instances.
    Values,
    /// What calls and types name: components, used files, types.
    Nouns,
    /// What a handle shows to others: outputs, verbs, metrics, operations, words of the contract.
    Faces,
}

/// Declarations of one place, and where to look for each name: the index of the item that declares it, or of the `if`
/// or `for` that does so inside.
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub(crate) items: Items,
    values: Names,
    nouns: Names,
    faces: Names,
}

type Names = IndexMap<Arc<str>, Place, FxBuildHasher>;

#[derive(Debug, Clone, Copy)]
struct Place {
    item: usize,
    span: Span,
}

impl Block {
    /// Indexes declarations; a name that is declared twice is reported and keeps its first meaning.
    pub(crate) fn new(items: &Items, findings: &mut Vec<Finding>) -> Block {
        let mut block = Block { items: Arc::clone(items), ..Block::default() };
        for (item, declared) in items.iter().enumerate() {
            let mut inside: Vec<(Space, Arc<str>, Span)> = Vec::new();
            collect(declared, &mut inside);
            for (space, name, span) in inside {
                let names = block.space_mut(space);
                match names.get(&name) {
                    // Both branches of an `if` may declare a name: it is one. What stands twice in one branch or turn is
                    // reported where that is indexed.
                    Some(first) if first.item == item => {}
                    Some(first) => findings.push(duplicate_name::finding(&name, span, first.span)),
                    None => drop(names.insert(name, Place { item, span })),
                }
            }
        }
        block
    }

    fn space(&self, space: Space) -> &Names {
        match space {
            Space::Values => &self.values,
            Space::Nouns => &self.nouns,
            Space::Faces => &self.faces,
        }
    }

    fn space_mut(&mut self, space: Space) -> &mut Names {
        match space {
            Space::Values => &mut self.values,
            Space::Nouns => &mut self.nouns,
            Space::Faces => &mut self.faces,
        }
    }

    /// The index of the item that declares a name, itself or inside.
    pub(crate) fn find(&self, space: Space, name: &str) -> Option<usize> {
        self.space(space).get(name).map(|place| place.item)
    }

    /// All names of a space, in the order in which they are declared: for suggestions.
    pub(crate) fn names(&self, space: Space) -> Vec<Arc<str>> {
        self.space(space).keys().cloned().collect()
    }
}

/// The names that an item brings into its place, those inside `if` and `for` included.
fn collect(item: &Item, into: &mut Vec<(Space, Arc<str>, Span)>) {
    let mut put = |space: Space, name: &crate::hir::Name| into.push((space, Arc::clone(&name.text), name.span));
    match &item.kind {
        ItemKind::Param { name, .. }
        | ItemKind::Let { name, .. }
        | ItemKind::Resource { name, .. }
        | ItemKind::Existing { name, .. }
        | ItemKind::Call { name, .. } => put(Space::Values, name),
        ItemKind::Use { name, .. } | ItemKind::Type { name, .. } | ItemKind::Component { name, .. } => {
            put(Space::Nouns, name)
        }
        ItemKind::Output { name, .. }
        | ItemKind::Verb { name, .. }
        | ItemKind::Metric { name, .. }
        | ItemKind::Operation { name, .. } => put(Space::Faces, name),
        ItemKind::Contract { word, .. } => put(Space::Faces, word),
        ItemKind::ActsAs { inner } => into.push((Space::Faces, Arc::from(ACTS_AS), inner.span)),
        ItemKind::For { items, .. } => items.iter().for_each(|item| collect(item, into)),
        ItemKind::If { branches, otherwise } => {
            let bodies = branches.iter().map(|(_, items)| items).chain(otherwise);
            bodies.for_each(|items| items.iter().for_each(|item| collect(item, into)));
        }
        ItemKind::App { .. }
        | ItemKind::Scale { .. }
        | ItemKind::Patch { .. }
        | ItemKind::Assert { .. }
        | ItemKind::Sentence(_)
        | ItemKind::ForEach { .. } => {}
    }
}

/// Whether declarations bring in anything that has an address or a name.
pub(crate) fn declares(items: &Items) -> bool {
    items.iter().any(|item| {
        let mut inside = Vec::new();
        collect(item, &mut inside);
        !inside.is_empty()
    })
}
