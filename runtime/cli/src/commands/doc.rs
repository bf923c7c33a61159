use std::fmt::Write;
use std::path::Path;

use cloudc_compiler::{NounDoc, PartDoc};
use console::Term;
use serde_json::{Value, json};

use crate::colour::Colour;
use crate::disk::{self, Disk};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::shown;

/// Print the documentation of nouns
///
/// For each file and each component in it: what it takes and what it shows, with the lines of `///` before them, as
/// Markdown, laid out on a terminal. The name of a noun of the library, or of a word that nouns share, stands for its page:
/// cloudc doc queue, cloudc doc scale
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files, folders, nouns of the library, `scale` or `rollout`
    #[arg(default_value = ".", value_hint = clap::ValueHint::AnyPath)]
    paths: Vec<String>,

    /// List the nouns of the library
    #[arg(long, conflicts_with = "paths")]
    library: bool,

    /// Print as JSON, one object for each noun
    #[arg(long)]
    json: bool,
}

/// How wide a page is at most on a terminal.
const WIDTH: usize = 110;

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let text = if args.library {
        library(args.json)
    } else {
        let pieces = args.paths.iter().map(|path| told(path, args.json)).collect::<Result<Vec<_>, _>>()?.concat();
        pieces.join(if args.json { "" } else { "\n" })
    };
    let terminal = Term::stdout();
    if args.json || args.library || !terminal.is_term() {
        disk::print(&text);
    } else {
        disk::print(&shown::page(&text, usize::from(terminal.size().1).clamp(40, WIDTH), colour));
    }
    Ok(Exit::Clean)
}

/// A line, or an object, for each noun of the library.
fn library(json: bool) -> String {
    let all = cloudc_compiler::library_nouns().filter_map(cloudc_compiler::document_library);
    let nouns = all.filter_map(|noun| noun.into_iter().next());
    let line = |noun: NounDoc| {
        let first = noun.about.as_deref().and_then(|about| about.lines().next()).unwrap_or_default();
        format!("{:12} {first}\n", noun.name)
    };
    nouns.map(|noun| if json { object(&noun) } else { line(noun) }).collect()
}

/// What is told of a path, piece by piece. A file goes before what the library has by that name.
fn told(path: &String, json: bool) -> Result<Vec<String>, Failure> {
    let is_library = !Path::new(path).exists();
    let page = cloudc_compiler::page(path).filter(|_| is_library && !json);
    if let Some(page) = page {
        return Ok(vec![page.to_owned()]);
    }
    let nouns = match cloudc_compiler::document_library(path).filter(|_| is_library) {
        Some(noun) => noun,
        None if is_library && !path.contains(['/', '.', '\\']) => return Err(unknown(path)),
        None => declared(path)?,
    };
    Ok(nouns.iter().map(|noun| if json { object(noun) } else { page_of(noun) }).collect())
}

/// The library has nothing by a name.
fn unknown(name: &str) -> Failure {
    let known = cloudc_compiler::library_nouns().chain(["rollout", "scale"]);
    let help = match cloudc_compiler::nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`cloudc doc --library` lists its nouns".to_owned(),
    };
    Failure::NoSuchNoun { name: name.to_owned(), help }
}

/// The nouns of a file, or of the files in a folder.
fn declared(path: &String) -> Result<Vec<NounDoc>, Failure> {
    let mut nouns = Vec::new();
    for path in disk::programs(std::slice::from_ref(path))? {
        let (world, path) = Disk::of(&path)?;
        nouns.extend(cloudc_compiler::document(&world, &path)?);
    }
    Ok(nouns)
}

/// A page about a noun.
fn page_of(noun: &NounDoc) -> String {
    let mut text = format!("# {}\n", noun.name);
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
    if !noun.types.is_empty() {
        let types: Vec<&str> = noun.types.iter().map(|ty| ty.text.as_str()).collect();
        let _infallible = writeln!(text, "\n```cld\n{}\n```", types.join("\n\n"));
    }
    if !noun.faces.is_empty() {
        text.push_str("\n| shows | as | |\n|---|---|---|\n");
        for face in &noun.faces {
            let _infallible = writeln!(text, "| `{}` | {} | {} |", face.name, face.form, about(face));
        }
    }
    text
}

/// Code in a cell of a table.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

fn about(part: &PartDoc) -> String {
    part.about.as_deref().unwrap_or("").replace('\n', " ").replace('|', "\\|")
}

/// A noun as a line of JSON.
fn object(noun: &NounDoc) -> String {
    let part = |part: &PartDoc| json!({ "form": part.form, "name": part.name, "type": part.ty, "default": part.default, "about": part.about.as_deref() });
    let parts = |parts: &[PartDoc]| parts.iter().map(part).collect::<Vec<Value>>();
    let types: Vec<Value> =
        noun.types.iter().map(|ty| json!({ "name": ty.name, "text": ty.text, "fields": parts(&ty.fields) })).collect();
    let object = json!({ "name": noun.name, "about": noun.about.as_deref(), "params": parts(&noun.params), "shows": parts(&noun.faces), "types": types });
    format!("{object}\n")
}
