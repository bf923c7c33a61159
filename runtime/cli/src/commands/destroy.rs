use cloudc_engine::{Options, Selection};
use cloudc_state::State;

use super::apply::{How, carry_out, show, tell};
use super::pick::Pick;
use super::via::{self, Via};
use crate::cloud::{self, Cloud};
use crate::colour::Colour;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::{Program, Which};
use crate::shown::{Next, Progress};

/// Remove everything that was made for the program
///
/// Shows what goes and asks for the program's name before anything is done. What is `@protect`ed is not removed, and
/// what is `@retain`ed stays in the cloud.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    pick: Pick,

    #[command(flatten)]
    how: How,

    #[command(flatten)]
    via: Via,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    program.app()?;
    let how = &args.how;
    args.via.fits(&args.pick)?;
    if args.via.is_stacks() {
        return via::remove(program, (&args.via, how), colour);
    }
    cloud::block_on(how.cloud.kind, async {
        let cloud = Cloud::open(how.cloud.kind, &program).await?;
        let selection = args.pick.selection();
        let options = Options::default();
        let mut progress = Progress::new(colour, how.json);
        let mut state = cloud.state(&program, "destroy", &options, &mut progress).await?;
        let exit = all(&program, &selection, (how, &cloud), &mut state, (&options, &mut progress, colour)).await;
        cloud::give_back(state, exit).await
    })
}

/// Plans, asks and carries out, with the state taken.
async fn all(
    program: &Program,
    selection: &Selection,
    (how, cloud): (&How, &Cloud),
    state: &mut State,
    (options, progress, colour): (&Options, &mut Progress, Colour),
) -> Result<Exit, Failure> {
    let app = program.app()?;
    let plan = cloud.removal(program, state.document(), selection)?;
    show(&plan, how, colour);
    let what = if selection.is_whole() { "Everything" } else { "This part" };
    let asked = || cloud::name(&format!("\n{what} of `{app}` is removed."), app);
    if !plan.refusals.is_empty() || (!plan.is_empty() && !how.yes && !asked()?) {
        return Ok(Exit::Incomplete);
    }
    let report = carry_out(cloud, program, &plan, state, (options, progress)).await?;
    let command = program.command("destroy", how.cloud.kind.flag());
    Ok(tell(&report, program, Next { command: &command, back: false }, how, colour))
}
