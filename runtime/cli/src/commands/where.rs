use std::fmt::Write;
use std::path::{Path, PathBuf};

use cloudc_compiler::emit::{self, Found};
use cloudc_compiler::is_library;

use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;

/// Print which line of a program a place in a template comes from
///
/// What CloudFormation says of a resource, by its logical id or by a line of the template, leads back to the program so;
/// and what Kubernetes says of an object, by its name or by a line of the manifest. The file beside it that ends in
/// .map.json must be there. For example: cloudc where out/template.json NetVpc
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The template or manifest
    #[arg(value_hint = clap::ValueHint::FilePath)]
    template: String,

    /// A line, from 1, or the logical id of a resource or output, or the name of an object
    place: String,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let map = map(&args.template)?;
    let found = match args.place.parse() {
        Ok(line) => emit::on_line(&map, line),
        Err(_) => emit::called(&map, &args.place),
    };
    let Some(found) = found else {
        return Err(Failure::NothingThere { place: args.place.clone(), template: args.template.clone() });
    };
    let root = root(&found, &args.template, &map);
    disk::print(&shown(&found, root.as_deref()));
    if root.is_none() {
        eprintln!(
            "note: paths are relative to the program's folder, which is not around the template, nor around here"
        );
    }
    Ok(Exit::Clean)
}

/// The text of the map beside a template.
fn map(template: &str) -> Result<String, Failure> {
    if !Path::new(template).exists() {
        return Err(Failure::NoSuchPath { path: template.to_owned() });
    }
    let path = Path::new(template).with_extension("map.json").to_string_lossy().into_owned();
    let none = |map: String| Failure::NoMap { template: template.to_owned(), map };
    let text = disk::text(&path).map_err(|failure| match failure {
        Failure::NoSuchPath { path } => none(path),
        other => other,
    })?;
    if emit::is_map(&text) { Ok(text.to_string()) } else { Err(none(path)) }
}

/// The program's folder: the one that the map names, else the nearest one around the template or around where the command is
/// called, that has the files.
fn root(found: &Found, template: &str, map: &str) -> Option<PathBuf> {
    let places = || [&found.at].into_iter().chain(&found.through).chain(&found.sentences);
    let files: Vec<&str> = places().map(|place| file(place)).filter(|file| !is_library(file)).collect();
    let template = std::fs::canonicalize(template).ok()?;
    let map: serde_json::Value = serde_json::from_str(map).ok()?;
    let named = map.get("root").and_then(serde_json::Value::as_str);
    let named = named.and_then(|root| std::fs::canonicalize(template.parent()?.join(root)).ok());
    let here = std::env::current_dir().and_then(std::fs::canonicalize).ok()?;
    let has_all = |folder: &&Path| files.iter().all(|file| folder.join(file).is_file());
    let around = template.ancestors().skip(1).chain(here.ancestors());
    named.as_deref().into_iter().chain(around).find(has_all).map(Path::to_owned)
}

/// The file of a place: `main.cld` of `main.cld:12:3`.
fn file(place: &str) -> &str {
    place.rsplitn(3, ':').last().unwrap_or(place)
}

fn shown(found: &Found, root: Option<&Path>) -> String {
    let here = std::env::current_dir().and_then(std::fs::canonicalize).ok();
    let from_here = |place: &String| match root.zip(here.as_deref()).filter(|_| !is_library(file(place))) {
        Some((root, here)) => disk::relative(&root.join(place), here),
        None => place.clone(),
    };
    let mut text = format!("{}\n", found.pointer);
    let thing = found.address.as_deref().unwrap_or("it");
    let _infallible = writeln!(text, "  {thing} is written at {}", from_here(&found.at));
    for place in found.through.iter().rev() {
        let _infallible = writeln!(text, "  for what is used at {}", from_here(place));
    }
    for place in &found.sentences {
        let _infallible = writeln!(text, "  because of the sentence at {}", from_here(place));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_have_colons_in_its_name() {
        assert_eq!(file("a:b/main.cld:12:3"), "a:b/main.cld");
    }
}
