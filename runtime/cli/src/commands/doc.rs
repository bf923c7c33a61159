use std::fmt::Write;

use cloudc_compiler::{NounDoc, PartDoc};
use serde_json::{Value, json};

use crate::disk::{self, Disk};
use crate::exit::Exit;
use crate::failure::Failure;

/// Print the documentation of nouns
///
/// For each file and each component in it: what it takes and what it shows, with the lines of `///` before them, as
/// Markdown. The name of a noun of the library stands for that noun: cloudc doc queue
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files, folders, or nouns of the library
    #[arg(default_value = ".", value_hint = clap::ValueHint::AnyPath)]
    paths: Vec<String>,

    /// List the nouns of the library
    #[arg(long, conflicts_with = "paths")]
    library: bool,

    /// Print as JSON, one object for each noun
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let mut text = String::new();
    for noun in nouns(args)? {
        if args.json {
            let _infallible = writeln!(text, "{}", object(&noun));
        } else if args.library {
            let first = noun.about.as_deref().and_then(|about| about.lines().next()).unwrap_or_default();
            let _infallible = writeln!(text, "{:12} {first}", noun.name);
        } else {
            page(&noun, &mut text);
        }
    }
    disk::print(&text);
    Ok(Exit::Clean)
}

/// The nouns that are asked for, in that order.
fn nouns(args: &Args) -> Result<Vec<NounDoc>, Failure> {
    let mut nouns = Vec::new();
    if args.library {
        let all = cloudc_compiler::library_nouns().filter_map(cloudc_compiler::document_library);
        nouns.extend(all.filter_map(|noun| noun.into_iter().next()));
        return Ok(nouns);
    }
    for path in &args.paths {
        // A file of that name goes before.
        let library = cloudc_compiler::document_library(path).filter(|_| !std::path::Path::new(path).exists());
        if let Some(noun) = library {
            nouns.extend(noun);
            continue;
        }
        for path in disk::programs(std::slice::from_ref(path))? {
            let (world, path) = Disk::of(&path)?;
            nouns.extend(cloudc_compiler::document(&world, &path)?);
        }
    }
    Ok(nouns)
}

fn page(noun: &NounDoc, text: &mut String) {
    let separator = if text.is_empty() { "" } else { "\n" };
    let _infallible = writeln!(text, "{separator}# {}", noun.name);
    if let Some(about) = &noun.about {
        let _infallible = writeln!(text, "\n{about}");
    }
    if !noun.params.is_empty() {
        text.push_str("\n| param | type | default | |\n|---|---|---|---|\n");
        for param in &noun.params {
            let ty = param.ty.as_deref().map(code).unwrap_or_default();
            let default = param.default.as_deref().map(code).unwrap_or_default();
            let _infallible = writeln!(text, "| `{}` | {ty} | {default} | {} |", param.name, about(param));
        }
    }
    if !noun.faces.is_empty() {
        text.push_str("\n| shows | as | |\n|---|---|---|\n");
        for face in &noun.faces {
            let _infallible = writeln!(text, "| `{}` | {} | {} |", face.name, face.form, about(face));
        }
    }
}

/// Code in a cell of a table.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

fn about(part: &PartDoc) -> String {
    part.about.as_deref().unwrap_or("").replace('\n', " ").replace('|', "\\|")
}

fn object(noun: &NounDoc) -> Value {
    let part = |part: &PartDoc| json!({ "form": part.form, "name": part.name, "type": part.ty, "default": part.default, "about": part.about.as_deref() });
    let parts = |parts: &[PartDoc]| parts.iter().map(part).collect::<Vec<Value>>();
    json!({ "name": noun.name, "about": noun.about.as_deref(), "params": parts(&noun.params), "shows": parts(&noun.faces) })
}
