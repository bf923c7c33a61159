//! The lossless tree: an item's text and, in one flat list in reading order, the nodes over it.
//!
//! A leaf is a node without children. Text that no leaf covers (blanks, comments, punctuation) stands between leaves;
//! [`Tree::pieces`] names it, so that the pieces joined give the text back, byte for byte. Offsets count from the
//! item's first byte: moving an item in its file changes nothing inside it.

use std::ops::Range;
use std::sync::Arc;

use crate::Kind;
use crate::lexer::{Lexer, Shape};

/// One node: its kind, its text, and where the next node after its subtree stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) next: u32,
}

/// The tree of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    text: Arc<str>,
    entries: Vec<Entry>,
}

impl Tree {
    pub(crate) fn new(text: Arc<str>, entries: Vec<Entry>) -> Tree {
        Tree { text, entries }
    }

    /// The tree of an item that nothing could be made of: one member, and in it one leaf with all of the text.
    pub(crate) fn unread(text: &Arc<str>) -> Tree {
        let kinds = [Kind::Item, Kind::Unread, Kind::Error];
        let entry = |kind| Entry { kind, start: 0, end: text.len() as u32, next: kinds.len() as u32 };
        Tree::new(Arc::clone(text), kinds.into_iter().map(entry).collect())
    }

    /// The text it was made of.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The root, of kind [`Kind::Item`].
    pub fn root(&self) -> Node<'_> {
        Node { tree: self, index: 0 }
    }

    /// Every node in reading order, parents first.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.entries.len()).map(|index| Node { tree: self, index })
    }

    /// The whole text cut at every leaf; what stands between leaves is cut by shape.
    pub fn pieces(&self) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        let mut at = 0;
        for leaf in self.nodes().filter(|node| node.is_leaf() && !node.range().is_empty()) {
            self.gap(at..leaf.range().start, &mut pieces);
            pieces.push(Piece { what: What::Leaf(leaf.kind()), text: leaf.text() });
            at = leaf.range().end;
        }
        self.gap(at..self.text.len(), &mut pieces);
        pieces
    }

    fn gap<'t>(&'t self, range: Range<usize>, pieces: &mut Vec<Piece<'t>>) {
        let text = self.text.get(range).unwrap_or("");
        let tokens = Lexer::new(text, 0).filter(|token| token.start < token.end);
        pieces.extend(tokens.map(|token| Piece { what: What::Gap(token.shape), text: token.of(text) }));
    }
}

/// A stretch of text as the tree sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'t> {
    /// A leaf's kind, or the shape of what stands between leaves.
    pub what: What,
    /// The text itself.
    pub text: &'t str,
}

/// What a [`Piece`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A leaf of the tree.
    Leaf(Kind),
    /// Blanks, comments, punctuation and words of forms.
    Gap(Shape),
}

/// A node of a tree.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    index: usize,
}

impl<'t> Node<'t> {
    const NOTHING: Entry = Entry { kind: Kind::Error, start: 0, end: 0, next: 0 };

    fn entry(self) -> Entry {
        self.tree.entries.get(self.index).copied().unwrap_or(Self::NOTHING)
    }

    /// Its kind.
    pub fn kind(self) -> Kind {
        self.entry().kind
    }

    /// Its bytes, counted from the item's first.
    pub fn range(self) -> Range<usize> {
        let entry = self.entry();
        entry.start as usize..entry.end as usize
    }

    /// Its text.
    pub fn text(self) -> &'t str {
        self.tree.text.get(self.range()).unwrap_or("")
    }

    /// The index of the next node that is not below it, in reading order.
    pub(crate) fn after(self) -> usize {
        self.entry().next as usize
    }

    /// Whether it has no children.
    pub fn is_leaf(self) -> bool {
        self.entry().next as usize == self.index + 1
    }

    /// The nodes directly below it, in reading order.
    pub fn children(self) -> Children<'t> {
        Children { tree: self.tree, next: self.index + 1, end: self.entry().next as usize }
    }

    /// Every node below it, in reading order.
    pub fn below(self) -> impl Iterator<Item = Node<'t>> {
        (self.index + 1..self.entry().next as usize).map(move |index| Node { tree: self.tree, index })
    }

    /// The first node directly below it of this kind.
    pub fn child(self, kind: Kind) -> Option<Node<'t>> {
        self.children().find(|child| child.kind() == kind)
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}@{:?}", self.kind(), self.range())
    }
}

/// The nodes directly below one; see [`Node::children`].
#[derive(Clone)]
pub struct Children<'t> {
    tree: &'t Tree,
    next: usize,
    end: usize,
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        let node = (self.next < self.end).then_some(Node { tree: self.tree, index: self.next })?;
        self.next = node.entry().next as usize;
        Some(node)
    }
}
