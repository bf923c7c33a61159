//! Everything that compiles is emitted: the programs of the library's pages, the examples and the corpus. What cannot be is
//! listed with the finding that says why. The files are left in `target/templates`, where `cargo ready templates` has
//! cfn-lint and moto judge them.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};

use cloudc_compiler::emit::{self, Emitted, Input};
use cloudc_compiler::{Finding, MemoryWorld, Open, Options, Severity, compile};
use cloudc_tests::{files, markdown, root};

/// What cannot be emitted, and the findings that say why.
const UNSAYABLE: &[(&str, &[&str])] = &[
    // To come: secrets that the cloud makes, objects of Kubernetes beside a template, `program_policy`.
    ("right/secrets", &["E0410"]),
    ("examples/blueedge", &["E0402", "E0409"]),
    ("examples/inet", &["I0412", "E0406"]),
    ("library/user", &["E0406"]),
];

/// Params whose value the program needs, for programs that have such.
const GIVEN: &[(&str, &str, &str)] = &[
    ("examples/pacloud", "operators", "[192.0.2.0/24]"),
    ("examples/inet", "operators", "[192.0.2.0/24]"),
    ("examples/wukong", "operators", "[192.0.2.0/24]"),
];

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("it is text")
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// A folder as a world.
fn world(folder: &str) -> MemoryWorld {
    let mut world = MemoryWorld::new();
    let base = root().join(folder);
    for kind in ["cld", "mjs", "json", "py", "sh", "yml", "txt"] {
        for path in files(folder, kind) {
            let name = path.strip_prefix(&base).expect("it is below").display().to_string();
            world = world.with(name, text(&path));
        }
    }
    world
}

/// Emits a program, if it compiles; says what went wrong with that.
fn emitted(name: &str, world: &MemoryWorld, path: &str) -> Option<String> {
    let set = GIVEN.iter().filter(|(known, ..)| *known == name);
    let set = set.map(|(_, param, value)| ((*param).to_owned(), (*value).to_owned())).collect();
    let options = Options { set, open: Open::AllBut(Vec::new()), ..Options::default() };
    let compiled = compile(world, path, &options).expect("it is there");
    let checked = &compiled.checked;
    let closed = |name: &str| !compiled.params.iter().any(|param| *param.name == *name);
    if checked.findings.iter().any(|finding| finding.code.severity == Severity::Error)
        || checked.unset.iter().any(|(name, needed)| *needed || closed(name))
    {
        return None;
    }
    let options = emit::Options { keep_params: true, params: compiled.params.clone(), ..emit::Options::default() };
    let input = Input { graph: &compiled.graph, sources: &checked.sources, world, options: &options };
    let found = match emit::cloudformation(&input) {
        Ok(emitted) => {
            save(&emitted, &root().join("target/templates").join(name));
            Vec::new()
        }
        Err(findings) => findings,
    };
    let expected = UNSAYABLE.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, codes)| *codes);
    let codes: Vec<&str> = found.iter().map(|finding| finding.code.id).collect();
    (codes != expected).then(|| format!("{name}: {:#?}", messages(&found)))
}

fn messages(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| format!("{} {}", finding.code.id, finding.message)).collect()
}

fn save(emitted: &Emitted, folder: &Path) {
    if folder.exists() {
        std::fs::remove_dir_all(folder).expect("it can be removed");
    }
    for (path, bytes) in &emitted.files {
        let to = folder.join(path);
        std::fs::create_dir_all(to.parent().expect("it has a folder")).expect("it can be made");
        std::fs::write(to, bytes).expect("it can be written");
    }
}

fn check(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_programs_of_the_library_are_emitted() {
    let pages = files("stdlib", "md").into_iter().filter(|path| path.parent() == Some(&root().join("stdlib")));
    let wrong = pages.filter(|path| stem(path) != "README").filter_map(|path| {
        let mut world = MemoryWorld::new();
        for block in markdown::cases(&text(&path)).into_iter().flat_map(|case| case.blocks) {
            let name = block.info.split_once(' ').map_or("main.cld", |(_, name)| name).to_owned();
            world = world.with(name, block.text.as_str());
        }
        emitted(&format!("library/{}", stem(&path)), &world, "main.cld")
    });
    check(&wrong.collect::<Vec<_>>());
}

#[test]
fn the_examples_are_emitted() {
    let mut programs: Vec<PathBuf> = files("examples", "cld");
    programs.retain(|path| stem(path) == "main");
    let wrong = programs.iter().filter_map(|path| {
        let name = format!("examples/{}", stem(path.parent().expect("it stands in a folder")));
        emitted(&name, &world(&name), "main.cld")
    });
    check(&wrong.collect::<Vec<_>>());
}

#[test]
fn right_programs_are_emitted() {
    let folder = "tests/corpus/right";
    let world = world(folder);
    let programs = files(folder, "cld").into_iter().filter(|path| path.parent() == Some(&root().join(folder)));
    let wrong = programs.filter_map(|path| {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        emitted(&format!("right/{}", stem(&path)), &world, &file)
    });
    check(&wrong.collect::<Vec<_>>());
}
