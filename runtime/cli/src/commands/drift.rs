use cloudc_engine::{Drift, Finish, Options, Selection, drift, entries};
use cloudc_state::State;

use super::apply::{How, carry_out, show, tell};
use crate::cloud::{self, Cloud};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::{Program, Which};
use crate::shown::{self, Next, Progress};

/// Look whether everything is still what is recorded of it
///
/// Reads everything in the cloud and shows what somebody else has changed: what the program declares, what was written last, and
/// what is there. `--accept` records what is there, and the next apply changes it to what is declared then; `--revert`
/// changes it back now.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    how: How,

    /// Record what is there
    #[arg(long, conflicts_with = "revert")]
    accept: bool,

    /// Make it again what the program declares
    #[arg(long)]
    revert: bool,

    /// Take fields of objects on clusters from whoever has changed them
    #[arg(long, requires = "revert")]
    take_ownership: bool,

    /// Exit with 5 if something has changed
    #[arg(long)]
    detailed_exitcode: bool,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile(colour)?;
    program.is_ready()?;
    cloud::block_on(args.how.cloud.kind, async {
        let cloud = Cloud::open_as(args.how.cloud.kind, &program, args.take_ownership).await?;
        let mut progress = Progress::new(colour, args.how.json);
        let mut state = cloud.state(&program, "drift", &Options::default(), &mut progress).await?;
        let exit = look(args, &cloud, &program, &mut state, colour).await;
        cloud::give_back(state, exit).await
    })
}

async fn look(
    args: &Args,
    cloud: &Cloud,
    program: &Program,
    state: &mut State,
    colour: Colour,
) -> Result<Exit, Failure> {
    let plan = cloud.plan(program, state.document(), &Selection::default()).await?;
    let patience = Options::default().patience;
    let found = drift(&program.graph, &plan, state.document(), &cloud.provider, &patience).await?;
    match args.how.json {
        true => disk::print(&format!("{}\n", serde_json::to_string(&found).unwrap_or_default())),
        false => disk::print(&shown::drift(&found, state.document(), colour)),
    }
    if found.is_empty() {
        return Ok(Exit::Clean);
    }
    if args.accept {
        if args.how.yes || cloud::yes("\nRecord what is there?")? {
            state.record(entries(&found, state.document(), false)).await?;
            disk::print("Recorded. Where the program says otherwise, the next apply changes it back.\n");
            return Ok(Exit::Clean);
        }
        return Ok(Exit::Incomplete);
    }
    if args.revert {
        return revert(args, cloud, program, (state, &found), colour).await;
    }
    Ok(if args.detailed_exitcode { Exit::Changes } else { Exit::Clean })
}

/// Records what is there, in this run's copy first, and changes it to what is declared.
async fn revert(
    args: &Args,
    cloud: &Cloud,
    program: &Program,
    (state, found): (&mut State, &[Drift]),
    colour: Colour,
) -> Result<Exit, Failure> {
    let how = &args.how;
    let entries = entries(found, state.document(), true);
    let mut there = state.document().clone();
    entries.iter().cloned().for_each(|entry| there.apply(entry));
    let only = found.iter().map(|drift| drift.address.clone()).collect();
    let selection = Selection { only, except: Vec::new() };
    let plan = cloud.rehearsed(program, &there, &selection).await?;
    disk::print("\n");
    show(&plan, how, colour);
    if !plan.refusals.is_empty() || !(how.yes || cloud::yes("\nCarry this out?")?) {
        return Ok(Exit::Incomplete);
    }
    state.record(entries).await?;
    let plan = cloud.plan(program, state.document(), &selection).await?;
    let (options, mut progress) = (Options::default(), Progress::new(colour, how.json));
    let report = carry_out(cloud, program, &plan, state, (&options, &mut progress)).await?;
    let command = program.command("drift", &format!("{} --revert", how.cloud.kind.flag()));
    let exit = tell(&report, program, Next { command: &command, back: false }, how, colour);
    Ok(if report.finish == Finish::Complete { Exit::Clean } else { exit })
}
