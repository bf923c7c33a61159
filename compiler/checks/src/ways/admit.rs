use rustc_hash::FxHashMap;

use super::obstacle::{Missing, Stage};
use super::{Search, Trip};
use crate::read::Sure;
use crate::sets::{Addresses, Flow};
use crate::topology::{GroupId, Guard, Peer, Place, Rule, Side, Topology, stand_in};

/// Who can get past a guard at all, remembered: most pairs of places have nothing to do with one another.
#[derive(Debug, Default)]
pub(super) struct Admits(FxHashMap<Vec<GroupId>, (Addresses, Vec<GroupId>)>);

impl Search<'_, '_> {
    /// What of a flow the groups of a guard let through, and whether that is sure.
    pub(super) fn guarded(&self, guard: &Guard, side: Side, flow: &Flow, peers: &[GroupId]) -> (Flow, bool) {
        match guard {
            Guard::Open => (flow.clone(), true),
            Guard::Unknown => (flow.clone(), false),
            Guard::Groups(groups) => {
                let mut through = Flow::none();
                for rule in rules(self.all, groups, side) {
                    through = through.or(self.by_rule(rule, side, flow, peers));
                }
                let unknown = groups.iter().any(|id| self.all.groups.get(*id).is_none_or(|group| !group.known));
                if through.is_empty() && unknown { (flow.clone(), false) } else { (through, true) }
            }
        }
    }

    /// What one rule lets through.
    fn by_rule(&self, rule: &Rule, side: Side, flow: &Flow, peers: &[GroupId]) -> Flow {
        match &rule.peer {
            Peer::Group(group) if peers.contains(group) => flow.only(&rule.services),
            Peer::Group(_) => Flow::none(),
            Peer::Addresses(sources) => {
                if sources.later.as_ref().is_some_and(|later| self.except.contains(later)) {
                    return Flow::none();
                }
                let flow = flow.only(&rule.services);
                match side {
                    Side::Ingress => flow.only_from(&sources.addresses),
                    Side::Egress => flow.only_to(&sources.addresses),
                }
            }
        }
    }

    /// The first rule that lets something of a flow through.
    pub(super) fn rule_for<'s>(
        &'s self,
        guard: &'s Guard,
        side: Side,
        flow: &Flow,
        peers: &[GroupId],
    ) -> Option<&'s Rule> {
        rules(self.all, guard.groups(), side).find(|rule| !self.by_rule(rule, side, flow, peers).is_empty())
    }

    /// Whether it is worth looking for a way between two places: a rule of the second may be about the first.
    pub(super) fn may_admit(&mut self, from: &Place, to: &Place) -> bool {
        let Guard::Groups(groups) = &to.guard else { return true };
        let all = self.all;
        if groups.iter().any(|id| all.groups.get(*id).is_none_or(|group| !group.known)) {
            return true;
        }
        if !self.admits.0.contains_key(groups) {
            self.admits.0.insert(groups.clone(), admitted(all, groups));
        }
        let Some((addresses, peers)) = self.admits.0.get(groups) else { return true };
        peers.iter().any(|peer| from.guard.groups().contains(peer))
            || addresses.meets(&from.inner)
            || addresses.meets(stand_in::given())
            || addresses.meets(&all.forwarders.addresses)
            || peers.iter().any(|peer| all.forwarders.groups.contains(peer))
    }

    /// What a trip comes to beyond something across which rules by group hold, do not, or may.
    pub(super) fn by_group(&mut self, trip: Trip, hold: Sure, node: Option<usize>, doubt: &str) -> Vec<Trip> {
        let with = match hold {
            Sure::Yes => return vec![trip],
            Sure::Perhaps => Some(trip.clone().doubt(node, doubt)),
            Sure::No => None,
        };
        self.without_groups(trip).into_iter().chain(with).collect()
    }

    /// What is left of a trip where nobody knows groups any more. Rules by group are about private addresses, and about
    /// those that packets come to without a middlebox.
    ///
    /// Source: "Security group referencing" in the guide to Amazon VPC.
    pub(super) fn without_groups(&mut self, trip: Trip) -> Option<Trip> {
        self.let_out_by_address(Trip { groups: Vec::new(), ..trip })
    }

    /// What of a trip its start lets out by address.
    pub(super) fn let_out_by_address(&mut self, mut trip: Trip) -> Option<Trip> {
        let Some((at, guard, peers)) = trip.leaving.take() else { return Some(trip) };
        if peers.is_empty() {
            trip.leaving = Some((at, guard, peers));
            return Some(trip);
        }
        let owner = trip.hops.get(at).map(|hop| hop.node);
        let (flow, sure) = self.guarded(&guard, Side::Egress, &trip.flow, &[]);
        let services = trip.flow.services();
        let Some(mut left) = trip.with(flow) else {
            self.stopped(Stage::Machine, Missing::Rule, owner, |_all| {
                format!("its security groups let {services} out by group only, which does not hold on this way")
            });
            return None;
        };
        left.leaving = Some((at, guard, Vec::new()));
        Some(if sure { left } else { left.doubt(owner, "the rules of its security groups are not in the program") })
    }

    /// Says by which rule packets left, now that it is known what they are.
    pub(super) fn settle(&self, mut trip: Trip) -> Trip {
        let Some((at, guard, peers)) = trip.leaving.take() else { return trip };
        // Who they are sent to may have been changed on the way; which services they are was not.
        let anywhere = trip.flow.sent_to(&Addresses::all());
        let rule = self.rule_for(&guard, Side::Egress, &trip.flow, &peers);
        let rule = rule.or_else(|| self.rule_for(&guard, Side::Egress, &anywhere, &peers));
        if let (Some(rule), Some(hop)) = (rule, trip.hops.get_mut(at)) {
            hop.node = rule.node;
            hop.property = rule.property;
        }
        trip
    }
}

fn rules<'t>(all: &'t Topology<'_>, groups: &'t [GroupId], side: Side) -> impl Iterator<Item = &'t Rule> {
    groups.iter().filter_map(|id| all.groups.get(*id)).flat_map(move |group| group.rules(side))
}

/// All addresses and groups that rules for the way in name.
fn admitted(all: &Topology<'_>, groups: &[GroupId]) -> (Addresses, Vec<GroupId>) {
    let (mut addresses, mut peers) = (Addresses::none(), Vec::new());
    for rule in rules(all, groups, Side::Ingress) {
        match &rule.peer {
            Peer::Addresses(sources) => addresses = addresses.or(&sources.addresses),
            Peer::Group(group) => peers.push(*group),
        }
    }
    (addresses, peers)
}
