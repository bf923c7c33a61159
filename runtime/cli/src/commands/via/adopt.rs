//! What stacks hold becomes what was made directly: kept by the stacks, recorded, and then the stacks go.

use std::collections::BTreeMap;

use cloudc_aws::{Ask, ChangeSetPurpose, Replaces, StackAction, StackChange, StackThing, Stacks};
use cloudc_compiler::emit::MAX_RESOURCES;
use cloudc_engine::{ImportError, Options, Plan, Selection, Wish, adoptable, import, seek};
use cloudc_provider::{Fault, Timestamp};
use cloudc_state::{Document, Entry, Record, State};
use serde_json::{Value as Json, json};

use super::KIND;
use super::inside::{STACK, inside, is_stack};
use super::packed::Packed;
use super::parcel::{DIRECT, placed};
use super::watched::{Expected, Spot, Watcher};
use crate::cloud::{self, Cloud};
use crate::colour::Colour;
use crate::commands::apply::How;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::Program;

/// A stack whose things are taken over.
struct Held {
    region: String,
    name: String,
    id: String,
    /// What it and the stacks inside of it hold, by the ARN of each.
    inside: BTreeMap<String, Vec<StackThing>>,
}

struct Adopt<'a> {
    watcher: Watcher<'a>,
}

/// Takes over what the stacks of a program hold.
pub(crate) fn adopt(program: Program, how: &How, colour: Colour) -> Result<Exit, Failure> {
    let (program, packed) = Packed::of(program, MAX_RESOURCES, colour)?;
    cloud::block_on(KIND, async {
        let stacks = Stacks::open(cloud::region(&program.graph).as_deref()).await?;
        let mut state = cloud::hold(KIND, &program, "adopt").await?;
        let watcher = Watcher { program: &program, packed: &packed, stacks: &stacks, json: how.json, colour };
        let adopt = Adopt { watcher };
        let exit = adopt.all(&mut state, how).await;
        cloud::give_back(state, exit).await
    })
}

