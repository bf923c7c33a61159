//! `never`: whether it holds over the whole graph. Here about packets, in [`permission`] about policies.

mod exception;
mod identity;
mod permission;
mod take;
mod target;

use std::borrow::Cow;

use cloudc_base::Address;
use cloudc_graph::{Party, Relation, Verb};

use crate::context::Context;
use crate::sets::{Addresses, Services};
use crate::topology::carriers;
use crate::ways::{End, Search, Trip};
use exception::Exceptions;
pub(crate) use identity::granted_to;
pub(crate) use permission::{By, Judgement, judge};

/// What is to be said of a sentence; nothing is said of one that holds.
#[derive(Debug)]
pub(crate) struct Verdict {
    /// The sentence, by its number among the relations.
    pub(crate) relation: usize,
    /// The pair of the sentence that it is about.
    pub(crate) subject: Party,
    pub(crate) object: Party,
    pub(crate) said: Said,
    /// Further pairs of which the same is to be said.
    pub(crate) also: Vec<(Party, Party)>,
}

/// What is to be said of a pair.
#[derive(Debug)]
pub(crate) enum Said {
    /// This way breaks it.
    Broken(Trip),
    /// This way may break it.
    Doubtful(Trip),
    /// Where this stands is not known.
    Unknown(Address),
    /// This may bring packets on ways that are not followed: a node.
    Unfollowed(usize),
}

impl Said {
    /// How bad it is.
    fn rank(&self) -> u8 {
        match self {
            Said::Broken(_) => 3,
            Said::Doubtful(_) => 2,
            Said::Unknown(_) => 1,
            Said::Unfollowed(_) => 0,
        }
    }
}

/// What is to be said of all sentences about packets that forbid.
pub(crate) fn prove(context: &Context<'_>) -> Vec<Verdict> {
    let relations = context.graph.relations().iter().enumerate();
    let forbidding = relations.filter(|(_, relation)| relation.never && relation.verb == Verb::Reach);
    forbidding.filter_map(|(number, relation)| verdict(context, number, relation)).collect()
}

/// The worst that is to be said of a sentence.
fn verdict(context: &Context<'_>, number: usize, relation: &Relation) -> Option<Verdict> {
    let mut worst: Option<Verdict> = None;
    for subject in &relation.subjects {
        for object in &relation.objects {
            let Some(said) = pair(context, relation, subject, object) else { continue };
            match &mut worst {
                Some(known) if known.said.rank() > said.rank() => {}
                Some(known) if known.said.rank() == said.rank() => known.also.push((subject.clone(), object.clone())),
                _ => {
                    let (subject, object) = (subject.clone(), object.clone());
                    worst = Some(Verdict { relation: number, subject, object, said, also: Vec::new() });
                }
            }
        }
    }
    worst
}

fn pair(context: &Context<'_>, relation: &Relation, subject: &Party, object: &Party) -> Option<Said> {
    let parties = context.parties();
    let exceptions = Exceptions::new(&parties, &relation.except);
    if exceptions.names(subject) {
        return None;
    }
    let (from, to) = (parties.ends(subject), parties.ends(object));
    let services = services(relation);
    let mut search = Search::new(context.topology()).except(exceptions.later.clone(), exceptions.relays.clone());
    let mut doubtful = None;
    for start in from.ends.iter().filter_map(|start| exceptions.cut(start)) {
        for end in to.ends.iter().filter(|end| !exceptions.spares(end, &from.ends)) {
            if is_same(&start, end) {
                continue;
            }
            for trip in search.ways(&start, end, &services) {
                match trip.is_sure() {
                    true => return Some(Said::Broken(trip)),
                    false => doubtful = doubtful.or(Some(trip)),
                }
            }
        }
    }
    let unknown = to.unknown.first().or(from.unknown.first()).cloned();
    let unknown = unknown.filter(|_| !exceptions.all_of(&from.unknown));
    doubtful
        .map(Said::Doubtful)
        .or_else(|| unknown.map(Said::Unknown))
        .or_else(|| unfollowed(context, &from.ends, &to.ends).map(Said::Unfollowed))
}

/// The ports that a sentence forbids: without `on` all.
fn services(relation: &Relation) -> Services {
    if relation.ports.is_empty() {
        return Services::all();
    }
    relation.ports.iter().fold(Services::none(), |all, ports| all.or(&Services::said(ports)))
}

/// Whether start and end are one machine, which reaches itself without a network.
fn is_same(from: &End<'_>, to: &End<'_>) -> bool {
    match (from, to) {
        (End::Place(from, _), End::Place(to, _)) => from.is_same_machine(to),
        _ => false,
    }
}

/// Something that may bring packets from outside into the network of an end, on a way that is not followed.
fn unfollowed(context: &Context<'_>, from: &[End<'_>], to: &[End<'_>]) -> Option<usize> {
    let outside = |end: &End<'_>| match end {
        End::Outside(addresses) => addresses.meets(Addresses::internet()),
        _ => false,
    };
    if !from.iter().any(outside) {
        return None;
    }
    let all = context.topology();
    let mut owners: Vec<usize> = Vec::new();
    let mut networks = Vec::new();
    for end in to {
        if let End::Place(place, id) = end {
            owners.push(place.owner);
            networks.extend(place.network.and_then(|id| all.networks.get(id)?.key.node()));
            let handed = id.and_then(|id| all.handed.get(crate::topology::Id::number(id)));
            owners.extend(handed.into_iter().flatten().filter_map(|(relay, _)| Some(all.relays.get(*relay)?.node)));
        }
    }
    let followed = |number: usize| all.relays.iter().any(|relay| relay.node == number);
    let mut carriers = carriers().iter().flat_map(|ty| context.index.of_type(ty));
    carriers
        .find(|(number, _)| !followed(*number) && touches(context, *number, &owners, &networks))
        .map(|(number, _)| number)
}

/// Whether a node refers to one of these, or to something that stands in one of these networks.
fn touches(context: &Context<'_>, number: usize, owners: &[usize], networks: &[usize]) -> bool {
    let needs = context.graph.needs(number);
    needs.iter().any(|edge| {
        let of_network = || context.graph.needs(edge.to).iter().any(|edge| networks.contains(&edge.to));
        owners.contains(&edge.to) || networks.contains(&edge.to) || of_network()
    })
}

/// A place without a part of its addresses; none if none is left.
pub(crate) fn without<'t>(end: &End<'t>, addresses: &Addresses) -> Option<End<'t>> {
    match end {
        End::Outside(all) => {
            let left = all.without(addresses);
            (!left.is_empty()).then_some(End::Outside(left))
        }
        End::Place(place, id) if place.inner.meets(addresses) => {
            let inner = place.inner.without(addresses);
            let place = crate::topology::Place { inner, ..Cow::as_ref(place).clone() };
            (!place.inner.is_empty()).then_some(End::Place(Cow::Owned(place), *id))
        }
        other => Some(other.clone()),
    }
}
