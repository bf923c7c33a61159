use cloudc_aws::Stacks;
use cloudc_engine::{Finish, Options, Purpose, Report, Totals};
use cloudc_provider::Fault;
use cloudc_state::Entry;

use super::changes;
use super::follow::{Watch, last};
use super::packed::{Packed, region};
use super::{KIND, command};
use crate::cloud;
use crate::colour::Colour;
use crate::commands::apply::{How, line, tell};
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Program;
use crate::shown::{self, Next, Progress};

/// A stack that goes.
struct Going {
    region: String,
    name: String,
    /// Its ARN, by which it is known when it is gone.
    id: String,
    /// How many things it holds.
    holds: usize,
}

/// Removes the stacks of a program, those that were made last first.
pub(crate) fn remove(program: Program, how: &How, colour: Colour) -> Result<Exit, Failure> {
    refuse_protected(&program)?;
    let (program, packed) = Packed::of(program, colour)?;
    let app = program.app()?.to_owned();
    cloud::block_on(KIND, async {
        let stacks = Stacks::open(region(&program.graph).as_deref()).await?;
        let mut state = cloud::hold(KIND, &program, "destroy").await?;
        let going = show(&stacks, &program, &packed, (how, colour)).await?;
        let asked = || cloud::name(&format!("\nEverything of `{app}` is removed."), &app);
        if !going.is_empty() && !how.yes && !asked()? {
            state.close().await?;
            return Ok(Exit::Incomplete);
        }
        let exit = all(&stacks, (&program, &packed), &going, (how, colour)).await?;
        if exit == Exit::Clean {
            state.record(vec![Entry::Stacks { names: vec![] }, Entry::Outputs { values: Default::default() }]).await?;
        }
        state.close().await?;
        Ok(exit)
    })
}

/// CloudFormation deletes a stack whatever its policy says: what is `@protect`ed is looked for here.
fn refuse_protected(program: &Program) -> Result<(), Failure> {
    match program.graph.nodes().iter().find(|node| node.lifecycle.protect) {
        None => Ok(()),
        Some(node) => Err(Failure::NotThroughStacks {
            what: format!("removing `{}`, which is protected by `@protect`,", node.address),
            help: "take `@protect` off, apply that, and destroy then".to_owned(),
        }),
    }
}

/// Shows what goes, a stack after the other.
async fn show(
    stacks: &Stacks,
    program: &Program,
    packed: &Packed,
    (how, colour): (&How, Colour),
) -> Result<Vec<Going>, Failure> {
    let mut going = Vec::new();
    for part in packed.script.steps.iter().rev() {
        let refused = |source: Fault| Failure::Refused { what: part.stack.clone(), source };
        let region = part.region.clone().unwrap_or_else(|| stacks.home().to_string());
        let Some(stack) = stacks.stack(&region, &part.stack).await.map_err(refused)? else { continue };
        if stack.status == "DELETE_COMPLETE" {
            continue;
        }
        let things = stacks.things(&region, &stack.id).await.map_err(refused)?;
        let steps = changes::removal(&things, packed, &program.graph);
        let totals = Totals::of(&steps);
        if how.json {
            let plan = serde_json::json!({
                "via": "cloudformation", "stack": part.stack, "region": region, "steps": steps, "totals": totals,
            });
            disk::print(&line("plan", plan));
        } else {
            let text = shown::foreign(&steps, &totals, Purpose::Destroy, colour);
            disk::print(&format!("Stack {} in {region}:\n\n{text}", part.stack));
        }
        going.push(Going { region, name: part.stack.clone(), id: stack.id, holds: steps.len() });
    }
    if going.is_empty() && !how.json {
        disk::print("Nothing to remove.\n");
    }
    Ok(going)
}

async fn all(
    stacks: &Stacks,
    (program, packed): (&Program, &Packed),
    going: &[Going],
    (how, colour): (&How, Colour),
) -> Result<Exit, Failure> {
    for going in going {
        let refused = |source: Fault| Failure::Refused { what: going.name.clone(), source };
        let since = last(stacks, &going.region, &going.id).await.map_err(refused)?;
        stacks.delete(&going.region, &going.id).await.map_err(refused)?;
        let (options, mut progress) = (Options::default(), Progress::new(colour, how.json));
        cloud::listen(&options.stop);
        progress.begin(going.holds);
        let place = (stacks, going.region.as_str(), going.id.as_str());
        let watch = Watch::new(place, (program, packed), (&mut progress, &options.stop), since);
        let came = watch.follow(&going.id).await;
        progress.end();
        let Some((report, _)) = came.map_err(refused)? else {
            eprintln!(
                "note: CloudFormation goes on with the stack {}; the same command watches it further",
                going.name
            );
            return Ok(Exit::Incomplete);
        };
        let exit = said(&report, program, (how, colour));
        if exit != Exit::Clean {
            return Ok(exit);
        }
    }
    Ok(Exit::Clean)
}

fn said(report: &Report, program: &Program, (how, colour): (&How, Colour)) -> Exit {
    let command = command("destroy", program);
    if report.finish == Finish::Complete && report.done.is_empty() && !how.json {
        disk::print("\nDone: the stack is gone.\n");
        return Exit::Clean;
    }
    let exit = tell(report, program, Next { command: &command, back: true }, how, colour);
    if exit != Exit::Clean && !how.json {
        disk::print(&format!("\nTo go on: put right what failed and run `{command}` again.\n"));
    }
    exit
}
