use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_cloudformation::operation::describe_change_set::DescribeChangeSetOutput;
use aws_sdk_cloudformation::types::{
    Capability, ChangeAction, ChangeSetStatus, ChangeSetType, Parameter, Replacement, ResourceChange, ResourceToImport,
    Tag,
};
use cloudc_provider::{Class, Fault};

use super::Stacks;
use crate::fault::fault;

/// How often a change set is looked at that is being made.
const LOOK: Duration = Duration::from_millis(800);

/// How often it is looked at, at most: half an hour.
const LOOKS: usize = 2200;

/// What a change set is made of.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The stack.
    pub stack: String,
    /// What it is for.
    pub purpose: ChangeSetPurpose,
    /// The template itself, or where in a bucket it is.
    pub template: Result<String, String>,
    /// Values of parameters; those without one keep what they have.
    pub parameters: BTreeMap<String, Option<String>>,
    /// What has to be confirmed.
    pub capabilities: Vec<String>,
    /// Tags of the stack, which CloudFormation puts on all it makes.
    pub tags: BTreeMap<String, String>,
    /// Whether stacks inside of it are looked at too.
    pub nested: bool,
}

/// What a change set is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeSetPurpose {
    /// The stack is not there yet and is made.
    Create,
    /// What the stack holds is changed.
    Update,
    /// The stack, which need not be there yet, takes over what is there already; nothing else of it may change.
    Import(Vec<Importee>),
}

/// Something that is there and that a stack takes over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Importee {
    /// Its type, as CloudFormation calls it.
    pub ty: String,
    /// The logical id that it has in the template.
    pub id: String,
    /// The properties that its primary identifier is made of, by name.
    pub identifier: BTreeMap<String, String>,
}

/// How many things a change set takes over, at most (`CreateChangeSet`, `ResourcesToImport`).
pub const MOST_IMPORTED: usize = 200;

/// A change set that was worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSet {
    /// Its ARN.
    pub id: String,
    /// The ARN of its stack.
    pub stack: String,
    /// What it changes of the things that the stack holds.
    pub changes: Vec<StackChange>,
    /// Whether it does nothing at all, and was taken away again. One without changes may still change outputs.
    pub is_empty: bool,
}

/// A change of something that a stack holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackChange {
    /// The logical id.
    pub id: String,
    /// What AWS calls it, if it is there.
    pub identifier: Option<String>,
    /// Its type, as CloudFormation calls it.
    pub ty: String,
    /// What is done.
    pub action: StackAction,
    /// Whether it is replaced.
    pub replaces: Replaces,
    /// The properties that change, as far as CloudFormation says.
    pub properties: Vec<String>,
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StackAction {
    /// It is made.
    Add,
    /// It is changed or replaced.
    Modify,
    /// It is deleted, or let go of.
    Remove,
    /// It is taken over.
    Import,
    /// It is found out on the way.
    Dynamic,
}

/// Whether something is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaces {
    /// It is changed in place.
    No,
    /// That is found out on the way.
    Perhaps,
    /// It is.
    Yes,
}

impl Stacks {
    /// Makes a change set and waits until CloudFormation has worked it out. One that would change nothing is taken away again.
    ///
    /// # Errors
    /// CloudFormation refuses it, or does not answer.
    pub async fn change_set(&self, region: &str, ask: &Ask, name: &str) -> Result<ChangeSet, Fault> {
        let client = &self.at(region).again.cloudformation;
        let parameter = |(key, value): (&String, &Option<String>)| {
            let keeps = value.is_none().then_some(true);
            Parameter::builder()
                .parameter_key(key)
                .set_parameter_value(value.clone())
                .set_use_previous_value(keeps)
                .build()
        };
        let tag = |(key, value): (&String, &String)| Tag::builder().key(key).value(value).build();
        let call = client
            .create_change_set()
            .stack_name(&ask.stack)
            .change_set_name(name)
            .change_set_type(ask.purpose.ty())
            .set_resources_to_import(ask.purpose.importees())
            .set_parameters(Some(ask.parameters.iter().map(parameter).collect()))
            .set_capabilities(Some(ask.capabilities.iter().map(|word| Capability::from(word.as_str())).collect()))
            .set_tags(Some(ask.tags.iter().map(tag).collect()))
            .set_include_nested_stacks(ask.nested.then_some(true));
        let call = match &ask.template {
            Ok(body) => call.template_body(body),
            Err(url) => call.template_url(url),
        };
        let (id, stack) = match call.send().await.map_err(fault) {
            Ok(made) => (made.id().unwrap_or(name).to_owned(), made.stack_id().unwrap_or(&ask.stack).to_owned()),
            // An earlier try of the same call has arrived.
            Err(fault) if fault.code == "AlreadyExistsException" => (name.to_owned(), ask.stack.clone()),
            // Whoever stands in for CloudFormation may know at once.
            Err(fault) if is_empty(&fault.message) => {
                let (id, stack) = (String::new(), ask.stack.clone());
                return Ok(ChangeSet { id, stack, changes: Vec::new(), is_empty: true });
            }
            Err(fault) => return Err(fault),
        };
        match self.worked_out(region, &ask.stack, &id).await? {
            Some(first) => {
                let changes = self.changes(region, &ask.stack, &id, first).await?;
                Ok(ChangeSet { id, stack, changes, is_empty: false })
            }
            None => {
                self.drop_change_set(region, &ask.stack, &id).await?;
                Ok(ChangeSet { id, stack, changes: Vec::new(), is_empty: true })
            }
        }
    }

