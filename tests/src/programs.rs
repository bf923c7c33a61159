//! Right programs of all kinds, for those who emit: the library's pages, the examples, the corpus.

use std::path::Path;

use cloudc_compiler::emit::Emitted;
use cloudc_compiler::{Compiled, MemoryWorld, Open, Options, Severity, compile};

use crate::{files, markdown, root};

/// A program that may be emitted.
pub struct Program {
    /// Where it comes from: `library/queue`, `examples/inet`, `right/keyed`.
    pub name: String,
    /// Its files.
    pub world: MemoryWorld,
    /// Its root file.
    pub path: String,
}

/// Params whose value the program needs, for programs that have such.
const GIVEN: &[(&str, &str, &str)] = &[
    ("examples/pacloud", "operators", "[192.0.2.0/24]"),
    ("examples/inet", "operators", "[192.0.2.0/24]"),
    ("examples/wukong", "operators", "[192.0.2.0/24]"),
];

/// The programs of the library's pages.
pub fn library() -> Vec<Program> {
    let pages = files("stdlib", "md").into_iter().filter(|path| path.parent() == Some(&root().join("stdlib")));
    let pages = pages.filter(|path| stem(path) != "README").map(|path| {
        let mut world = MemoryWorld::new();
        for block in markdown::cases(&text(&path)).into_iter().flat_map(|case| case.blocks) {
            let name = block.info.split_once(' ').map_or("main.cld", |(_, name)| name).to_owned();
            world = world.with(name, block.text.as_str());
        }
        Program { name: format!("library/{}", stem(&path)), world, path: "main.cld".to_owned() }
    });
    pages.collect()
}

/// The examples.
pub fn examples() -> Vec<Program> {
    folders("examples", "examples")
}

/// Workloads said with nouns, which `tests/manifests/nouns.py` compares with the same as people write them.
pub fn nouns() -> Vec<Program> {
    folders("tests/corpus/nouns", "nouns")
}

/// The programs of the folders in a folder; `called` stands before their names.
fn folders(place: &str, called: &str) -> Vec<Program> {
    let programs = files(place, "cld").into_iter().filter(|path| stem(path) == "main");
    let programs = programs.filter_map(|path| {
        let name = stem(path.parent()?);
        let world = world(&format!("{place}/{name}"));
        Some(Program { name: format!("{called}/{name}"), world, path: "main.cld".to_owned() })
    });
    programs.collect()
}

/// The programs of the corpus of right meaning.
pub fn right() -> Vec<Program> {
    let folder = "tests/corpus/right";
    let world = world(folder);
    let programs = files(folder, "cld").into_iter().filter(|path| path.parent() == Some(&root().join(folder)));
    let programs = programs.map(|path| {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Program { name: format!("right/{}", stem(&path)), world: world.clone(), path: file }
    });
    programs.collect()
}

/// The program that takes in workloads as others write them.
pub fn workloads() -> Program {
    let folder = "tests/corpus/workloads";
    Program { name: "workloads/all".to_owned(), world: world(folder), path: "main.cld".to_owned() }
}

impl Program {
    /// The program compiled, with params left open; `None` if it is not right, or needs a value that is not there.
    ///
    /// # Panics
    /// Its root file is not there.
    pub fn compiled(&self) -> Option<Compiled> {
        let set = GIVEN.iter().filter(|(known, ..)| *known == self.name);
        let set = set.map(|(_, param, value)| ((*param).to_owned(), (*value).to_owned())).collect();
        let options = Options { set, open: Open::AllBut(Vec::new()), ..Options::default() };
        let compiled = compile(&self.world, &self.path, &options).ok()?;
        let checked = &compiled.checked;
        let closed = |name: &str| !compiled.params.iter().any(|param| *param.name == *name);
        let wrong = checked.findings.iter().any(|finding| finding.code.severity == Severity::Error)
            || checked.unset.iter().any(|(name, needed)| *needed || closed(name));
        (!wrong).then_some(compiled)
    }
}

/// Writes what is emitted into a folder, which holds nothing else afterwards.
///
/// # Errors
/// The folder cannot be written.
pub fn save(emitted: &Emitted, folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    for (path, bytes) in &emitted.files {
        let to = folder.join(path);
        to.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(to, bytes)?;
    }
    Ok(())
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// A folder as a world.
fn world(folder: &str) -> MemoryWorld {
    let mut world = MemoryWorld::new();
    let base = root().join(folder);
    for kind in ["cld", "mjs", "json", "py", "sh", "yaml", "yml", "txt"] {
        for path in files(folder, kind) {
            let name = path.strip_prefix(&base).unwrap_or(&path).display().to_string();
            world = world.with(name, text(&path));
        }
    }
    world
}
