//! Programs that are there already: of the pages of the library, and those of the corpora that mean something by themselves.
#![allow(unreachable_pub, reason = "it is a part of tests")]
#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};

use cloudc_compiler::{MemoryWorld, Options as Given, Severity, compile};
use cloudc_graph::Graph;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, into) } else { into.push(path) }
    }
    into.sort();
}

/// The files that a page of the library shows; the program is `main.cld`.
fn page(text: &str) -> MemoryWorld {
    let blocks = text.split("```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'));
    blocks.fold(MemoryWorld::new(), |world, (info, text)| {
        world.with(info.split_once(' ').map_or("main.cld", |(_, name)| name), text)
    })
}

/// The graph of a program that means something by itself; none of one that needs a value or another file's name for it.
fn graph(world: &MemoryWorld, path: &str) -> Option<Graph> {
    let compiled = compile(world, path, &Given::default()).ok()?;
    let wrong = compiled.checked.findings.iter().any(|finding| finding.code.severity == Severity::Error);
    (!wrong && compiled.checked.unset.is_empty()).then_some(compiled.graph)
}

/// The program of every page of the library, by its name; none where it means nothing.
pub fn pages() -> Vec<(String, Option<Graph>)> {
    let mut all = Vec::new();
    files(&folder("stdlib"), &mut all);
    let is_page =
        |path: &&PathBuf| path.extension().is_some_and(|end| end == "md") && path.with_extension("cld").is_file();
    let one = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, graph(&page(&std::fs::read_to_string(path).unwrap()), "main.cld"))
    };
    all.iter().filter(is_page).map(one).collect()
}

/// The programs of a folder that mean something by themselves and hold none of these words.
pub fn programs(name: &str, but: &[&str]) -> Vec<(String, Graph)> {
    let home = folder(name);
    let mut all = Vec::new();
    files(&home, &mut all);
    let name = |path: &PathBuf| path.strip_prefix(&home).unwrap().to_string_lossy().into_owned();
    let text = |path: &PathBuf| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
    let world = all.iter().fold(MemoryWorld::new(), |world, path| world.with(name(path), text(path)));
    let own = all.iter().filter(|path| path.parent() == Some(&home));
    let own = own.filter(|path| !but.iter().any(|word| text(path).contains(word)));
    own.filter_map(|path| Some((name(path), graph(&world, &name(path))?))).collect()
}