    /// Waits until a change set is worked out; none if it would change nothing.
    async fn worked_out(&self, region: &str, stack: &str, id: &str) -> Result<Option<DescribeChangeSetOutput>, Fault> {
        let client = &self.at(region).again.cloudformation;
        for _ in 0..LOOKS {
            let call = client.describe_change_set().stack_name(stack).change_set_name(id);
            let found = call.send().await.map_err(fault)?;
            let reason = found.status_reason().unwrap_or_default().to_owned();
            match found.status() {
                Some(ChangeSetStatus::CreateComplete) => return Ok(Some(found)),
                Some(ChangeSetStatus::Failed) if is_empty(&reason) => return Ok(None),
                Some(ChangeSetStatus::Failed) => return Err(Fault::new(Class::Invalid, "ChangeSetFailed", reason)),
                _ => tokio::time::sleep(LOOK).await,
            }
        }
        Err(Fault::new(Class::Transient, "", "CloudFormation does not work the change set out"))
    }

    /// All pages of what a change set changes.
    async fn changes(
        &self,
        region: &str,
        stack: &str,
        id: &str,
        first: DescribeChangeSetOutput,
    ) -> Result<Vec<StackChange>, Fault> {
        let client = &self.at(region).again.cloudformation;
        let mut page = first;
        let (mut changes, mut nested) = (Vec::new(), Vec::new());
        loop {
            for change in page.changes().iter().filter_map(|change| change.resource_change()) {
                nested.extend(change.change_set_id().map(str::to_owned));
                changes.push(of(change));
            }
            let Some(token) = page.next_token().map(str::to_owned) else { break };
            let call = client.describe_change_set().stack_name(stack).change_set_name(id).next_token(token);
            page = call.send().await.map_err(fault)?;
        }
        for id in nested {
            let inner = client.describe_change_set().change_set_name(&id).send().await.map_err(fault)?;
            let stack = inner.stack_id().unwrap_or_default().to_owned();
            changes.extend(Box::pin(self.changes(region, &stack, &id, inner)).await?);
        }
        Ok(changes)
    }

    /// Begins to carry a change set out.
    ///
    /// # Errors
    /// It does not fit the stack any more, or AWS does not answer.
    pub async fn execute(&self, region: &str, stack: &str, id: &str) -> Result<(), Fault> {
        let client = &self.at(region).again.cloudformation;
        // A call that is sent again is the same one.
        let token: String = id.chars().filter(char::is_ascii_alphanumeric).rev().take(64).collect();
        let call = client.execute_change_set().stack_name(stack).change_set_name(id).client_request_token(token);
        call.send().await.map(drop).map_err(fault)
    }

    /// Takes a change set away that is not carried out.
    ///
    /// # Errors
    /// AWS refuses, or does not answer.
    pub async fn drop_change_set(&self, region: &str, stack: &str, id: &str) -> Result<(), Fault> {
        let client = &self.at(region).again.cloudformation;
        let call = client.delete_change_set().stack_name(stack).change_set_name(id);
        call.send().await.map(drop).map_err(fault)
    }
}

impl ChangeSetPurpose {
    fn ty(&self) -> ChangeSetType {
        match self {
            ChangeSetPurpose::Create => ChangeSetType::Create,
            ChangeSetPurpose::Update => ChangeSetType::Update,
            ChangeSetPurpose::Import(_) => ChangeSetType::Import,
        }
    }

    /// What is taken over, in the words of the call.
    fn importees(&self) -> Option<Vec<ResourceToImport>> {
        let ChangeSetPurpose::Import(importees) = self else { return None };
        let one = |importee: &Importee| {
            let identifier = importee.identifier.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
            ResourceToImport::builder()
                .resource_type(&importee.ty)
                .logical_resource_id(&importee.id)
                .set_resource_identifier(Some(identifier))
                .build()
        };
        Some(importees.iter().map(one).collect())
    }
}

/// Whether CloudFormation has found nothing to do; it has no code for that.
fn is_empty(reason: &str) -> bool {
    reason.contains("didn't contain changes") || reason.contains("No updates are to be performed")
}

fn of(change: &ResourceChange) -> StackChange {
    let target = |detail: &aws_sdk_cloudformation::types::ResourceChangeDetail| {
        detail.target().and_then(|target| target.name()).map(str::to_owned)
    };
    let mut properties: Vec<String> = change.details().iter().filter_map(target).collect();
    properties.sort();
    properties.dedup();
    StackChange {
        id: change.logical_resource_id().unwrap_or_default().to_owned(),
        identifier: change.physical_resource_id().map(str::to_owned),
        ty: change.resource_type().unwrap_or_default().to_owned(),
        action: match change.action() {
            Some(ChangeAction::Add) => StackAction::Add,
            Some(ChangeAction::Remove) => StackAction::Remove,
            Some(ChangeAction::Import) => StackAction::Import,
            Some(ChangeAction::Modify) => StackAction::Modify,
            _ => StackAction::Dynamic,
        },
        replaces: match change.replacement() {
            Some(Replacement::True) => Replaces::Yes,
            Some(Replacement::Conditional) => Replaces::Perhaps,
            _ => Replaces::No,
        },
        properties,
    }
}
