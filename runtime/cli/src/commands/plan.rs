use std::path::PathBuf;

use cloudc_engine::{Options, Outline};
use serde_json::Value as Json;

use super::apply::How;
use super::pick::Pick;
use super::via::{self, Via, Wish};
use crate::build::Build;
use crate::cloud::{self, Chosen, Cloud};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Which;
use crate::shown::{self, Progress};

const SIGNS: &str = "\
Signs:
  +    it is made
  ~    it is changed in place
  +/-  it is replaced; the new one is made first
  -/+  it is replaced; the old one is deleted first
  -    it is deleted
  o    it stays in the cloud and is the program's no more
  >    it has another address
  !    somebody feels it: it is away, restarts, gets another address, or loses data";

/// Show what apply would do, why, and how long it takes
///
/// Nothing is changed in the cloud.
#[derive(Debug, clap::Args)]
#[command(after_long_help = SIGNS)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    pick: Pick,

    #[command(flatten)]
    cloud: Chosen,

    #[command(flatten)]
    via: Via,

    /// Print the plan as JSON
    #[arg(long)]
    json: bool,

    /// Also write the plan into a file, for `apply --plan`
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, conflicts_with = "engine")]
    out: Option<PathBuf>,

    /// Exit with 5 if there is something to do
    #[arg(long)]
    detailed_exitcode: bool,
}

/// A plan as it is written for machines, with what would be built for it.
#[derive(serde::Serialize)]
struct Written<'p> {
    #[serde(flatten)]
    plan: Outline<'p>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    builds: Vec<Json>,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile(colour)?;
    program.is_ready()?;
    args.via.fits(&args.pick)?;
    if args.via.is_stacks() {
        let how = How { cloud: args.cloud, yes: false, json: args.json };
        let changes = if args.detailed_exitcode { Exit::Changes } else { Exit::Clean };
        return via::deploy(program, Wish::Plan { changes }, (&args.via, &how), colour);
    }
    cloud::block_on(args.cloud.kind, async {
        let cloud = Cloud::look(args.cloud.kind, &program).await?;
        let mut progress = Progress::new(colour, args.json);
        // What an earlier run left open has to be known before anything can be planned.
        let recorded = cloud::peek(args.cloud.kind, &program).await?;
        if let [stack, ..] = recorded.stacks.as_slice() {
            return Err(Failure::InStacks { stack: stack.clone() });
        }
        let document = match recorded.pending.is_empty() {
            true => recorded,
            false => cloud.state(&program, "plan", &Options::default(), &mut progress).await?.close().await?,
        };
        let plan = cloud.rehearsed(&program, &document, &args.pick.selection()).await?;
        let unbuilt = cloud.unbuilt(&program, &plan).await;
        let written = Written { plan: plan.outline(), builds: unbuilt.iter().map(Build::json).collect() };
        let outline = serde_json::to_string_pretty(&written).unwrap_or_default();
        if let Some(path) = &args.out {
            disk::write(path, &format!("{outline}\n"))?;
        }
        let shown = || shown::plan(&plan, colour) + &shown::builds(&unbuilt, &program);
        disk::print(&if args.json { format!("{outline}\n") } else { shown() });
        if let Some(unfinished) = document.unfinished.as_ref().filter(|_| !args.json) {
            let undo = program.command("undo", args.cloud.kind.flag());
            eprintln!("note: the last `{}` did not come to its end; `{undo}` takes it back", unfinished.command);
        }
        Ok(match () {
            () if !plan.refusals.is_empty() => Exit::Incomplete,
            () if args.detailed_exitcode && !plan.is_empty() => Exit::Changes,
            () => Exit::Clean,
        })
    })
}
