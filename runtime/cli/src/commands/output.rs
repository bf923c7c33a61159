use crate::cloud::{self, Chosen};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;
use crate::shown;

use cloudc_compiler::nearest;
use serde_json::Value as Json;

/// Print the outputs of the program, as the last run left them
///
/// One output is printed as it is, so that a script can take it: cloudc output main.cld url
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    cloud: Chosen,

    /// One output
    name: Option<String>,

    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    let document = cloud::recorded(args.cloud.kind, &program)?;
    let Some(name) = &args.name else {
        let line = |(name, value): (&String, &Json)| format!("{name} = {}\n", shown::whole(value));
        let text = match args.json {
            true => format!("{}\n", serde_json::to_string_pretty(&document.outputs).unwrap_or_default()),
            false => document.outputs.iter().map(line).collect(),
        };
        disk::print(&text);
        return Ok(Exit::Clean);
    };
    let Some(value) = document.outputs.get(name) else {
        let names = document.outputs.keys().map(String::as_str);
        let help = match nearest(name, names.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if document.outputs.is_empty() => "there are outputs once the program is applied".to_owned(),
            None => format!("there are {}", names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
        };
        return Err(Failure::NoSuchOutput { name: name.clone(), help });
    };
    match value {
        Json::String(text) if !args.json => disk::print(&format!("{text}\n")),
        other => disk::print(&format!("{other}\n")),
    }
    Ok(Exit::Clean)
}
