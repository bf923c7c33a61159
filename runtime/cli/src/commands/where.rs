use std::fmt::Write;
use std::path::Path;

use cloudc_compiler::emit::{self, Found};

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
    let map = Path::new(&args.template).with_extension("map.json");
    let map = disk::text(&map.to_string_lossy())?;
    let found = match args.place.parse() {
        Ok(line) => emit::on_line(&map, line),
        Err(_) => emit::called(&map, &args.place),
    };
    let Some(found) = found else {
        return Err(Failure::NothingThere { place: args.place.clone(), template: args.template.clone() });
    };
    disk::print(&shown(&found));
    Ok(Exit::Clean)
}

fn shown(found: &Found) -> String {
    let mut text = format!("{}\n", found.pointer);
    let thing = found.address.as_deref().unwrap_or("it");
    let _infallible = writeln!(text, "  {thing} is written at {}", found.at);
    for place in found.through.iter().rev() {
        let _infallible = writeln!(text, "  for what is used at {place}");
    }
    for place in &found.sentences {
        let _infallible = writeln!(text, "  because of the sentence at {place}");
    }
    text
}
