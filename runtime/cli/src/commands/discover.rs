use std::collections::BTreeSet;
use std::fmt::Write;

use cloudc_provider::Present;
use cloudc_state::Document;
use serde_json::json;

use crate::cloud::{self, Chosen, Cloud};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// List what is in the cloud and not recorded as this program's
///
/// `cloudc import` makes something of it the program's.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    /// Only types that begin so: `aws.ec2`
    #[arg(long = "type", value_name = "TYPE")]
    ty: Option<String>,

    /// Print as JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    cloud: Chosen,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    let app = program.app()?.to_owned();
    cloud::block_on(args.cloud.kind, async {
        let document = cloud::peek(args.cloud.kind, &program).await?;
        let cloud = Cloud::look(args.cloud.kind, &program).await?;
        let there = cloud.provider.everything_of(args.ty.as_deref().unwrap_or_default()).await;
        let mut there = there.map_err(|source| Failure::Refused { what: "the cloud".to_owned(), source })?;
        let known = known(&document);
        there.retain(|thing| !known.contains(&(thing.ty.as_str(), thing.identifier.as_str())));
        disk::print(&if args.json { as_json(&there) } else { listed(&there, &app) });
        Ok(Exit::Clean)
    })
}

/// What is recorded, by type and identifier.
fn known(document: &Document) -> BTreeSet<(&str, &str)> {
    document.all().map(|(_, record)| (record.ty.as_str(), record.identifier.as_str())).collect()
}

fn listed(there: &[Present], app: &str) -> String {
    let width = there.iter().map(|thing| thing.ty.len()).max().unwrap_or(0);
    let mut text = String::new();
    for thing in there {
        let whose = match () {
            () if thing.app.is_empty() => String::new(),
            () if thing.app == app => format!("  (made for `{}`, and not recorded)", thing.address),
            () => format!("  (`{}` of the program `{}`)", thing.address, thing.app),
        };
        let _infallible = writeln!(text, "{:width$}  {}{whose}", thing.ty, thing.identifier);
    }
    let count = match there.len() {
        0 => "Everything that is there is recorded.".to_owned(),
        1 => "1 thing is not recorded.".to_owned(),
        many => format!("{many} things are not recorded."),
    };
    let separator = if there.is_empty() { "" } else { "\n" };
    format!("{text}{separator}{count}\n")
}

fn as_json(there: &[Present]) -> String {
    let one = |thing: &Present| json!({ "type": thing.ty, "identifier": thing.identifier, "app": thing.app, "address": thing.address });
    let all: Vec<_> = there.iter().map(one).collect();
    format!("{}\n", serde_json::to_string_pretty(&all).unwrap_or_default())
}
