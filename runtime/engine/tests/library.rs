//! The program of every page of the library, and every right program of the corpus that needs no other app: made, found as it
//! is, and removed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]
#![allow(clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod common;

use std::path::{Path, PathBuf};

use cloudc_compiler::{MemoryWorld, Options as Given, Severity, compile};
use cloudc_graph::Graph;
use common::{Lab, Trouble, run, shown};

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

/// What goes wrong with a program in the embedded cloud.
fn wrong(graph: &Graph) -> Vec<String> {
    let lab = Lab::new();
    let mut wrong = Vec::new();
    for (turn, removal) in [("made", false), ("made again", false), ("removed", true)] {
        let session = match run(lab.session(graph, removal)) {
            Ok(session) => session,
            Err(Trouble(why)) => return vec![format!("{turn}: {why}")],
        };
        wrong.extend(
            session.report.failed.iter().map(|failure| format!("{turn}: {}: {}", failure.address, failure.message)),
        );
        if turn == "made again" {
            wrong.extend(shown(&session.plan).into_iter().map(|step| format!("{turn}: {step}")));
        }
        if !wrong.is_empty() {
            break;
        }
    }
    let retained = graph.nodes().iter().filter(|node| node.lifecycle.retain).count();
    if wrong.is_empty() && lab.owned().len() != retained {
        wrong.push(format!("left: {:?}", lab.owned()));
    }
    wrong
}

#[test]
fn every_page_of_the_library_is_applied() {
    let (mut failed, mut done) = (Vec::new(), 0);
    let mut pages = Vec::new();
    files(&folder("stdlib"), &mut pages);
    for path in pages
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "md") && path.with_extension("cld").is_file())
    {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let Some(graph) = graph(&page(&std::fs::read_to_string(path).unwrap()), "main.cld") else {
            failed.push(format!("{name}: it means nothing"));
            continue;
        };
        done += 1;
        failed.extend(wrong(&graph).into_iter().map(|why| format!("{name}: {why}")));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(done > 30, "{done} pages");
}

#[test]
fn every_right_program_is_applied() {
    let home = folder("tests/corpus/right");
    let mut all = Vec::new();
    files(&home, &mut all);
    let name = |path: &PathBuf| path.strip_prefix(&home).unwrap().to_string_lossy().into_owned();
    let world = all.iter().fold(MemoryWorld::new(), |world, path| {
        world.with(name(path), String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned())
    });
    let (mut failed, mut done) = (Vec::new(), 0);
    for path in all.iter().filter(|path| path.parent() == Some(&home)) {
        let text = std::fs::read_to_string(path).unwrap();
        // What is called by its id is not there, what is protected stays, and a firewall's endpoints are no things of their own here.
        if ["0123456789abcdef0", "0aaaaaaaaaaaaaaaa", "@protect", "aws.networkfirewall.Firewall"]
            .iter()
            .any(|word| text.contains(word))
        {
            continue;
        }
        let Some(graph) = graph(&world, &name(path)) else { continue };
        done += 1;
        failed.extend(wrong(&graph).into_iter().map(|why| format!("{}: {why}", name(path))));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(done > 10, "{done} programs");
}
