use crate::cloud::{self, Chosen, Kind};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::{Program, Which};
use crate::shown;

use cloudc_compiler::nearest;
use cloudc_state::{Document, StateError};
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

    /// Print a secret that the state keeps, in clear: ADDRESS.PLACE, such as key.SecretAccessKey
    #[arg(long, value_name = "SECRET", conflicts_with_all = ["name", "json"])]
    reveal: Option<String>,

    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    if let Some(secret) = &args.reveal {
        return reveal(args.cloud.kind, &program, secret);
    }
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

/// Prints a secret that the cloud told once and the state keeps.
fn reveal(kind: Kind, program: &Program, name: &str) -> Result<Exit, Failure> {
    let keepers = cloud::keepers(kind, program, program.app()?, false).map_err(StateError::from)?;
    let text = cloud::block_on(kind, async {
        let document = cloud::peek(kind, program).await?;
        let names: Vec<String> = kept(&document).map(|(address, place)| format!("{address}.{place}")).collect();
        let found = kept(&document).find(|(address, place)| format!("{address}.{place}") == name);
        let Some((address, place)) = found else {
            let near = nearest(name, names.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
            let help = near.unwrap_or_else(|| match names.is_empty() {
                true => {
                    "it keeps what a cloud tells only once; other secrets are kept where the program says".to_owned()
                }
                false => {
                    format!("there are {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
                }
            });
            return Err(Failure::NoSuchSecret { name: name.to_owned(), help });
        };
        let secret = cloudc_state::reveal(&document, keepers, address, place).await.map_err(StateError::from)?;
        Ok(secret.unwrap_or_default())
    })?;
    disk::print(&format!("{text}\n"));
    Ok(Exit::Clean)
}

/// The secrets that a document keeps: addresses and places.
fn kept(document: &Document) -> impl Iterator<Item = (&str, &str)> {
    document
        .resources
        .iter()
        .flat_map(|(address, record)| record.sealed.keys().map(move |place| (address.as_str(), place.as_str())))
}
