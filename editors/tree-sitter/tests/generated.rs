//! What is generated is what its sources give. Needs `node`. `UPDATE=1` writes it instead.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use tree_sitter_generate::{OptLevel, generate_parser_in_directory};

/// The oldest ABI that tree-sitter still writes: every editor reads it, and nothing of the next one is needed.
const ABI: usize = 14;

const FILES: &[&str] = &[
    "parser.c",
    "grammar.json",
    "node-types.json",
    "tree_sitter/parser.h",
    "tree_sitter/alloc.h",
    "tree_sitter/array.h",
];

#[test]
fn the_parser_is_made_from_the_grammar() {
    let target =
        if common::update() { common::here("src") } else { Path::new(env!("CARGO_TARGET_TMPDIR")).join("src") };
    let mut notes = Vec::new();
    generate_parser_in_directory(
        common::here(""),
        Some(&target),
        Some(common::here("grammar.js")),
        ABI,
        None,
        Some("node"),
        true,
        OptLevel::default(),
        &mut notes,
    )
    .expect("`node` runs grammar.js");
    assert!(notes.is_empty(), "{notes:?}");
    for file in FILES {
        let made = fs::read_to_string(target.join(file)).expect("it was just written");
        let kept = fs::read_to_string(common::here("src").join(file)).expect("it is part of the repository");
        assert!(made == kept, "src/{file} is out of date: run `UPDATE=1 cargo test --test generated`");
    }
}

#[test]
fn the_editors_have_the_same_queries() {
    let mut command = Command::new("node");
    command.arg(common::root("editors/queries.mjs"));
    if !common::update() {
        command.arg("--check");
    }
    assert!(command.status().expect("`node` runs").success(), "run `node editors/queries.mjs`");
}
