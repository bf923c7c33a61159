use std::collections::{BTreeMap, BTreeSet};

use cloudc_aws::{ChangeSet, ChangeSetPurpose, Stack, Stacks};
use cloudc_compiler::emit;
use cloudc_engine::{Finish, Purpose, Step, Totals, What};
use cloudc_provider::Timestamp;
use cloudc_state::{Entry, State};
use serde_json::{Value as Json, json};

use super::changes::{self, Before};
use super::inside::{inside, is_stack};
use super::packed::Packed;
use super::said;
use super::script::Part;
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

/// Whether what a change set says is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// It is looked at only.
    Plan {
        /// The exit code if there is something to do.
        changes: Exit,
    },
    /// It is carried out, after a question.
    Apply,
}

/// A program on its way into stacks.
pub(super) struct Deploy<'d> {
    pub(super) watcher: Watcher<'d>,
    pub(super) via: &'d Via,
    pub(super) how: &'d How,
    pub(super) wish: Wish,
    /// The outputs of stacks that are there, by stack.
    pub(super) outputs: BTreeMap<String, BTreeMap<String, String>>,
    /// The regions whose bucket holds everything.
    pub(super) uploaded: Vec<String>,
}

/// Makes the stacks of a program what it declares.
pub(crate) fn deploy(program: Program, wish: Wish, (via, how): (&Via, &How), colour: Colour) -> Result<Exit, Failure> {
    let (program, packed) = Packed::of(program, via.max_resources, colour)?;
    cloud::block_on(KIND, async {
        let stacks = Stacks::open(cloud::region(&program.graph).as_deref()).await?;
        let word = if wish == Wish::Apply { "apply" } else { "plan" };
        let mut state = cloud::hold(KIND, &program, word).await?;
        let watcher = Watcher { program: &program, packed: &packed, stacks: &stacks, json: how.json, colour };
        let mut deploy = Deploy { watcher, via, how, wish, outputs: BTreeMap::new(), uploaded: Vec::new() };
        let exit = match state.document().resources.values().any(|record| record.kind.is_managed()) {
            true => deploy.hand_over(&mut state).await,
            false => deploy.all(&mut state).await,
        };
        cloud::give_back(state, exit).await
    })
}

