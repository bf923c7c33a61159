use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use cloudc_compiler::graph::Graph;
use cloudc_engine::{Finish, Knowledge, Options, Plan, Report, Selection, apply};
use cloudc_state::State;
use serde_json::Value as Json;

use super::pick::Pick;
use super::undo;
use super::via::{self, Via, Wish};
use super::wait::Wait;
use crate::cloud::{self, Chosen, Cloud};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::{Program, Which};
use crate::shown::{self, Next, Progress};

/// Make the cloud what the program declares
///
/// Shows the plan and asks before anything is done. Whatever is sent is written down first: a run that is stopped or
/// killed at any instant is taken up by the next one. Ctrl-C once finishes what runs, twice ends at once.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    pick: Pick,

    #[command(flatten)]
    how: How,

    #[command(flatten)]
    wait: Wait,

    #[command(flatten)]
    via: Via,

    /// What to do when something fails: keep what is done, or take it back
    #[arg(long, value_name = "WHAT", default_value = "keep", hide_possible_values = true)]
    #[arg(help = "What to do with what is done when something fails: keep, or undo")]
    on_failure: OnFailure,

    /// Build what has to be built also for the simulated cloud, in which nothing of it runs
    #[arg(long, conflicts_with = "engine")]
    build: bool,

    /// Take fields of objects on clusters from whoever owns them
    #[arg(long)]
    take_ownership: bool,

    /// Carry out exactly the plan that `plan --out` wrote, or nothing
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, conflicts_with_all = ["only", "except", "engine"])]
    plan: Option<PathBuf>,
}

/// What is done when something fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OnFailure {
    /// What is done stays done; the next run goes on.
    Keep,
    /// What is done is taken back.
    Undo,
}

/// How something is done in a cloud.
#[derive(Debug, clap::Args)]
pub(crate) struct How {
    #[command(flatten)]
    pub(crate) cloud: Chosen,

    /// Do not ask
    #[arg(long, short)]
    pub(crate) yes: bool,

    /// Print the plan, what happens and the report as JSON, one object a line
    #[arg(long)]
    pub(crate) json: bool,
}

impl How {
    /// In the real cloud, shown to people.
    pub(super) fn in_aws(yes: bool) -> How {
        How { cloud: Chosen { kind: cloud::Kind::Aws }, yes, json: false }
    }
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile(colour)?;
    program.is_ready()?;
    let how = &args.how;
    args.via.fits(&args.pick)?;
    if args.via.is_stacks() {
        return via::deploy(program, Wish::Apply, (&args.via, how), colour);
    }
    cloud::has_helm(how.cloud.kind, &program)?;
    cloud::block_on(how.cloud.kind, async {
        let cloud = Cloud::open_as(how.cloud.kind, &program, args.take_ownership).await?;
        args.wait.tell(&cloud);
        let options = Options::default();
        let mut progress = Progress::new(colour, how.json);
        let mut state = cloud.state(&program, "apply", &options, &mut progress).await?;
        let exit = all(args, &cloud, &program, &mut state, (&options, &mut progress, colour)).await;
        cloud::give_back(state, exit).await
    })
}

/// Plans, asks and carries out, with the state taken.
async fn all(
    args: &Args,
    cloud: &Cloud,
    program: &Program,
    state: &mut State,
    (options, progress, colour): (&Options, &mut Progress, Colour),
) -> Result<Exit, Failure> {
    let how = &args.how;
    let plan = match &args.plan {
        None => cloud.rehearsed(program, state.document(), &args.pick.selection()).await?,
        Some(path) => saved(path, cloud, program, state).await?,
    };
    show(&plan, how, colour);
    let unbuilt = cloud.unbuilt(program, &plan).await;
    if !how.json {
        disk::print(&shown::builds(&unbuilt, program));
    }
    let asks = !plan.is_empty() && !how.yes && args.plan.is_none();
    if !plan.refusals.is_empty() || (asks && !cloud::yes("\nCarry this out?")?) {
        return Ok(Exit::Incomplete);
    }
    cloud.build(program, &unbuilt, how.json, args.build).await?;
    let report = carry_out(cloud, program, &plan, state, (options, progress)).await?;
    let command = program.command("apply", how.cloud.kind.flag());
    let back = args.on_failure == OnFailure::Undo;
    let exit = tell(&report, program, Next { command: &command, back }, how, colour);
    if report.finish == Finish::Incomplete && back {
        undo::take_back(cloud, program, state, (how, colour)).await?;
        return Ok(Exit::Incomplete);
    }
    Ok(exit)
}

