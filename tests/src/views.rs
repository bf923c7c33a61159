//! What a stage gives, as text that can be compared.

use std::fmt::Write as _;

use cloudc_compiler::{File, Node, Sources};

/// The tree, a node a line, with the text of leaves.
pub fn tree(text: &str) -> String {
    fn outline(node: Node<'_>, depth: usize, out: &mut String) {
        let text = if node.is_leaf() { format!(" {:?}", node.text()) } else { String::new() };
        let _infallible = writeln!(out, "{:indent$}{:?}{text}", "", node.kind(), indent = 2 * depth);
        node.children().for_each(|child| outline(child, depth + 1, out));
    }
    let mut out = String::new();
    File::parse(text).items().for_each(|item| outline(item.tree.root(), 0, &mut out));
    out
}

/// The findings, a line each: `LINE:COLUMN CODE name: message`.
pub fn findings(text: &str) -> String {
    let mut sources = Sources::new();
    let id = sources.add("program.cld", text);
    File::parse(text).findings(id).iter().fold(String::new(), |mut out, finding| {
        let position = sources.get(id).map(|source| source.position(finding.primary.span.start));
        let (line, column) = position.map_or((0, 0), |position| (position.line, position.column));
        let _infallible = writeln!(out, "{line}:{column} {}: {}", finding.code, finding.message);
        out
    })
}

/// The text as the formatter lays it out.
pub fn formatted(text: &str) -> String {
    cloudc_compiler::format(text).unwrap_or_else(|findings| format!("// {} findings: not formatted\n", findings.len()))
}
