use super::hop::Does;
use super::obstacle::{Missing, Stage};
use super::{Goal, Hop, Search, Trip};
use crate::sets::{Addresses, Flow, Services};
use crate::topology::{Place, Side, SubnetId};

/// How many routers, gateways and networks a way may have.
const HOPS: u8 = 8;

impl Search<'_, '_> {
    /// Ways that start at a place.
    pub(super) fn leave(&mut self, from: &Place, goal: Goal<'_>, services: &Services) -> Vec<Trip> {
        if let Goal::Place(to) = goal
            && (from.is_same_machine(to) || (self.obstacles.is_none() && !self.may_admit(from, to)))
        {
            return Vec::new();
        }
        let Some(trip) = self.let_out(from, goal, services) else { return Vec::new() };
        let shared: Vec<SubnetId> = match goal {
            Goal::Place(to) => from.subnets.iter().filter(|subnet| to.subnets.contains(subnet)).copied().collect(),
            Goal::Outside(_) => Vec::new(),
        };
        if shared.is_empty() {
            return self.follow(&trip, from, goal, HOPS);
        }
        let mut found: Vec<Trip> = self.within_subnet(&trip, &shared, goal).into_iter().collect();
        if !found.iter().any(Trip::is_sure) {
            let routed = trip.with(self.routed(&trip.flow, &from.subnets));
            found.extend(routed.map_or_else(Vec::new, |trip| self.follow(&trip, from, goal, HOPS)));
        }
        found
    }

    /// What of a flow that starts in these subnets is looked up in their table: what stays in its subnet is not.
    fn routed(&self, flow: &Flow, subnets: &[SubnetId]) -> Flow {
        let each = subnets.iter().filter_map(|id| self.all.subnets.get(*id)).map(|subnet| &subnet.ranges);
        each.fold(Flow::none(), |all, own| all.or(flow.only_from(own).only_to(&Addresses::all().without(own))))
    }

    /// What a place's own groups let out towards a goal.
    fn let_out(&mut self, from: &Place, goal: Goal<'_>, services: &Services) -> Option<Trip> {
        let (to, peers) = match goal {
            Goal::Place(to) => (to.inner.or(&to.outer), to.guard.groups().to_vec()),
            Goal::Outside(to) => (to.clone(), Vec::new()),
        };
        let whole = Flow::of(services.clone(), from.inner.clone(), to.clone());
        let (flow, sure) = self.guarded(&from.guard, Side::Egress, &whole, &peers);
        if flow.is_empty() {
            self.stopped(Stage::Machine, Missing::Rule, Some(from.owner), |_all| {
                format!("no rule of its security groups lets {services} out to {}", towards(goal, &to))
            });
            return None;
        }
        let mut trip = Trip::start(flow);
        if from.v6 == crate::read::Sure::Perhaps && trip.flow.iter().all(|packets| packets.from.only_v4().is_empty()) {
            trip = trip.doubt(Some(from.owner), "the program does not say whether it has an address of IPv6");
        }
        if !sure {
            trip = trip.doubt(Some(from.owner), "the rules of its security groups are not in the program");
        }
        if !from.known {
            trip = trip.doubt(Some(from.owner), "the model does not know resources of its type");
        }
        trip.groups = from.guard.groups().to_vec();
        trip.leaving = Some((trip.hops.len(), from.guard.clone(), peers));
        Some(trip.hop(Hop::new(from.owner, Does::LetsOut)))
    }

    /// Whether a place lets packets to the internet out of itself and its subnet, whatever its routes are.
    pub(crate) fn lets_out(&mut self, from: &Place, services: &Services) -> bool {
        let trip = self.let_out(from, Goal::Outside(Addresses::internet()), services);
        trip.is_some_and(|trip| self.cross(&trip, from, true).is_some())
    }

    /// From one machine to another of the same subnet: no route and no list is on the way.
    fn within_subnet(&mut self, trip: &Trip, shared: &[SubnetId], goal: Goal<'_>) -> Option<Trip> {
        let inside = trip.flow.only_from(&self.ranges(shared));
        self.next_door(&trip.with(inside)?, shared, goal)
    }

    /// To who stands in one of these subnets, past its groups and nothing else.
    pub(super) fn next_door(&mut self, trip: &Trip, subnets: &[SubnetId], goal: Goal<'_>) -> Option<Trip> {
        let Goal::Place(to) = goal else { return None };
        let shared: Vec<SubnetId> = subnets.iter().filter(|subnet| to.subnets.contains(subnet)).copied().collect();
        let there = self.ranges(&shared).and(&to.inner);
        self.let_in(&trip.with(trip.flow.only_to(&there))?, to)
    }

    /// From something that sends on what others sent: to its own subnet, and along its routes.
    pub(super) fn proceed(&mut self, trip: &Trip, at: &Place, goal: Goal<'_>, left: u8) -> Vec<Trip> {
        let mut found: Vec<Trip> = self.next_door(trip, &at.subnets, goal).into_iter().collect();
        if found.iter().any(Trip::is_sure) {
            return found;
        }
        // What is for its own subnet is not looked up in a table.
        let own = if at.subnets.len() == 1 { self.ranges(&at.subnets) } else { Addresses::none() };
        if let Some(trip) = trip.with(trip.flow.only_to(&Addresses::all().without(&own))) {
            found.extend(self.follow(&trip, at, goal, left));
        }
        found
    }

    fn ranges(&self, subnets: &[SubnetId]) -> Addresses {
        let subnets = subnets.iter().filter_map(|id| self.all.subnets.get(*id));
        subnets.fold(Addresses::none(), |all, subnet| all.or(&subnet.ranges))
    }
}

fn towards(goal: Goal<'_>, to: &Addresses) -> String {
    match goal {
        Goal::Place(_) => "it".to_owned(),
        Goal::Outside(_) => to.to_string(),
    }
}
