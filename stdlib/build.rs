//! Lists the nouns: every `NAME.cld` beside this file is the noun NAME, every `NAME.md` its page or that of a word which nouns
//! share, and what the files in `shared/` declare at the start of a line with `type` or `component` can be named everywhere.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let (nouns, shared) = (files(&here, "cld")?, files(&here.join("shared"), "cld")?);
    let mut out = String::from("static NOUNS: &[Text] = &[\n");
    for path in &nouns {
        let _written = writeln!(out, "    {},", entry(path, ""));
    }
    out.push_str("];\n\nstatic SHARED: &[(&str, Text)] = &[\n");
    let mut names: Vec<(String, &PathBuf)> = Vec::new();
    for path in &shared {
        names.extend(declared(&fs::read_to_string(path)?).into_iter().map(|name| (name, path)));
    }
    names.sort();
    for (name, path) in names {
        let _written = writeln!(out, "    ({name:?}, {}),", entry(path, "shared/"));
    }
    out.push_str("];\n\nstatic PAGES: &[(&str, &str)] = &[\n");
    for path in files(&here, "md")?.iter().filter(|path| !path.ends_with("README.md")) {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let _written = writeln!(out, "    ({stem:?}, include_str!({:?})),", path.display().to_string());
    }
    out.push_str("];\n");
    println!("cargo::rerun-if-changed=shared");
    println!("cargo::rerun-if-changed=.");
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("library.rs"), out)
}

/// The files of a kind in a folder, sorted.
fn files(folder: &Path, kind: &str) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == kind) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// What a file declares for others.
fn declared(text: &str) -> Vec<String> {
    let name = |line: &str| {
        let rest = line.strip_prefix("type ").or_else(|| line.strip_prefix("component "))?;
        rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().map(str::to_owned)
    };
    text.lines().filter_map(name).collect()
}

fn entry(path: &Path, folder: &str) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    format!(
        "Text {{ name: {stem:?}, path: \"stdlib/{folder}{stem}.cld\", text: include_str!({:?}) }}",
        path.display().to_string()
    )
}
