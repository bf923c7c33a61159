//! The library's nouns: each has a page that names all that it takes and shows, the program of which is right; and the
//! examples that are written in it.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};

use cloudc_compiler::{MemoryWorld, Options, Severity, TypeDoc, check, document, document_library};
use cloudc_tests::{expect, files, markdown, root};

/// Words that several nouns take, each with a page of its own.
const SHARED: &[&str] = &["rollout", "scale"];

/// The nouns of the library, by name, with what they say.
fn nouns() -> Vec<(String, String)> {
    let all = files("stdlib", "cld").into_iter().filter(|path| path.parent() == Some(&root().join("stdlib")));
    all.map(|path| (stem(&path), text(&path))).collect()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("it is text")
}

fn page(noun: &str) -> String {
    text(&root().join(format!("stdlib/{noun}.md")))
}

/// What is wrong with a program; what is only worth knowing does not count.
fn findings(world: &MemoryWorld) -> Vec<String> {
    let checked = check(world, "main.cld", &Options::default()).expect("it is there");
    let wrong = checked.findings.iter().filter(|finding| finding.code.severity != Severity::Information);
    wrong.map(|finding| format!("{} {}", finding.code.name, finding.message)).collect()
}

#[test]
fn the_program_of_every_page_is_right() {
    for noun in nouns().into_iter().map(|(noun, _)| noun).chain(SHARED.iter().map(|&word| word.to_owned())) {
        let blocks: Vec<_> = markdown::cases(&page(&noun)).into_iter().flat_map(|case| case.blocks).collect();
        let mut world = MemoryWorld::new();
        for block in &blocks {
            match block.info.split_once(' ') {
                Some((_, path)) => world = world.with(path, block.text.as_str()),
                None => world = world.with("main.cld", block.text.as_str()),
            }
        }
        assert_eq!(blocks.iter().filter(|block| block.info == "cld").count(), 1, "{noun}: a page has one program");
        assert_eq!(findings(&world), Vec::<String>::new(), "{noun}");
    }
}

#[test]
fn every_page_names_what_its_noun_takes_and_shows() {
    for (noun, text) in nouns() {
        let page = page(&noun);
        let world = MemoryWorld::new().with("noun.cld", text);
        let docs = document(&world, "noun.cld").expect("it is there");
        let doc = docs.first().expect("a noun takes or shows something");
        for param in &doc.params {
            let row =
                format!("| `{}` | `{}` |", param.name, param.ty.as_deref().unwrap_or_default().replace('|', "\\|"));
            assert!(page.contains(&row), "{noun}.md: `{}` is missing or its type is another", param.name);
            assert!(param.about.is_some(), "{noun}.cld: `{}` says nothing about itself", param.name);
        }
        for face in doc.faces.iter().filter(|face| face.form != "contract") {
            assert!(page.contains(&format!("`{}`", face.name)), "{noun}.md: the {} `{}`", face.form, face.name);
        }
    }
}

/// Types that pages of shared words tell of.
const TOLD: &[&str] = &["Scaling", "Track", "Surge", "Window", "Idle", "Pace"];

/// A page with the declarations of the types that its noun takes, in a block behind its fields.
fn with_types(page: &str, types: &[TypeDoc]) -> String {
    let own = types.iter().filter(|ty| !TOLD.contains(&ty.name.as_str()));
    let block = own.map(|ty| ty.text.as_str()).collect::<Vec<_>>().join("\n\n");
    let block = if block.is_empty() { block } else { format!("{BEGIN}{block}\n```\n\n") };
    let bare = match page.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once("\n```\n\n")?))) {
        Some((before, (_, after))) => format!("{before}{after}"),
        None => page.to_owned(),
    };
    let fields = bare.find("\n## Fields\n").map_or(0, |at| at + 1);
    let end = bare[fields..].find("\n## ").map_or(bare.len(), |at| fields + at + 1);
    format!("{}{block}{}", &bare[..end], &bare[end..])
}

/// How the block of types begins.
const BEGIN: &str = "```cld types\n";

#[test]
fn every_page_tells_what_its_fields_are_made_of() {
    for (noun, _) in nouns() {
        let docs = document_library(&noun).expect("it is there");
        let types = docs.first().map_or(&[][..], |doc| &doc.types);
        let path = root().join(format!("stdlib/{noun}.md"));
        if let Err(difference) = expect::file(&path, &with_types(&page(&noun), types)) {
            panic!("{noun}.md: {difference}");
        }
    }
}

#[test]
fn every_field_of_a_shared_word_stands_on_its_page() {
    let fleet = document_library("fleet").expect("it is there");
    let service = document_library("service").expect("it is there");
    let types: Vec<_> = fleet.iter().chain(&service).flat_map(|noun| &noun.types).collect();
    for (word, names) in [("scale", ["Scaling", "Pace"]), ("rollout", ["Rollout", "Renewal"])] {
        for name in names {
            let ty = types.iter().find(|ty| ty.name == name).expect("a noun takes it");
            for field in &ty.fields {
                assert!(page(word).contains(&format!("`{}", field.name)), "{word}.md: `{}` of `{name}`", field.name);
            }
        }
    }
}

#[test]
fn every_page_is_of_a_noun() {
    let nouns: Vec<String> = nouns().into_iter().map(|(noun, _)| noun).collect();
    for path in files("stdlib", "md").into_iter().filter(|path| path.parent() == Some(&root().join("stdlib"))) {
        let name = stem(&path);
        assert!(name == "README" || nouns.contains(&name) || SHARED.contains(&name.as_str()), "{}", path.display());
    }
}

/// All files of an example, as a world.
fn example(folder: &Path) -> MemoryWorld {
    let mut world = MemoryWorld::new();
    for kind in ["cld", "mjs", "json", "py", "sh", "yml", "txt"] {
        for path in files(&folder.display().to_string(), kind) {
            let name = path.strip_prefix(folder).expect("it is below").display().to_string();
            world = world.with(name, text(&path));
        }
    }
    world
}

#[test]
fn every_example_is_right() {
    let mut programs: Vec<PathBuf> = files("examples", "cld");
    programs.retain(|path| stem(path) == "main");
    assert!(!programs.is_empty(), "there are examples");
    for program in programs {
        let folder = program.parent().expect("it stands in a folder");
        let found = findings(&example(folder));
        assert_eq!(found, Vec::<String>::new(), "{}", program.display());
    }
}
