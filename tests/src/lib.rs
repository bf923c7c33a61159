//! What the tests share: where things are, and how an expectation is compared or rewritten.
//!
//! With `CLOUDC_BLESS=1` every expectation in files (suites, stages, generated documents) is rewritten to what the
//! compiler gives; without it the same tests check them. Read the diff before you commit it.

pub mod expect;
pub mod markdown;
pub mod programs;
pub mod views;

use std::path::PathBuf;

/// The project's root.
pub fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(PathBuf::from).unwrap_or(here)
}

/// The files below a folder of the project with this ending, sorted; none if there is no such folder.
pub fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            let skip = path.file_name().is_some_and(|name| name == "node_modules" || name == "target");
            if path.is_dir() && !skip {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