impl Adopt<'_> {
    async fn all(&self, state: &mut State, how: &How) -> Result<Exit, Failure> {
        let (held, called) = self.held().await?;
        if held.is_empty() && state.document().stacks.is_empty() {
            disk::print("Nothing to take over: the program has no stack.\n");
            return Ok(Exit::Clean);
        }
        let names: Vec<&str> = held.iter().map(|held| held.name.as_str()).collect();
        disk::print(&format!(
            "{} resources of the stack {} are recorded as made directly; the stack is deleted, and everything in it stays.\n",
            called.len(),
            names.join(", ")
        ));
        if !how.yes && !cloud::yes("\nCarry this out?")? {
            return Ok(Exit::Incomplete);
        }
        for held in &held {
            self.keep(held).await?;
        }
        let left = self.record(state, &called).await?;
        if !left.is_empty() {
            disk::print(&format!("\nNot everything could be taken over, and the stack stays:\n{}", left.concat()));
            return Ok(Exit::Incomplete);
        }
        for held in &held {
            self.watched(held, async { self.watcher.stacks.delete(&held.region, &held.id).await }).await?;
        }
        state.record(vec![Entry::Stacks { names: vec![] }]).await?;
        disk::print(&format!(
            "\n{} taken over. `cloudc plan {} --cloud aws` shows what is not as declared.\n",
            called.len(),
            self.watcher.program.path
        ));
        Ok(Exit::Clean)
    }

    /// The stacks that are there, and what CloudFormation calls what they hold, by address.
    async fn held(&self) -> Result<(Vec<Held>, BTreeMap<String, String>), Failure> {
        let (mut held, mut called) = (Vec::new(), BTreeMap::new());
        for part in &self.watcher.packed.script.steps {
            let (region, refused) = (part.region(self.watcher.stacks), part.refused());
            let stack = self.watcher.stacks.stack(&region, &part.stack).await.map_err(&refused)?;
            let Some(stack) = stack.filter(|stack| !stack.is_gone()) else { continue };
            let inside = inside(self.watcher.stacks, &region, &stack.id).await.map_err(&refused)?;
            let things = inside.values().flatten().filter(|thing| thing.ty != STACK);
            called.extend(things.map(|thing| (self.watcher.packed.address(&thing.id), thing.identifier.clone())));
            held.push(Held { region, name: part.stack.clone(), id: stack.id, inside });
        }
        Ok((held, called))
    }

    /// Has CloudFormation keep everything when the stack goes. Only what it was made of is sent again: nothing else changes.
    async fn keep(&self, held: &Held) -> Result<(), Failure> {
        let refused = |source: Fault| Failure::Refused { what: held.name.clone(), source };
        if held.inside.values().all(Vec::is_empty) {
            return Ok(());
        }
        let (template, parameters) = self.kept(held, &held.id).await?;
        let bucket = self.watcher.stacks.bucket(&held.region);
        let template = match template.len() <= DIRECT {
            true => Ok(template),
            false => {
                let placed = placed(self.watcher.stacks, &held.region, (&bucket, &held.name), &template).await;
                Err(placed.map_err(refused)?)
            }
        };
        let ask = Ask {
            stack: held.name.clone(),
            purpose: ChangeSetPurpose::Update,
            template,
            parameters,
            capabilities: vec!["CAPABILITY_NAMED_IAM".to_owned()],
            tags: [("cloudc:app".to_owned(), self.watcher.program.app()?.to_owned())].into(),
            nested: held.inside.len() > 1,
        };
        let name = format!("cloudc-adopt-{}", Timestamp::of_machine().milliseconds());
        let set = self.watcher.stacks.change_set(&held.region, &ask, &name).await.map_err(refused)?;
        if set.is_empty {
            return Ok(());
        }
        // What a stack inside hands over to another is known to CloudFormation only when it is done: it does not change.
        let is_harmless = |change: &StackChange| {
            let perhaps = held.inside.len() > 1 && change.replaces == Replaces::Perhaps;
            matches!(change.action, StackAction::Modify) && (change.replaces == Replaces::No || perhaps)
        };
        if let Some(change) = set.changes.iter().find(|change| !is_harmless(change)) {
            self.watcher.stacks.drop_change_set(&held.region, &set.stack, &set.id).await.map_err(refused)?;
            return Err(Failure::NotThroughStacks {
                what: format!("taking over `{}`", self.watcher.packed.address(&change.id)),
                help: "CloudFormation would do more than keep it; nothing was done".to_owned(),
            });
        }
        self.watched(held, async { self.watcher.stacks.execute(&held.region, &set.stack, &set.id).await }).await
    }

    /// The template of a stack that keeps everything, and its parameters; those of stacks inside of it are put where it looks for them.
    async fn kept(&self, held: &Held, id: &str) -> Result<(String, BTreeMap<String, Option<String>>), Failure> {
        let (stacks, region) = (self.watcher.stacks, held.region.as_str());
        let refused = |source: Fault| Failure::Refused { what: held.name.clone(), source };
        let text = stacks.template(region, id).await.map_err(refused)?;
        let mut inner = BTreeMap::new();
        for thing in held.inside.get(id).into_iter().flatten().filter(|thing| is_stack(thing)) {
            let (text, _) = Box::pin(self.kept(held, &thing.identifier)).await?;
            let place = placed(stacks, region, (&stacks.bucket(region), &held.name), &text).await.map_err(refused)?;
            inner.insert(thing.id.clone(), place);
        }
        kept(&text, &inner).ok_or_else(|| Failure::NotThroughStacks {
            what: format!("taking over `{}`", held.name),
            help: "its template is none that cloudc wrote as JSON".to_owned(),
        })
    }

    /// Begins something and waits until CloudFormation has come to its end.
    async fn watched(&self, held: &Held, begin: impl Future<Output = Result<(), Fault>>) -> Result<(), Failure> {
        let spot = Spot { region: &held.region, name: &held.name, id: &held.id };
        // To keep something is a note of the stack's: no service hears of it.
        let things = held.inside.values().flatten().map(|thing| self.watcher.packed.address(&thing.id));
        let noted: Vec<String> = things.collect();
        let came = self.watcher.watched(spot, Expected { calls: 0, noted: &noted }, begin).await?;
        let well = came.as_ref().is_some_and(|(report, _)| report.finish == cloudc_engine::Finish::Complete);
        match well {
            true => Ok(()),
            false => Err(Failure::NotThroughStacks {
                what: format!("the stack `{}`", held.name),
                help: "CloudFormation did not come to its end; run the command again when it has".to_owned(),
            }),
        }
    }

    /// Records everything, each after what it needs; gives what could not be.
    async fn record(&self, state: &mut State, called: &BTreeMap<String, String>) -> Result<Vec<String>, Failure> {
        let cloud = Cloud::open(KIND, self.watcher.program).await?;
        let mut left: BTreeMap<String, String> = BTreeMap::new();
        loop {
            let plan = cloud.plan(self.watcher.program, state.document(), &Selection::default()).await?;
            let ready = adoptable(&self.watcher.program.graph, &plan, state.document(), called);
            let ready: Vec<_> = ready.into_iter().filter(|(address, _)| !left.contains_key(address)).collect();
            if ready.is_empty() {
                break;
            }
            for (address, identifier) in ready {
                match one(self.watcher.program, &cloud, &plan, state.document(), (&address, identifier)).await {
                    Ok(record) => state.record(vec![Entry::Noted { address, record: Box::new(record) }]).await?,
                    Err(why) => drop(left.insert(address, why)),
                }
            }
        }
        let open = called.keys().filter(|address| state.document().at(address).is_none());
        let why = |address: &String| left.get(address).map_or("it needs what could not be taken over", String::as_str);
        Ok(open.map(|address| format!("  {address}: {}\n", why(address))).collect())
    }
}

