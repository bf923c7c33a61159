//! `test/corpus/*.txt`: programs and their trees, in tree-sitter's own format. `UPDATE=1` rewrites the trees.

mod common;

use std::fmt::Write as _;
use std::fs;

use tree_sitter::TreeCursor;

const EQUALS: &str = "============================================================";
const DASHES: &str = "------------------------------------------------------------";

/// A title, a program and the tree it must have.
struct Case {
    title: String,
    code: String,
    tree: String,
}

#[test]
fn every_program_has_its_tree() {
    let files = common::files(&common::here("test/corpus"), "txt");
    assert!(!files.is_empty());
    let mut failures = String::new();
    for path in files {
        let text = fs::read_to_string(&path).expect("a corpus file can be read");
        let mut cases = read(&text);
        assert!(!cases.is_empty(), "{} has no cases", path.display());
        for case in &mut cases {
            let actual = show(&case.code);
            let wants_error = path.ends_with("mistakes.txt");
            assert_eq!(common::parse(&case.code).root_node().has_error(), wants_error, "{}: {actual}", case.title);
            if common::update() {
                case.tree = actual;
            } else if actual != case.tree {
                let _ = writeln!(failures, "{}: {}\n{}\nis now\n{actual}", path.display(), case.title, case.tree);
            }
        }
        if common::update() {
            fs::write(&path, write(&cases)).expect("a corpus file can be written");
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// Cuts a file into its cases.
fn read(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(&format!("{EQUALS}\n")) {
        let (title, after) = after.split_once(&format!("\n{EQUALS}\n")).expect("a title ends with a line of `=`");
        let (code, after) = after.split_once(&format!("{DASHES}\n")).expect("a program ends with a line of `-`");
        let end = after.find(EQUALS).unwrap_or(after.len());
        let (tree, after) = after.split_at(end);
        let code = code.strip_suffix('\n').unwrap_or(code);
        cases.push(Case { title: title.to_owned(), code: code.to_owned(), tree: tree.trim().to_owned() });
        rest = after;
    }
    cases
}

fn write(cases: &[Case]) -> String {
    let blocks: Vec<String> = cases
        .iter()
        .map(|case| format!("{EQUALS}\n{}\n{EQUALS}\n{}\n{DASHES}\n\n{}\n", case.title, case.code, case.tree))
        .collect();
    blocks.join("\n")
}

/// The tree of a program, one node a line.
fn show(code: &str) -> String {
    let tree = common::parse(code);
    let mut out = String::new();
    node(&mut tree.walk(), 0, &mut out);
    out
}

fn node(cursor: &mut TreeCursor<'_>, depth: usize, out: &mut String) {
    let here = cursor.node();
    if !here.is_named() && !here.is_missing() {
        return;
    }
    if depth > 0 {
        let _ = write!(out, "\n{:indent$}", "", indent = depth * 2);
    }
    if let Some(field) = cursor.field_name() {
        let _ = write!(out, "{field}: ");
    }
    match (here.is_missing(), here.is_named()) {
        (true, false) => {
            let _ = write!(out, "(MISSING \"{}\"", here.kind());
        }
        (true, true) => {
            let _ = write!(out, "(MISSING {}", here.kind());
        }
        (false, _) => {
            let _ = write!(out, "({}", here.kind());
        }
    }
    if cursor.goto_first_child() {
        node(cursor, depth + 1, out);
        while cursor.goto_next_sibling() {
            node(cursor, depth + 1, out);
        }
        cursor.goto_parent();
    }
    out.push(')');
}
