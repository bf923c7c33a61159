use cloudc_engine::{Finish, Options, Report, plan_undo};
use cloudc_state::State;

use super::apply::{How, carry_out_in, show, tell};
use crate::cloud::{self, Cloud};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::{Program, Which};
use crate::shown::{Next, Progress};

/// Take back a run that did not come to its end
///
/// Everything becomes what it was before that run: what it made is deleted, what it changed is changed back, what it
/// deleted is made anew, though without what was in it. An undo that is stopped or fails is gone on with by the same command;
/// `apply` goes forward instead.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    how: How,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    program.app()?;
    let how = &args.how;
    cloud::block_on(how.cloud.kind, async {
        let cloud = Cloud::open(how.cloud.kind, &program).await?;
        let mut progress = Progress::new(colour, how.json);
        let mut state = cloud.state(&program, "undo", &Options::default(), &mut progress).await?;
        let exit = undo(&cloud, &program, &mut state, (how, colour)).await;
        cloud::give_back(state, exit).await
    })
}

async fn undo(
    cloud: &Cloud,
    program: &Program,
    state: &mut State,
    (how, colour): (&How, Colour),
) -> Result<Exit, Failure> {
    let Some(unfinished) = state.document().unfinished.clone() else {
        if !how.json {
            disk::print("Nothing to take back: the last run came to its end.\n");
        }
        return Ok(Exit::Clean);
    };
    let before = state.version(unfinished.before).await?;
    let (_, plan) =
        plan_undo(&before, state.document(), cloud.home()).map_err(|error| cloud::no_plan(program, error))?;
    if !how.yes {
        show(&plan, how, colour);
        if !plan.is_empty() && !cloud::yes("\nTake this back?")? {
            return Ok(Exit::Incomplete);
        }
    }
    take_back(cloud, program, state, (how, colour)).await
}

/// Takes back the run that has not come to its end; nobody is asked.
pub(super) async fn take_back(
    cloud: &Cloud,
    program: &Program,
    state: &mut State,
    (how, colour): (&How, Colour),
) -> Result<Exit, Failure> {
    let Some(unfinished) = state.document().unfinished.clone() else { return Ok(Exit::Clean) };
    let before = state.version(unfinished.before).await?;
    let (graph, plan) =
        plan_undo(&before, state.document(), cloud.home()).map_err(|error| cloud::no_plan(program, error))?;
    if !how.json {
        disk::print(&format!("\nTaking back what `{}` has done:\n\n", unfinished.command));
    }
    show(&plan, how, colour);
    let (options, mut progress) = (Options::default(), Progress::new(colour, how.json));
    let _listening = cloud::listen(&options.stop);
    let report = carry_out_in(cloud, &graph, &plan, state, (&options, &mut progress)).await?;
    let command = program.command("undo", how.cloud.kind.flag());
    let report = in_program(report, program);
    let exit = tell(&report, program, Next { command: &command, back: false }, how, colour);
    if report.finish == Finish::Complete && !how.json {
        disk::print("Everything is as it was before.\n");
    }
    Ok(exit)
}

/// The report with the numbers that nodes have in the program, where it still declares them.
fn in_program(mut report: Report, program: &Program) -> Report {
    for failure in &mut report.failed {
        let is_it = |node: &cloudc_compiler::graph::Node| node.address.to_string() == failure.address;
        failure.node = program.graph.nodes().iter().position(is_it);
    }
    report
}
