//! A program with all its files as one text, so that a fuzzer can keep and change it.

use std::sync::LazyLock;

use cloudc_compiler::MemoryWorld;

/// A line that begins so begins a file; the rest of the line is its path. What stands before the first is `main.cld`.
pub const MARK: &str = "//// ";

/// The files of a program: paths and texts, `main.cld` first.
pub fn files(bytes: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(bytes);
    let mut files = vec![("main.cld".to_owned(), String::new())];
    for line in text.split_inclusive('\n') {
        match line.strip_prefix(MARK) {
            Some(path) => files.push((path.trim().to_owned(), String::new())),
            None => files.last_mut().into_iter().for_each(|(_, text)| text.push_str(line)),
        }
    }
    files
}

/// The bytes of files, `main.cld` first.
pub fn bytes(files: &[(String, String)]) -> Vec<u8> {
    let (first, rest) = files.split_first().map_or(("", files), |((_, text), rest)| (text.as_str(), rest));
    let mut text = first.to_owned();
    for (path, inside) in rest {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.extend([MARK, path, "\n", inside]);
    }
    text.into_bytes()
}

/// The world of a program: its files, and the nouns that all pages on meaning share.
pub fn world(files: &[(String, String)]) -> MemoryWorld {
    static PARTS: LazyLock<MemoryWorld> = LazyLock::new(parts);
    files.iter().fold(PARTS.clone(), |world, (path, text)| world.with(path.as_str(), text.as_str()))
}

fn parts() -> MemoryWorld {
    let folders = ["../suites/meaning/parts", "../corpus/meaning/parts", "../corpus/right/parts"];
    let folders = folders.map(|folder| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let entries = folders.iter().flat_map(std::fs::read_dir).flatten().filter_map(Result::ok);
    entries.fold(MemoryWorld::new(), |world, entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        match std::fs::read_to_string(entry.path()) {
            Ok(text) => world.with(format!("parts/{name}"), text),
            Err(_) => world,
        }
    })
}
