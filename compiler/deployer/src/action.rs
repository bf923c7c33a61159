//! What one call of a handler needs: which things, by IAM's own tables.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use cloudc_facts::{IamService, facts};
use serde::Deserialize;

use crate::candidates::Candidate;
use crate::deployer::Deployer;
use crate::need::{Condition, Phase};
use crate::{glob, when};

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
    pub(crate) fn action(&mut self, call: &Call<'_>, action: &str) {
        let Some((service, name)) = action.split_once(':') else { return };
        let made = self.graph.node(call.number).is_some_and(|node| when::is_made(node, call.service, action));
        match (made, action.to_ascii_lowercase().as_str()) {
            (false, _) => return,
            (true, "iam:passrole") => return self.pass_roles(call),
            (true, "iam:createservicelinkedrole") => return self.linked_role(call),
            (true, _) => {}
        }
        let Some(known) = facts().iam_service(service).filter(|_| !name.contains('*')) else {
            return self.everywhere(call, service, action);
        };
        // Schemas name actions now and then that IAM does not have: nothing can be granted by them.
        let Some(name) = known.action(name).map(str::to_owned) else { return };
        let action = format!("{service}:{name}");
        let limited = !services().everywhere.iter().any(|other| *other == action);
        let Some(things) = things(&known, &name, &action, call).filter(|_| limited) else {
            return self.everywhere(call, service, &action);
        };
        for (arn, condition, of) in things {
            self.need(call, &action, &arn, condition, of);
        }
    }

    /// An action that takes no resource.
    fn everywhere(&mut self, call: &Call<'_>, service: &str, action: &str) {
        let condition = self.in_region(service, Some(call.number));
        self.need(call, action, "*", condition, None);
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
type Thing = (String, Condition, Option<usize>);

/// What an action is about, which may be nothing of this call; none if it takes no resource.
fn things(known: &IamService, name: &str, action: &str, call: &Call<'_>) -> Option<Vec<Thing>> {
    let kinds = known.actions.get(name).filter(|kinds| !kinds.is_empty())?;
    let along = services().along.get(action);
    // Code is read where the properties say, not from every bucket that the program uses.
    let is_code = action.starts_with("s3:GetObject") && call.service != "s3";
    let written_only =
        is_code && call.candidates.iter().any(|candidate| candidate.of.is_none() && candidate.arn.contains(":s3:::"));
    let (mut found, mut general): (Vec<Thing>, Vec<Thing>) = (Vec::new(), Vec::new());
    for &index in kinds {
        let Some((kind, shapes)) = known.resources.get(index).and_then(|resource| resource.split_first()) else {
            continue;
        };
        let shapes: Vec<String> = shapes.iter().map(|shape| shape.replace(".*", "*")).collect();
        let tagged = known.tagged.contains(&index);
        let fitting: Vec<Thing> = call
            .candidates
            .iter()
            .filter(|candidate| candidate.of.is_none() || !written_only)
            .filter(|candidate| shapes.iter().any(|shape| is_of(shape, &candidate.arn)))
            .map(|candidate| (candidate.arn.clone(), tags(candidate, tagged, call), candidate.of))
            .collect();
        let all = || shapes.iter().map(|shape| (shape.clone(), Condition::new(), None));
        if fitting.is_empty() && along.is_some_and(|along| along.iter().any(|word| **word == **kind)) {
            found.extend(all());
        }
        general.extend(all());
        found.extend(fitting);
    }
    Some(match found.is_empty() {
        false => found,
        // Roles, users and groups that the program does not name are not touched, but those of services.
        true if action.starts_with("iam:") && call.service == "iam" => Vec::new(),
        true if action.starts_with("iam:") => {
            vec![("arn:${Partition}:iam::${Account}:role/aws-service-role/*".to_owned(), Condition::new(), None)]
        }
        true => general,
    })
}

/// What may be asked of the tags of a thing: not while it is made.
fn tags(candidate: &Candidate, tagged: bool, call: &Call<'_>) -> Condition {
    if tagged && !(candidate.own && call.at_creation) { candidate.tags.clone() } else { Condition::new() }
}

/// Whether an ARN is one of a shape: of the same service and kind. Places are not compared.
fn is_of(shape: &str, arn: &str) -> bool {
    let parts = |arn: &str| -> Option<(String, String)> {
        let mut fields = arn.splitn(6, ':').skip(2);
        let service = fields.next()?.to_owned();
        Some((service, fields.nth(2)?.to_owned()))
    };
    match (parts(shape), parts(arn)) {
        (Some((service, shape)), Some((other, arn))) => service == other && glob::covers(&shape, &arn),
        _ => false,
    }
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
        assert!(is_of("arn:${Partition}:ec2:${Region}:${Account}:vpc/*", "arn:aws:ec2:eu-west-1:1:vpc/vpc-1"));
        assert!(!is_of("arn:${Partition}:ec2:${Region}:${Account}:vpc/*", "arn:aws:ec2:eu-west-1:1:subnet/*"));
        assert!(!is_of("arn:${Partition}:sns:${Region}:${Account}:*", "arn:aws:sqs:eu-west-1:1:a"));
    }
}