/// Carries out a plan; the process listens to Ctrl-C meanwhile.
pub(crate) async fn carry_out(
    cloud: &Cloud,
    program: &Program,
    plan: &Plan,
    state: &mut State,
    (options, progress): (&Options, &mut Progress),
) -> Result<Report, Failure> {
    let _listening = cloud::listen(&options.stop);
    carry_out_in(cloud, &program.graph, plan, state, (options, progress)).await
}

/// The same for another graph than the program's.
pub(crate) async fn carry_out_in(
    cloud: &Cloud,
    graph: &Graph,
    plan: &Plan,
    state: &mut State,
    (options, progress): (&Options, &mut Progress),
) -> Result<Report, Failure> {
    let provider = Arc::clone(&cloud.provider);
    progress.begin(plan.calls());
    let done = apply(graph, plan, state, &provider, options, progress).await;
    progress.end();
    done.map_err(|error| match error {
        cloudc_engine::ApplyError::State(error) => Failure::from(error),
        other => Failure::not_applied(other),
    })
}

/// Shows a plan that is about to be carried out.
pub(crate) fn show(plan: &Plan, how: &How, colour: Colour) {
    if how.json {
        disk::print(&line("plan", serde_json::to_value(plan.outline()).unwrap_or_default()));
    } else {
        disk::print(&shown::plan(plan, colour));
    }
}

/// Tells what a run came to.
pub(crate) fn tell(report: &Report, program: &Program, next: Next<'_>, how: &How, colour: Colour) -> Exit {
    if how.json {
        let value = serde_json::json!({
            "finish": report.finish, "done": report.done, "failed": report.failed, "not_tried": report.not_tried,
            "took": report.took.as_millis() as u64, "outputs": report.outputs,
        });
        disk::print(&line("report", value));
    } else {
        disk::print(&shown::report(report, program, next, colour));
    }
    if report.finish == Finish::Complete { Exit::Clean } else { Exit::Incomplete }
}

/// An event of our own, on one line.
pub(super) fn line(event: &str, mut value: Json) -> String {
    if let Some(entries) = value.as_object_mut() {
        entries.insert("event".to_owned(), event.into());
    }
    format!("{value}\n")
}

/// The plan that was saved, made again: everything it says has to be the same.
async fn saved(path: &std::path::Path, cloud: &Cloud, program: &Program, state: &State) -> Result<Plan, Failure> {
    let shown = path.display().to_string();
    let stale = |why| Failure::StalePlan { path: shown.clone(), why };
    let text = disk::text(&shown)?;
    let none = || Failure::NoPlanFile { path: shown.clone() };
    let mut saved: Json = serde_json::from_str(&text).map_err(|_| none())?;
    // What was built meanwhile is no part of what is carried out.
    if let Some(entries) = saved.as_object_mut() {
        entries.remove("builds");
    }
    if saved.get("format").and_then(Json::as_str) != Some("cloudc.plan/1") {
        return Err(none());
    }
    // A plan that is older than the state was made for the empty one, which this still is.
    if state.document().serial == 0
        && let Some(lineage) = saved.get_mut("lineage").filter(|lineage| **lineage == "")
    {
        *lineage = Json::from(state.document().lineage.as_str());
    }
    // Of another state nothing else can be compared: what the plan knows is not about it.
    let document = state.document();
    let is_of = |name: &str, is: Json| saved.get(name).is_none_or(|said| *said == is);
    if !is_of("lineage", document.lineage.as_str().into()) || !is_of("serial", document.serial.into()) {
        return Err(stale("the state has changed since"));
    }
    let answers = saved.get("answers").cloned().and_then(|answers| serde_json::from_value(answers).ok());
    let found = saved.get("found").cloned().and_then(|found| serde_json::from_value(found).ok());
    let knowledge = Knowledge { answers: answers.unwrap_or_default(), found: found.unwrap_or_default() };
    let selection: Selection = serde_json::from_value(saved.clone()).unwrap_or_default();
    let plan = cloud.plan_with(program, state.document(), &knowledge, &selection)?;
    let plan = cloud.rehearse(program, state.document(), plan).await;
    let now = serde_json::to_value(plan.outline()).unwrap_or_default();
    let same = |name: &str| saved.get(name) == now.get(name);
    match () {
        () if !same("graph") => Err(stale("the program has changed since")),
        () if saved != now => Err(stale("it would do something else today")),
        () => Ok(plan),
    }
}
