use std::fmt::Write;

use cloudc_state::{Document, Record, Target};

use crate::cloud::{self, Chosen};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// List the recorded resources: address, type and what the cloud calls them
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    cloud: Chosen,

    /// Print the whole state as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    let document = cloud::recorded(args.cloud.kind, &program)?;
    disk::print(&match args.json {
        true => serde_json::to_string_pretty(&document).unwrap_or_default() + "\n",
        false => list(&document),
    });
    Ok(Exit::Clean)
}

fn list(document: &Document) -> String {
    let rows: Vec<(String, String, String)> = document.all().map(|(target, record)| row(&target, record)).collect();
    let width = |column: fn(&(String, String, String)) -> usize| rows.iter().map(column).max().unwrap_or(0);
    let (first, second) = (width(|row| row.0.len()), width(|row| row.1.len()));
    let mut text = String::new();
    for (address, ty, identifier) in &rows {
        let _infallible = writeln!(text, "{address:first$}  {ty:second$}  {identifier}");
    }
    for pending in document.pending.values() {
        let address = &pending.intent.target.address;
        let _infallible = writeln!(text, "{address}: its outcome is not known; the next run finds out");
    }
    text
}

fn row(target: &Target, record: &Record) -> (String, String, String) {
    let note = match (&target.replaced, record.unfinished, record.kind.is_managed()) {
        (Some(_), ..) => "  (replaced, still to be deleted)",
        (None, true, _) => "  (not finished)",
        (None, false, false) => "  (somebody else's)",
        (None, false, true) => "",
    };
    (target.address.clone(), record.ty.clone(), format!("{}{note}", record.identifier))
}
