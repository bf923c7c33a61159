//! What one call of a handler needs: which things, by IAM's own tables.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use cloudc_facts::{IamService, facts};
use serde::Deserialize;

use crate::candidates::Candidate;
use crate::deployer::Deployer;
use crate::glob;
use crate::need::{Condition, Phase};

/// The table `services.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Services {
    /// What services call themselves when they make roles of their own.
    pub(crate) linked: BTreeMap<String, String>,
    /// Services without regions.
    global: Vec<String>,
    /// Actions that IAM's tables limit to things that they are rarely about.
    everywhere: Vec<String>,
    /// What a call is about whether or not the program says so: types of IAM's tables, by action.
    along: BTreeMap<String, Vec<String>>,
    /// How identifiers of EC2 begin, and what they are.
    pub(crate) ids: BTreeMap<String, String>,
}

/// The table `services.json`.
pub(crate) fn services() -> &'static Services {
    static SERVICES: LazyLock<Services> =
        LazyLock::new(|| serde_json::from_str(include_str!("../data/services.json")).unwrap_or_default());
    &SERVICES
}

/// An action, and what it can be about.
pub(crate) struct Action {
    /// As IAM spells it.
    pub(crate) text: Arc<str>,
    pub(crate) service: Box<str>,
    pub(crate) about: About,
}

/// What an action can be about.
pub(crate) enum About {
    /// A role that is handed on.
    Role,
    /// A role that a service makes for itself.
    LinkedRole,
    /// It takes no resource, or is a pattern.
    Anything,
    /// Things of these kinds.
    Kinds(Vec<Kind>),
}

/// A kind of things in IAM's tables.
pub(crate) struct Kind {
    shapes: Vec<Shape>,
    /// Whether its tags can be asked for.
    tagged: bool,
    /// Whether the action is about one of them whether or not the program says so.
    along: bool,
}

/// The shape of ARNs: `arn:${Partition}:ec2:${Region}:${Account}:vpc/*`.
pub(crate) struct Shape {
    text: String,
    service: String,
    resource: String,
    /// What stands before the only wildcard, if that is at the end.
    prefix: Option<String>,
}

impl Action {
    /// An action as schemas write it; none if IAM does not have it: nothing can be granted by it.
    pub(crate) fn new(text: &str) -> Option<Action> {
        let (service, name) = text.split_once(':')?;
        let action = |text: &str, about| Some(Action { text: text.into(), service: service.into(), about });
        match text.to_ascii_lowercase().as_str() {
            "iam:passrole" => return action("iam:PassRole", About::Role),
            "iam:createservicelinkedrole" => return action("iam:CreateServiceLinkedRole", About::LinkedRole),
            _ => {}
        }
        let Some(known) = facts().iam_service(service).filter(|_| !name.contains('*')) else {
            return action(text, About::Anything);
        };
        let spelled = format!("{service}:{}", known.action(name)?);
        let kinds = known.actions.get(known.action(name)?).filter(|kinds| !kinds.is_empty());
        let kinds = kinds.filter(|_| !services().everywhere.contains(&spelled));
        let about = kinds.map_or(About::Anything, |kinds| About::Kinds(kinds_of(&known, kinds, &spelled)));
        action(&spelled, about)
    }
}

fn kinds_of(known: &IamService, kinds: &[usize], action: &str) -> Vec<Kind> {
    let along = services().along.get(action);
    let kind = |&index: &usize| {
        let (name, shapes) = known.resources.get(index)?.split_first()?;
        Some(Kind {
            shapes: shapes.iter().filter_map(|shape| Shape::new(shape)).collect(),
            tagged: known.tagged.contains(&index),
            along: along.is_some_and(|along| along.iter().any(|word| **word == **name)),
        })
    };
    kinds.iter().filter_map(kind).collect()
}

impl Shape {
    fn new(text: &str) -> Option<Shape> {
        let text = text.replace(".*", "*");
        let (service, resource) = parts(&text)?;
        let (service, resource) = (service.to_owned(), resource.to_owned());
        let prefix = resource.strip_suffix('*').filter(|prefix| !prefix.contains(['*', '?'])).map(str::to_owned);
        Some(Shape { text, service, resource, prefix })
    }

    /// Whether an ARN is of this shape: of the same service and kind. Places are not compared.
    fn is_of(&self, arn: &str) -> bool {
        parts(arn).is_some_and(|(service, resource)| {
            self.service == service
                && match &self.prefix {
                    Some(prefix) => resource.starts_with(prefix.as_str()),
                    None => glob::covers(&self.resource, resource),
                }
        })
    }
}

/// The service of an ARN, and what stands behind its account.
fn parts(arn: &str) -> Option<(&str, &str)> {
    let mut fields = arn.splitn(6, ':').skip(2);
    Some((fields.next()?, fields.nth(2)?))
}

/// A node whose handlers make calls.
pub(crate) struct Call<'c> {
    pub(crate) number: usize,
    /// The service that its type belongs to, as actions are prefixed.
    pub(crate) service: &'c str,
    pub(crate) candidates: &'c [Candidate],
    /// When the call is made.
    pub(crate) phases: &'c [Phase],
    /// Whether it is made before the thing is there with its tags.
    pub(crate) at_creation: bool,
}

