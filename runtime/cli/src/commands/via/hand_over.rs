//! What was made directly becomes what stacks hold: taken over as it is by an import, and only then changed.

use std::collections::{BTreeMap, BTreeSet};

use cloudc_aws::{ChangeSetPurpose, Importee, MOST_IMPORTED, Stack, StackAction};
use cloudc_engine::{Finish, Plan, Purpose, Selection};
use cloudc_state::{Entry, State};
use serde_json::{Value as Json, json};

use super::deploy::{Deploy, Wish, change_set_name, claim};
use super::imported::{self, Was};
use super::moving::{Moving, moving};
use super::script::Part;
use super::watched::{Expected, Spot};
use super::{KIND, command};
use crate::cloud::{self, Cloud};
use crate::commands::apply::{line, tell};
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::shown::{self, Next};

/// What one stack takes over.
struct Taking<'t> {
    part: &'t Part,
    region: String,
    /// What it does not hold yet, each after what it needs.
    moving: Vec<&'t Moving>,
}

impl Deploy<'_> {
    /// Hands over to stacks what was made directly, as it is; then makes them what the program declares. A run that died is gone on with
    /// by the same command: what a stack holds already is not taken over again, and what was made directly stays recorded until the
    /// stacks are as declared.
    pub(super) async fn hand_over(&mut self, state: &mut State) -> Result<Exit, Failure> {
        let watcher = self.watcher;
        watcher.packed.script.steps.iter().try_for_each(|part| self.may(part))?;
        let cloud = Cloud::look(KIND, watcher.program).await?;
        let plan = cloud.plan(watcher.program, state.document(), &Selection::default()).await?;
        let (all, was) = moving(&watcher, &plan, state.document())?;
        let mut takings = Vec::new();
        for part in &watcher.packed.script.steps {
            takings.push(self.taking(part, &all).await?);
        }
        takings.retain(|taking| !taking.moving.is_empty());
        self.say(&takings, &plan);
        match self.wish {
            Wish::Plan { changes } => return Ok(changes),
            Wish::Apply if takings.is_empty() || self.how.yes => {}
            Wish::Apply if cloud::yes("\nCarry this out?")? => {}
            Wish::Apply => return Ok(Exit::Incomplete),
        }
        for part in &watcher.packed.script.steps {
            match self.take_over(part, (&all, &was), state).await? {
                Exit::Clean => {}
                exit => return Ok(exit),
            }
            match self.part(part, state).await? {
                Exit::Clean => {}
                exit => return Ok(exit),
            }
        }
        let forgotten: Vec<Entry> = state.document().all().map(|(target, _)| Entry::Forgotten(target)).collect();
        state.record(forgotten).await?;
        if !self.how.json {
            disk::print(&format!("\n{} handed over: they are CloudFormation's from now on.\n", things(all.len())));
        }
        Ok(Exit::Clean)
    }

    /// What a stack would take over now.
    async fn taking<'t>(&self, part: &'t Part, all: &'t [Moving]) -> Result<Taking<'t>, Failure> {
        let stacks = self.watcher.stacks;
        let (region, refused) = (part.region(stacks), part.refused());
        let stack = stacks.stack(&region, &part.stack).await.map_err(&refused)?;
        let held = match stack.filter(|stack| !stack.is_gone() && !stack.is_new()) {
            Some(stack) => stacks.things(&region, &stack.id).await.map_err(refused)?,
            None => Vec::new(),
        };
        let held: BTreeSet<String> = held.into_iter().filter(|thing| !thing.is_gone()).map(|thing| thing.id).collect();
        let wanted = self.template(part);
        let is_its = |moving: &&Moving| {
            wanted.pointer(&format!("/Resources/{}", moving.id)).is_some() && !held.contains(&moving.id)
        };
        Ok(Taking { part, region, moving: all.iter().filter(is_its).collect() })
    }

    pub(super) fn template(&self, part: &Part) -> Json {
        let text = self.watcher.packed.emitted.text(&part.template);
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// Shows what is taken over, and what then differs from what is declared.
    fn say(&self, takings: &[Taking<'_>], plan: &Plan) {
        if self.how.json {
            let one = |taking: &Taking<'_>, moving: &Moving| {
                json!({
                    "stack": taking.part.stack, "region": taking.region, "address": moving.address,
                    "type": moving.ty, "identifier": moving.identifier,
                })
            };
            let imports = takings.iter().flat_map(|taking| taking.moving.iter().map(move |moving| one(taking, moving)));
            let imports: Vec<Json> = imports.collect();
            let said = json!({
                "via": "cloudformation", "imports": imports, "steps": plan.steps, "totals": plan.totals,
            });
            return disk::print(&line("plan", said));
        }
        for Taking { part, region, moving } in takings {
            disk::print(&format!(
                "{} made directly: the stack {} in {region} takes them over as they are, and touches nothing:\n\n",
                things(moving.len()),
                part.stack
            ));
            let width = moving.iter().map(|moving| moving.address.len()).max().unwrap_or_default();
            let line =
                |moving: &&Moving| format!("  {:width$}  {}  {}\n", moving.address, moving.ty, moving.identifier);
            disk::print(&format!("{}\n", moving.iter().map(line).collect::<String>()));
        }
        if !plan.steps.is_empty() {
            let text = shown::foreign(&plan.steps, &plan.totals, Purpose::Apply, self.watcher.colour);
            disk::print(&format!("After that, by a change set that is shown by itself:\n\n{text}"));
        }
    }

    /// Has a stack take over what it does not hold yet.
    async fn take_over(
        &mut self,
        part: &Part,
        (all, was): (&[Moving], &BTreeMap<String, Was>),
        state: &mut State,
    ) -> Result<Exit, Failure> {
        // What another run has begun is at its end by now.
        let mut stack = self.settled(part, &part.region(self.watcher.stacks)).await?;
        let taking = self.taking(part, all).await?;
        for batch in taking.moving.chunks(MOST_IMPORTED) {
            let ids: Vec<&str> = batch.iter().map(|moving| moving.id.as_str()).collect();
            let held = self.held(&taking, stack.as_ref()).await?;
            let text = imported::template(&self.template(part), &held, &ids, was).to_string();
            let exit = self.import(&taking, batch, (&text, &held), state).await?;
            if exit != Exit::Clean {
                return Ok(exit);
            }
            stack = self.settled(part, &taking.region).await?;
        }
        if !taking.moving.is_empty() && !self.how.json {
            disk::print("\n");
        }
        Ok(Exit::Clean)
    }

    /// The template of what a stack holds; nothing if it holds nothing.
    async fn held(&self, taking: &Taking<'_>, stack: Option<&Stack>) -> Result<Json, Failure> {
        let (stacks, refused) = (self.watcher.stacks, taking.part.refused());
        let Some(stack) = stack else { return Ok(json!({})) };
        let things = stacks.things(&taking.region, &stack.id).await.map_err(&refused)?;
        if things.iter().all(cloudc_aws::StackThing::is_gone) {
            return Ok(json!({}));
        }
        let text = stacks.template(&taking.region, &stack.id).await.map_err(refused)?;
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }

    async fn import(
        &mut self,
        taking: &Taking<'_>,
        batch: &[&Moving],
        (text, held): (&str, &Json),
        state: &mut State,
    ) -> Result<Exit, Failure> {
        let Taking { part, region, .. } = taking;
        let importee = |moving: &&Moving| Importee {
            ty: moving.importable.ty.clone(),
            id: moving.id.clone(),
            identifier: moving.importable.identifier.clone(),
        };
        let purpose = ChangeSetPurpose::Import(batch.iter().map(importee).collect());
        let mut ask = self.ask(part, region, purpose, text).await?;
        // What only the stack's own template leaves open keeps its value.
        for name in held.get("Parameters").and_then(Json::as_object).into_iter().flat_map(|open| open.keys()) {
            ask.parameters.entry(name.clone()).or_default();
        }
        let (stacks, refused) = (self.watcher.stacks, part.refused());
        let set = stacks.change_set(region, &ask, &change_set_name()).await.map_err(&refused)?;
        if let Some(change) = set.changes.iter().find(|change| change.action != StackAction::Import) {
            stacks.drop_change_set(region, &set.stack, &set.id).await.map_err(refused)?;
            return Err(Failure::NotThroughStacks {
                what: format!("taking over `{}`", self.watcher.packed.address(&change.id)),
                help: "CloudFormation would do more than take it over; nothing was done".to_owned(),
            });
        }
        // From here on nothing of it may be changed directly.
        claim(part, state).await?;
        let spot = Spot { region, name: &part.stack, id: &set.stack };
        let begin = stacks.execute(region, &set.stack, &set.id);
        let came = self.watcher.watched(spot, Expected::calls(batch.len()), begin).await?;
        let Some((report, _)) = came else { return Ok(Exit::Incomplete) };
        if report.finish == Finish::Complete {
            return Ok(Exit::Clean);
        }
        let command = command("apply", self.watcher.program);
        let next = Next { command: &command, back: true };
        let exit = tell(&report, self.watcher.program, next, self.how, self.watcher.colour);
        self.let_go(taking, &set.stack, state).await?;
        Ok(exit)
    }

    /// After an import that failed: a stack that holds nothing goes again, and the program's things are its own.
    async fn let_go(&self, taking: &Taking<'_>, id: &str, state: &mut State) -> Result<(), Failure> {
        let Taking { part, region, .. } = taking;
        let things = self.watcher.stacks.things(region, id).await.map_err(part.refused())?;
        let is_empty = things.iter().all(cloudc_aws::StackThing::is_gone);
        if is_empty {
            self.deleted(part, region, id).await?;
            let names = state.document().stacks.iter().filter(|name| **name != part.stack).cloned().collect();
            state.record(vec![Entry::Stacks { names }]).await?;
        }
        if !self.how.json {
            let command = command("apply", self.watcher.program);
            let left = match is_empty {
                true => format!("Everything is as it was: the stack {} is gone again.", part.stack),
                false => format!("The stack {} keeps what it holds; the rest is as it was.", part.stack),
            };
            disk::print(&format!("\n{left}\nTo go on: put right what failed and run `{command}` again.\n"));
        }
        Ok(())
    }
}

fn things(count: usize) -> String {
    if count == 1 { "1 resource".to_owned() } else { format!("{count} resources") }
}
