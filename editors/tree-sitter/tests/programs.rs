//! The grammar against the project's programs: it takes those that the compiler's grammar takes, and no others.

mod common;

use std::fs;
use std::path::Path;

use tree_sitter::Node;

/// Folders of correct programs.
const PROGRAMS: &[&str] = &[
    "tests/corpus/programs",
    "tests/stages",
    "examples",
    "stdlib",
    "editors/vscode/tests/snap",
    "editors/vscode/tests/snippets",
    "editors/tree-sitter/test/highlight",
];

#[test]
fn every_program_parses() {
    let mut failures = Vec::new();
    for folder in PROGRAMS {
        for path in common::files(&common::root(folder), "cld") {
            if let Some(place) = first_error(&path) {
                failures.push(place);
            }
        }
    }
    assert!(failures.is_empty(), "correct programs that do not parse:\n{}", failures.join("\n"));
}

#[test]
fn what_the_compiler_refuses_is_an_error() {
    let files = common::files(&common::root("tests/corpus/mistakes"), "cld");
    let name = |path: &Path| path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let mut wrong = Vec::new();
    for path in &files {
        let (name, seen) = (name(path), first_error(path).is_some());
        let text = fs::read_to_string(path).expect("a program can be read");
        let refused = !cloudc_syntax::File::parse(&text).is_whole();
        if seen != refused {
            wrong.push(format!("{name}: the compiler {}, tree-sitter {}", verdict(refused), verdict(seen)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn verdict(refuses: bool) -> &'static str {
    if refuses { "refuses it" } else { "takes it" }
}

/// A text is read again after each edit: the tree must be the one of the whole new text.
#[test]
fn edits_give_the_tree_of_the_new_text() {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_cld::LANGUAGE.into()).expect("the runtime reads this ABI");
    for path in common::files(&common::root("tests/corpus/programs"), "cld") {
        let text = fs::read_to_string(&path).expect("a program can be read");
        let mut tree = parser.parse("", None).expect("no limit is set");
        let mut before = 0;
        for end in text.char_indices().map(|(at, _)| at).step_by(97).chain([text.len()]) {
            let point = |at: usize| {
                let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
                tree_sitter::Point::new(text[..at].matches('\n').count(), at - line)
            };
            tree.edit(&tree_sitter::InputEdit {
                start_byte: before,
                old_end_byte: before,
                new_end_byte: end,
                start_position: point(before),
                old_end_position: point(before),
                new_end_position: point(end),
            });
            tree = parser.parse(&text[..end], Some(&tree)).expect("no limit is set");
            before = end;
        }
        assert_eq!(tree.root_node().to_sexp(), common::parse(&text).root_node().to_sexp(), "{}", path.display());
    }
}

/// Where the first error of a file stands, and its line.
fn first_error(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).expect("a program can be read");
    let tree = common::parse(&text);
    let node = find_error(tree.root_node())?;
    let line = node.start_position().row;
    Some(format!("{}:{}: {}", path.display(), line + 1, text.lines().nth(line).unwrap_or_default()))
}

fn find_error(node: Node<'_>) -> Option<Node<'_>> {
    if node.is_error() || node.is_missing() {
        return Some(node);
    }
    if !node.has_error() {
        return None;
    }
    (0..node.child_count()).filter_map(|index| node.child(index)).find_map(find_error)
}