impl Deployer<'_> {
    /// Adds what an action of a handler needs.
    pub(crate) fn action(&mut self, call: &Call<'_>, action: &Action) {
        match &action.about {
            About::Role => self.pass_roles(call),
            About::LinkedRole => self.linked_role(call),
            About::Anything => {
                let condition = self.in_region(&action.service, Some(call.number));
                self.need(call, &action.text, "*", &condition, None);
            }
            About::Kinds(kinds) => {
                for (arn, condition, of) in things(kinds, &action.text, call) {
                    self.need(call, &action.text, &arn, &condition, of);
                }
            }
        }
    }

    /// The condition that a call goes to the region of a node.
    pub(crate) fn in_region(&self, service: &str, number: Option<usize>) -> Condition {
        let mut condition = Condition::new();
        let node = number.and_then(|number| self.graph.node(number));
        if !services().global.iter().any(|global| global == service)
            && let Some(region) = self.places.region(node)
        {
            condition.insert(("StringEquals", "aws:RequestedRegion".into()), vec![region]);
        }
        condition
    }
}

/// Something that an action is about: its ARN, what its tags say, whose it is.
pub(crate) type Thing = (String, Condition, Option<usize>);

/// What an action is about, which may be nothing of this call.
fn things(kinds: &[Kind], action: &str, call: &Call<'_>) -> Vec<Thing> {
    // Code is read where the properties say, not from every bucket that the program uses.
    let is_code = action.starts_with("s3:GetObject") && call.service != "s3";
    let is_written = |candidate: &&Candidate| candidate.of.is_none() && candidate.arn.contains(":s3:::");
    let written_only = is_code && call.candidates.iter().any(|candidate| is_written(&candidate));
    let mut found: Vec<Thing> = Vec::new();
    for kind in kinds {
        let candidates = call.candidates.iter().filter(|candidate| candidate.of.is_none() || !written_only);
        let fitting = candidates.filter(|candidate| kind.shapes.iter().any(|shape| shape.is_of(&candidate.arn)));
        let before = found.len();
        found
            .extend(fitting.map(|candidate| (candidate.arn.clone(), tags(candidate, kind.tagged, call), candidate.of)));
        if found.len() == before && kind.along {
            found.extend(all(kind));
        }
    }
    match found.is_empty() {
        false => found,
        // Roles, users and groups that the program does not name are not touched, but those of services.
        true if action.starts_with("iam:") && call.service == "iam" => Vec::new(),
        true if action.starts_with("iam:") => {
            vec![("arn:${Partition}:iam::${Account}:role/aws-service-role/*".to_owned(), Condition::new(), None)]
        }
        true => kinds.iter().flat_map(all).collect(),
    }
}

/// Everything of a kind.
pub(crate) fn all(kind: &Kind) -> impl Iterator<Item = Thing> {
    kind.shapes.iter().map(|shape| (shape.text.clone(), Condition::new(), None))
}

/// What may be asked of the tags of a thing: not while it is made.
fn tags(candidate: &Candidate, tagged: bool, call: &Call<'_>) -> Condition {
    if tagged && !(candidate.own && call.at_creation) { candidate.tags.clone() } else { Condition::new() }
}

/// Whether IAM knows an action: `sqs:SendMessage`.
pub fn is_action(action: &str) -> bool {
    facts().is_iam_action(action)
}

/// Whether IAM has actions of a service, by prefix: `sqs`.
pub fn is_service(prefix: &str) -> bool {
    facts().iam_service(prefix).is_some()
}

/// Whether an action can be limited to things; otherwise it is allowed on everything or nothing.
pub fn takes_resources(action: &str) -> bool {
    let found = action.split_once(':').and_then(|(service, name)| Some((facts().iam_service(service)?, name)));
    let kinds = found.and_then(|(known, name)| known.actions.get(known.action(name)?).cloned());
    kinds.is_some_and(|kinds| !kinds.is_empty())
}

/// The services of a list of actions, the one with the most first.
pub(crate) fn service_of<'a>(actions: impl Iterator<Item = &'a str>) -> Option<Arc<str>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (service, _) in actions.filter_map(|action| action.split_once(':')) {
        *counts.entry(service).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(service, _)| service.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_speaks_of_what_iam_knows() {
        let read: Services = serde_json::from_str(include_str!("../data/services.json")).expect("it reads");
        let ec2 = facts().iam_service("ec2").expect("it is there");
        let is = |name: &str| ec2.resources.iter().any(|resource| &*resource[0] == name);
        for (action, kinds) in &read.along {
            let known = &ec2.actions[action.trim_start_matches("ec2:")];
            for kind in kinds {
                let index = ec2.resources.iter().position(|resource| *resource[0] == **kind);
                assert!(index.is_some_and(|index| known.contains(&index)), "{action} {kind}");
            }
        }
        assert!(read.ids.values().all(|kind| is(kind)));
    }

    #[test]
    fn kinds_are_told_apart_by_service_and_path() {
        let is_of = |shape: &str, arn: &str| Shape::new(shape).expect("it is one").is_of(arn);
        assert!(is_of("arn:${Partition}:ec2:${Region}:${Account}:vpc/.*", "arn:aws:ec2:eu-west-1:1:vpc/vpc-1"));
        assert!(!is_of("arn:${Partition}:ec2:${Region}:${Account}:vpc/.*", "arn:aws:ec2:eu-west-1:1:subnet/*"));
        assert!(!is_of("arn:${Partition}:sns:${Region}:${Account}:.*", "arn:aws:sqs:eu-west-1:1:a"));
        assert!(is_of("arn:${Partition}:x:${Region}:${Account}:a/.*/b", "arn:aws:x:eu-west-1:1:a/*/b"));
    }
}
