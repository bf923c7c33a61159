use cloudc_aws::{StackThing, Stacks};
use cloudc_engine::{Finish, Purpose, Report, Totals};
use cloudc_state::{Document, Entry, State};

use super::changes;
use super::inside::inside;
use super::packed::Packed;
use super::watched::{Expected, Spot, Watcher};
use super::{KIND, Via, command};
use crate::cloud;
use crate::colour::Colour;
use crate::commands::apply::{How, line, tell};
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Program;
use crate::shown::{self, Next};

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
pub(crate) fn remove(program: Program, (via, how): (&Via, &How), colour: Colour) -> Result<Exit, Failure> {
    refuse_protected(&program)?;
    let (program, packed) = Packed::of(program, via.max_resources, colour)?;
    let app = program.app()?.to_owned();
    cloud::block_on(KIND, async {
        let stacks = Stacks::open(cloud::region(&program.graph).as_deref()).await?;
        let watcher = Watcher { program: &program, packed: &packed, stacks: &stacks, json: how.json, colour };
        let mut state = cloud::hold(KIND, &program, "destroy").await?;
        let exit = ask_and_remove(&watcher, &app, how, &mut state).await;
        cloud::give_back(state, exit).await
    })
}

async fn ask_and_remove(watcher: &Watcher<'_>, app: &str, how: &How, state: &mut State) -> Result<Exit, Failure> {
    is_all_in_stacks(state.document())?;
    let going = show(watcher, how).await?;
    let asked = || cloud::name(&format!("\nEverything of `{app}` is removed."), app);
    if !going.is_empty() && !how.yes && !asked()? {
        return Ok(Exit::Incomplete);
    }
    let exit = all(watcher, &going, how).await?;
    if exit == Exit::Clean {
        state.record(vec![Entry::Stacks { names: vec![] }, Entry::Outputs { values: Default::default() }]).await?;
    }
    Ok(exit)
}

/// What was made directly, or is on its way into stacks, does not go with a stack.
fn is_all_in_stacks(document: &Document) -> Result<(), Failure> {
    let count = document.resources.values().filter(|record| record.kind.is_managed()).count();
    match document.stacks.first() {
        _ if count == 0 => Ok(()),
        None => Err(Failure::MadeDirectly { count }),
        Some(stack) => Err(Failure::NotThroughStacks {
            what: format!("removing `{stack}`, which is taking over what was made directly,"),
            help: "`cloudc apply FILE --via cloudformation` goes on with that, `cloudc adopt FILE` goes back"
                .to_owned(),
        }),
    }
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
async fn show(watcher: &Watcher<'_>, how: &How) -> Result<Vec<Going>, Failure> {
    let mut going = Vec::new();
    let (stacks, packed) = (watcher.stacks, watcher.packed);
    for part in packed.script.steps.iter().rev() {
        let (region, refused) = (part.region(stacks), part.refused());
        let stack = stacks.stack(&region, &part.stack).await.map_err(&refused)?;
        let Some(stack) = stack.filter(|stack| !stack.is_gone()) else { continue };
        let things = inside(stacks, &region, &stack.id).await.map_err(refused)?;
        let things: Vec<StackThing> = things.into_values().flatten().collect();
        let steps = changes::removal(&things, packed, &watcher.program.graph);
        let totals = Totals::of(&steps);
        if how.json {
            let plan = serde_json::json!({
                "via": "cloudformation", "stack": part.stack, "region": region, "steps": steps, "totals": totals,
            });
            disk::print(&line("plan", plan));
        } else {
            let text = shown::foreign(&steps, &totals, Purpose::Destroy, watcher.colour);
            disk::print(&format!("Stack {} in {region}:\n\n{text}", part.stack));
        }
        going.push(Going { region, name: part.stack.clone(), id: stack.id, holds: steps.len() });
    }
    if going.is_empty() && !how.json {
        disk::print("Nothing to remove.\n");
    }
    Ok(going)
}

async fn all(watcher: &Watcher<'_>, going: &[Going], how: &How) -> Result<Exit, Failure> {
    for Going { region, name, id, holds } in going {
        let begin = watcher.stacks.delete(region, id);
        let came = watcher.watched(Spot { region, name, id }, Expected::calls(*holds), begin).await?;
        let Some((report, _)) = came else { return Ok(Exit::Incomplete) };
        let exit = said(&report, watcher.program, (how, watcher.colour));
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
