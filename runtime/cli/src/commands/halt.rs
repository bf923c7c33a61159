use std::fmt::Write;

use cloudc_engine::{Doing, Options, operate, operations};
use cloudc_state::{Entry, State};

use super::apply::How;
use crate::cloud::{self, Cloud};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::{Program, Which};
use crate::shown::{self, Progress};

/// Bring what can be halted to zero: machines, services, databases
///
/// Fleets and services get no machines, servers and databases are stopped. Nothing is deleted, and `resume` brings it
/// back. What keeps costing all the same is listed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    what: What,
}

/// What is halted, or goes on.
#[derive(Debug, clap::Args)]
pub(super) struct What {
    #[command(flatten)]
    which: Which,

    /// Only these; without one everything that has such an operation
    #[arg(value_name = "ADDRESS")]
    addresses: Vec<String>,

    #[command(flatten)]
    how: How,
}

/// Whether things are halted or go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Halt,
    Resume,
}

impl Way {
    fn word(self) -> &'static str {
        if self == Way::Halt { "halt" } else { "resume" }
    }
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    go(&args.what, Way::Halt, colour)
}

/// Halts, or goes on.
pub(super) fn go(args: &What, way: Way, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    program.app()?;
    cloud::block_on(args.how.cloud.kind, async {
        let cloud = Cloud::open(args.how.cloud.kind, &program).await?;
        let mut progress = Progress::new(colour, args.how.json);
        let mut state = cloud.state(&program, way.word(), &Options::default(), &mut progress).await?;
        let exit = all(args, way, &cloud, &program, &mut state, colour).await;
        cloud::give_back(state, exit).await
    })
}

async fn all(
    args: &What,
    way: Way,
    cloud: &Cloud,
    program: &Program,
    state: &mut State,
    colour: Colour,
) -> Result<Exit, Failure> {
    let doings = wanted(args, way, cloud, program, state)?;
    if doings.is_empty() {
        disk::print(match way {
            Way::Halt if state.document().halted.is_empty() => "There is nothing that can be halted.\n",
            Way::Halt => "Everything that can be halted is.\n",
            Way::Resume => "Nothing is halted.\n",
        });
        return Ok(Exit::Clean);
    }
    if !args.how.json {
        disk::print(&listed(&doings));
    }
    if !args.how.yes && !cloud::yes(&format!("\n{} them?", if way == Way::Halt { "Halt" } else { "Resume" }))? {
        return Ok(Exit::Incomplete);
    }
    let mut failed = 0;
    for doing in &doings {
        let done = operate(doing, state.document(), &cloud.provider, &Options::default().patience).await;
        if done.is_ok() {
            let since = (way == Way::Halt).then(|| cloud.provider.now());
            state.record(vec![Entry::Halted { address: doing.address.clone(), since }]).await?;
        }
        failed += usize::from(done.is_err());
        disk::print(&shown::halted(doing, way.word(), done.err().as_ref(), (args.how.json, colour)));
    }
    if !args.how.json && failed == 0 {
        disk::print(&match way {
            Way::Halt => shown::keeps_costing(state.document(), &doings),
            Way::Resume => "\nResumed.\n".to_owned(),
        });
    }
    Ok(if failed == 0 { Exit::Clean } else { Exit::Incomplete })
}

/// What is to be done: for what is named, else for everything that is not that way already.
fn wanted(args: &What, way: Way, cloud: &Cloud, program: &Program, state: &State) -> Result<Vec<Doing>, Failure> {
    for address in &args.addresses {
        program.find(address)?;
    }
    let document = state.document();
    let all = operations(&program.graph, document, cloud.home(), way.word());
    let all: Vec<Doing> = all.into_iter().collect::<Result<_, _>>().map_err(Failure::unfit)?;
    let is_wanted = |(number, doing): &(usize, &Doing)| {
        if !args.addresses.is_empty() {
            return args.addresses.contains(&doing.address);
        }
        // The outer use of a noun stands first, and is halted for those inside of it.
        let is_twin = all.iter().take(*number).any(|outer| outer.is_same_as(doing));
        !is_twin && document.halted.contains_key(&doing.address) == (way == Way::Resume)
    };
    Ok(all.iter().enumerate().filter(is_wanted).map(|(_, doing)| doing.clone()).collect())
}

fn listed(doings: &[Doing]) -> String {
    let width = doings.iter().map(|doing| doing.address.len()).max().unwrap_or(0);
    let mut text = String::new();
    for doing in doings {
        let _infallible = writeln!(text, "{:width$}  {}  {}", doing.address, doing.noun, doing.action);
    }
    text
}