/// Reads something and marks it as the program's; else why not, in words.
async fn one(
    program: &Program,
    cloud: &Cloud,
    plan: &Plan,
    document: &Document,
    (address, identifier): (&str, Option<String>),
) -> Result<Record, String> {
    let (graph, provider, patience) = (&program.graph, &cloud.provider, Options::default().patience);
    let mut found = None;
    if let Some(identifier) = &identifier {
        let wish = Wish { address, ty: None, identifier, on: None };
        found = match import(graph, plan, document, provider, &patience, wish).await {
            Err(ImportError::NotThere { .. }) => None,
            other => Some(other.map_err(|error| chain(&error))?),
        };
    }
    let found = match found {
        Some(found) => found,
        // What connects others is known by these, whatever CloudFormation calls it.
        None => {
            let sought = seek(graph, plan, document, provider, address).await.map_err(|fault| fault.message)?;
            let identifier = sought.ok_or("it is not found by what it is declared to be")?;
            let wish = Wish { address, ty: None, identifier: &identifier, on: None };
            import(graph, plan, document, provider, &patience, wish).await.map_err(|error| chain(&error))?
        }
    };
    provider.adopt(&found.call, &found.record.identifier).await.map_err(|fault| fault.message)?;
    Ok(found.record)
}

/// An error with what caused it, on one line.
fn chain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", chain(source)),
        None => error.to_string(),
    }
}

/// A template that keeps everything when its stack goes, and its parameters, which keep their values. Stacks inside of it are made of
/// other templates (`inner`, by logical id) and go with it.
///
/// CloudFormation takes a policy only along with something else that changes, such as metadata.
fn kept(text: &str, inner: &BTreeMap<String, String>) -> Option<(String, BTreeMap<String, Option<String>>)> {
    let mut template: Json = serde_json::from_str(text).ok()?;
    for (id, resource) in template.get_mut("Resources")?.as_object_mut()? {
        let resource = resource.as_object_mut()?;
        if let Some(place) = inner.get(id) {
            let properties = resource.get_mut("Properties")?.as_object_mut()?;
            properties.insert("TemplateURL".to_owned(), place.as_str().into());
            continue;
        }
        resource.insert("DeletionPolicy".to_owned(), "Retain".into());
        let metadata = resource.entry("Metadata").or_insert_with(|| json!({}));
        metadata.as_object_mut()?.insert("cloudc:adopted".to_owned(), true.into());
    }
    let parameters = template.get("Parameters").and_then(Json::as_object);
    let parameters = parameters.into_iter().flatten().map(|(name, _)| (name.clone(), None)).collect();
    Some((template.to_string(), parameters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_kept() {
        let template = json!({
            "Parameters": { "Bucket": { "Type": "String" } },
            "Resources": { "A": { "Type": "T", "DeletionPolicy": "Delete", "Metadata": { "own": 1 } }, "B": { "Type": "T" }, "C": { "Type": "S", "Properties": { "TemplateURL": "x" } } },
        });
        let (text, parameters) =
            kept(&template.to_string(), &BTreeMap::from([("C".to_owned(), "https://c".to_owned())])).unwrap();
        let kept: Json = serde_json::from_str(&text).unwrap();
        assert_eq!(kept["Resources"]["A"]["DeletionPolicy"], "Retain");
        assert_eq!(kept["Resources"]["A"]["Metadata"], json!({ "own": 1, "cloudc:adopted": true }));
        assert_eq!(kept["Resources"]["B"]["DeletionPolicy"], "Retain");
        assert_eq!(kept["Resources"]["C"], json!({ "Type": "S", "Properties": { "TemplateURL": "https://c" } }));
        assert_eq!(parameters, [("Bucket".to_owned(), None)].into());
    }
}
