//! What the tests of the grammar share.
#![allow(dead_code, reason = "each test file is a crate of its own and uses a part of this")]

use std::fs;
use std::path::{Path, PathBuf};

use tree_sitter::{Parser, Tree};

/// A path from the root of the repository.
pub fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// A path from this crate's folder.
pub fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Parses a text.
pub fn parse(text: &str) -> Tree {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_cld::LANGUAGE.into()).expect("the runtime reads this ABI");
    parser.parse(text, None).expect("no limit is set")
}

/// The files with this ending in a folder and below, sorted; none when there is no such folder.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.expect("a folder can be listed").path()) {
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Whether to rewrite what is expected instead of comparing it.
pub fn update() -> bool {
    std::env::var_os("UPDATE").is_some()
}
