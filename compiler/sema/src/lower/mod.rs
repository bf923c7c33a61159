//! From the tree to [`hir`](crate::hir): every node kind is named here and nowhere after.

mod exprs;
mod items;
mod members;
mod texts;
mod types;
mod words;

use cloudc_base::{FileId, Span};
use cloudc_syntax::{File, Kind, Node};

use crate::hir::{Items, Name, Path};
use words::Words;

/// The declarations of a file; `file` is where their spans are.
pub fn lower(file: FileId, source: &File) -> Items {
    let words = &Words::default();
    let items =
        source.items().flat_map(|item| Lower { file, start: item.start as u32, words }.declared(item.tree.root()));
    items.collect()
}

/// Lowers the nodes of one item, which stands at `start` in its file.
#[derive(Clone, Copy)]
struct Lower<'w> {
    file: FileId,
    start: u32,
    words: &'w Words,
}

impl Lower<'_> {
    fn span(self, node: Node<'_>) -> Span {
        let range = node.range();
        Span::new(self.file, range.start as u32, range.end as u32).moved(self.file, self.start)
    }

    /// From the start of one node to the end of another.
    fn across(self, first: Node<'_>, last: Node<'_>) -> Span {
        Span { end: self.span(last).end, ..self.span(first) }
    }

    /// A label: a name, a text in quotes without interpolation, or what could not be read.
    fn label(self, node: Node<'_>) -> Name {
        let text = match node.kind() {
            Kind::Str => texts::plain(node).unwrap_or_default(),
            Kind::Error => String::new(),
            _ => return Name { text: self.words.get(node.text()), span: self.span(node) },
        };
        Name { text: self.words.get(&text), span: self.span(node) }
    }

    fn path(self, node: Node<'_>) -> Path {
        Path { text: self.words.get(node.text()), span: self.span(node) }
    }
}

/// The children that mean something.
fn parts<'t>(node: Node<'t>) -> impl Iterator<Item = Node<'t>> + Clone {
    node.children().filter(|child| child.kind() != Kind::Comment)
}
