//! Objects as one file: documents of YAML one after the other.

use super::object::Doc;
use crate::Format;
use crate::tree::{Line, Map, Mark, Tree, write};

/// A file's text, and which of its lines come from where: a place is `/KIND/NAME` and the way to it in the object.
pub(super) fn text(docs: &[Doc]) -> (String, Vec<Line>) {
    let mut text = String::new();
    let mut lines = Vec::new();
    for doc in docs {
        if !text.is_empty() {
            text.push_str("---\n");
        }
        let before = text.matches('\n').count() as u32;
        let (written, inner) = write(&Tree::Map(doc.tree.clone()), Format::Yaml);
        let id = doc.id();
        let pointer = format!("/{}/{}", escaped(&id.kind), escaped(&id.name));
        let own = doc.node.map(|number| Line { pointer: pointer.clone(), line: before + 1, mark: Mark::Node(number) });
        lines.extend(own);
        let moved = |line: Line| Line {
            pointer: format!("{pointer}{}", line.pointer),
            line: before + line.line,
            mark: line.mark,
        };
        lines.extend(inner.into_iter().map(moved));
        text.push_str(&written);
    }
    (text, lines)
}

/// A map as a file.
pub(super) fn plain(map: Map) -> String {
    write(&Tree::Map(map), Format::Yaml).0
}

fn escaped(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}