impl Deploy<'_> {
    async fn all(&mut self, state: &mut State) -> Result<Exit, Failure> {
        let mut found = Exit::Clean;
        for part in &self.watcher.packed.script.steps {
            self.may(part)?;
            match self.part(part, state).await? {
                Exit::Clean => {}
                Exit::Changes => found = Exit::Changes,
                exit => return Ok(exit),
            }
        }
        Ok(match self.wish {
            Wish::Plan { changes } if found == Exit::Changes => changes,
            _ => Exit::Clean,
        })
    }

    /// Whether the credentials are of the account that a stack is for.
    pub(super) fn may(&self, part: &Part) -> Result<(), Failure> {
        match part.account.as_deref() {
            Some(account) if account != &**self.watcher.stacks.account() => Err(Failure::NotThroughStacks {
                what: format!("the stack `{}` of the account `{account}`", part.stack),
                help: "with credentials for that account: `cloudc emit --to cloudformation` writes how".to_owned(),
            }),
            _ => Ok(()),
        }
    }

    /// Makes one stack what it is declared to be.
    pub(super) async fn part(&mut self, part: &Part, state: &mut State) -> Result<Exit, Failure> {
        let (stacks, packed) = (self.watcher.stacks, self.watcher.packed);
        let (region, refused) = (part.region(stacks), part.refused());
        let stack = self.settled(part, &region).await?;
        let purpose = if stack.is_none() { ChangeSetPurpose::Create } else { ChangeSetPurpose::Update };
        let after = packed.emitted.text(&part.template).unwrap_or_default();
        let ask = self.ask(part, &region, purpose, after).await?;
        let set = match stacks.change_set(&region, &ask, &change_set_name()).await {
            Ok(set) => set,
            Err(fault) => {
                self.forsake(part, &region).await;
                return Err(refused(fault));
            }
        };
        let mut before = Vec::new();
        if let Some(stack) = &stack {
            for id in inside(stacks, &region, &stack.id).await.map_err(&refused)?.keys() {
                before.push(stacks.template(&region, id).await.map_err(&refused)?);
            }
        }
        let steps = changes::steps(&set, packed, &Before::of(&before), &Before::of(packed.templates(after)));
        self.show(part, &region, &steps, &set);
        if set.is_empty {
            self.learn(part, &region, stack, state).await?;
            return Ok(Exit::Clean);
        }
        let going = match self.wish {
            Wish::Plan { .. } => Ok(false),
            // Nobody is asked where nothing but what the stack says of itself changes.
            Wish::Apply if self.how.yes || steps.is_empty() => Ok(true),
            Wish::Apply => cloud::yes("\nCarry this out?"),
        };
        if !matches!(going, Ok(true)) {
            self.leave(part, &region, &set, stack.is_none()).await?;
            going?;
            return Ok(if self.wish == Wish::Apply { Exit::Incomplete } else { Exit::Changes });
        }
        self.carry_out(part, &region, (&set, &steps), state).await
    }

    fn show(&self, part: &Part, region: &str, steps: &[Step], set: &ChangeSet) {
        let totals = Totals::of(steps);
        if self.how.json {
            let plan = json!({ "via": "cloudformation", "stack": part.stack, "region": region, "steps": steps, "totals": totals });
            return disk::print(&line("plan", plan));
        }
        if steps.is_empty() && !set.is_empty {
            return disk::print(&format!(
                "Nothing in the cloud changes; the stack {} in {region} gets other outputs, or other notes on what it holds.\n",
                part.stack
            ));
        }
        if steps.is_empty() {
            return disk::print(&format!("Nothing to do: the stack {} in {region} is as declared.\n", part.stack));
        }
        let text = shown::foreign(steps, &totals, Purpose::Apply, self.watcher.colour);
        disk::print(&format!("Stack {} in {region}:\n\n{text}", part.stack));
    }

    async fn carry_out(
        &mut self,
        part: &Part,
        region: &str,
        (set, steps): (&ChangeSet, &[Step]),
        state: &mut State,
    ) -> Result<Exit, Failure> {
        // Whatever happens from here on, the program's things are the stack's.
        claim(part, state).await?;
        let replaced = |step: &&Step| matches!(step.what, What::Replace | What::ReplaceDeleteFirst);
        let calls = steps.len() + steps.iter().filter(replaced).count();
        let spot = Spot { region, name: &part.stack, id: &set.stack };
        let begin = self.watcher.stacks.execute(region, &set.stack, &set.id);
        let noted = changes::noted(set, steps, self.watcher.packed);
        let expected = Expected { calls, noted: &noted };
        let Some((mut report, stack)) = self.watcher.watched(spot, expected, begin).await? else {
            return Ok(Exit::Incomplete);
        };
        let status = stack.as_ref().map(|stack| stack.status.clone()).unwrap_or_default();
        if report.finish == Finish::Complete {
            changes::fill(&mut report, steps);
            self.learn(part, region, stack, state).await?;
            report.outputs = state.document().outputs.clone();
            self.protect(part, region).await?;
        }
        let (program, colour) = (self.watcher.program, self.watcher.colour);
        let command = command("apply", program);
        let exit = tell(&report, program, Next { command: &command, back: true }, self.how, colour);
        if exit != Exit::Clean && !self.how.json {
            let hints: BTreeSet<&str> = report.failed.iter().filter_map(|failed| said::hint(&failed.code)).collect();
            let hints: String = hints.into_iter().map(|hint| format!("  {hint}\n")).collect();
            let left = said::left(&part.stack, region, &status);
            disk::print(&format!("{hints}\n{left}\nTo go on: put right what failed and run `{command}` again.\n"));
        }
        Ok(exit)
    }

    /// Takes down what a stack tells: for the stacks after it, and the program's outputs.
    async fn learn(
        &mut self,
        part: &Part,
        region: &str,
        stack: Option<Stack>,
        state: &mut State,
    ) -> Result<(), Failure> {
        let stack = match stack {
            Some(stack) => Some(stack),
            None => self.watcher.stacks.stack(region, &part.stack).await.map_err(part.refused())?,
        };
        let Some(stack) = stack else { return Ok(()) };
        if self.watcher.packed.emitted.main.as_ref() == Some(&part.template) {
            let value = |name: &str| stack.outputs.get(&emit::root_id(name)).map(|value| Json::from(value.as_str()));
            let outputs = self.watcher.program.graph.outputs().iter();
            let values: BTreeMap<String, Json> =
                outputs.filter_map(|output| Some((output.name.to_string(), value(&output.name)?))).collect();
            if values != state.document().outputs {
                state.record(vec![Entry::Outputs { values }]).await?;
            }
        }
        self.outputs.insert(part.stack.clone(), stack.outputs);
        Ok(())
    }

    /// What is `@protect`ed is so in the stack too, and in the stacks inside of it.
    async fn protect(&self, part: &Part, region: &str) -> Result<(), Failure> {
        let stacks = self.watcher.stacks;
        if let Some(policy) = self.policy(&part.template) {
            stacks.protect(region, &part.stack, policy).await.map_err(part.refused())?;
        }
        let assets = self.watcher.packed.assets.templates.iter();
        let inner = assets.filter_map(|asset| Some((asset.key.as_str(), self.policy(asset.file.as_deref()?)?)));
        let inner: Vec<(&str, &str)> = inner.collect();
        if inner.is_empty() {
            return Ok(());
        }
        let template = self.template(part);
        for thing in
            stacks.things(region, &part.stack).await.map_err(part.refused())?.iter().filter(|one| is_stack(one))
        {
            let declared =
                template.pointer(&format!("/Resources/{}", thing.id)).map(Json::to_string).unwrap_or_default();
            if let Some((_, policy)) = inner.iter().find(|(key, _)| declared.contains(key)) {
                stacks.protect(region, &thing.identifier, policy).await.map_err(part.refused())?;
            }
        }
        Ok(())
    }

    /// What a stack of a template refuses.
    fn policy(&self, template: &str) -> Option<&str> {
        let path = template.rsplit_once('.').map(|(path, _)| format!("{path}.policy.json"))?;
        self.watcher.packed.emitted.text(&path)
    }
}

/// Writes down that a stack holds things of the program.
pub(super) async fn claim(part: &Part, state: &mut State) -> Result<(), Failure> {
    let mut names = state.document().stacks.clone();
    if !names.contains(&part.stack) {
        names.push(part.stack.clone());
        state.record(vec![Entry::Stacks { names }]).await?;
    }
    Ok(())
}

/// A name that no change set of the program has had.
pub(super) fn change_set_name() -> String {
    format!("cloudc-{}", Timestamp::of_machine().milliseconds())
}
