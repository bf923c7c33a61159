use std::fmt::Write;

use clap::Subcommand;
use cloudc_state::{Document, Record, Target};

use crate::cloud::{self, Kind};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;

/// Look at what is recorded of the program
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the recorded resources: address, type and what the cloud calls them
    List {
        #[command(flatten)]
        which: Which,

        /// The cloud
        #[arg(long, value_name = "CLOUD", default_value = "local")]
        cloud: Kind,

        /// Print the whole state as JSON
        #[arg(long)]
        json: bool,
    },
    /// Print everything that is recorded of one resource, as JSON
    Show {
        #[command(flatten)]
        which: Which,

        /// The cloud
        #[arg(long, value_name = "CLOUD", default_value = "local")]
        cloud: Kind,

        /// Its address
        address: String,
    },
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let (which, cloud) = match &args.what {
        What::List { which, cloud, .. } | What::Show { which, cloud, .. } => (which, *cloud),
    };
    let program = match which.compile(colour)? {
        Ok(program) => program,
        Err(exit) => return Ok(exit),
    };
    let document = cloud::block_on(cloud, cloud::peek(cloud, &program))?;
    let text = match &args.what {
        What::List { json: true, .. } => serde_json::to_string_pretty(&document).unwrap_or_default() + "\n",
        What::List { .. } => list(&document),
        What::Show { address, .. } => show(&document, address)?,
    };
    disk::print(&text);
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
        let _infallible =
            writeln!(text, "{}: its outcome is not known; the next run finds out", pending.intent.target.address);
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

fn show(document: &Document, address: &str) -> Result<String, Failure> {
    let record = document.at(address).ok_or_else(|| Failure::NoSuchRecord { address: address.to_owned() })?;
    Ok(serde_json::to_string_pretty(record).unwrap_or_default() + "\n")
}
