//! Which packets get from one end to another, by what way, and if none do, what stops them.
//!
//! A [`Search`] goes from where packets start along routes to where they end; at each step it keeps exactly what passes.
//! Machines end a way; routers, NAT, gateways, peerings, transit gateways, endpoints and balancers go on with it (D18).
//! Answers come by themselves and are no way of their own.

mod admit;
mod answer;
mod edge;
mod end;
mod enter;
mod follow;
mod hop;
mod inspection;
mod leave;
mod obstacle;
mod onward;
mod relayed;
mod router;
mod transit;
mod trip;

use cloudc_base::value::Later;
use std::sync::Arc;

pub(crate) use end::End;
pub(crate) use hop::Hop;
pub(crate) use obstacle::{Missing, Obstacle};
pub(crate) use trip::Trip;

use crate::sets::Services;
use crate::topology::{Place, PlaceId, Topology};

/// A search for ways.
pub(crate) struct Search<'t, 'g> {
    pub(crate) all: &'t Topology<'g>,
    /// Addresses that are left out, as they are written; known later.
    except: Vec<Arc<Later>>,
    /// Relays that are left out.
    except_relays: Vec<usize>,
    /// What stopped packets, if somebody wants to know.
    obstacles: Option<Vec<Obstacle>>,
    admits: admit::Admits,
}

/// What ways lead to.
#[derive(Clone, Copy)]
enum Goal<'e> {
    Place(&'e Place),
    /// Addresses outside of the program's networks.
    Outside(&'e crate::sets::Addresses),
}

impl<'t, 'g> Search<'t, 'g> {
    pub(crate) fn new(all: &'t Topology<'g>) -> Search<'t, 'g> {
        Search { all, except: Vec::new(), except_relays: Vec::new(), obstacles: None, admits: admit::Admits::default() }
    }

    /// Leaves out addresses that are known later, and relays.
    pub(crate) fn except(mut self, later: Vec<Arc<Later>>, relays: Vec<usize>) -> Search<'t, 'g> {
        self.except = later;
        self.except_relays = relays;
        self
    }

    /// Remembers what stops packets.
    pub(crate) fn explaining(mut self) -> Search<'t, 'g> {
        self.obstacles = Some(Vec::new());
        self
    }

    /// What stopped packets since this was last asked.
    pub(crate) fn obstacles(&mut self) -> Vec<Obstacle> {
        self.obstacles.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// The ways from one end to another for some services, as they arrive there. Not all of them: if there is one without a
    /// doubt, it is among them.
    pub(crate) fn ways(&mut self, from: &End<'_>, to: &End<'_>, services: &Services) -> Vec<Trip> {
        self.through(from, to, services, &mut Vec::new())
    }

    /// The same, without going through relays that were gone through already.
    fn through(&mut self, from: &End<'_>, to: &End<'_>, services: &Services, relays: &mut Vec<usize>) -> Vec<Trip> {
        let mut found = self.direct(from, to, services);
        if let End::Place(_, Some(place)) = to
            && !found.iter().any(Trip::is_sure)
        {
            found.extend(self.relayed(from, *place, services, relays));
        }
        found
    }

    /// Ways that no relay is on.
    fn direct(&mut self, from: &End<'_>, to: &End<'_>, services: &Services) -> Vec<Trip> {
        match (from, to) {
            (End::Place(from, _), End::Place(to, to_id)) => {
                let Some(services) = self.handed_only(from, *to_id, services) else { return Vec::new() };
                self.leave(from, Goal::Place(to), &services)
            }
            (End::Place(from, _), End::Outside(to)) => match self.is_relay(from) {
                // A balancer sends to its targets only.
                true => Vec::new(),
                false => self.leave(from, Goal::Outside(to), services),
            },
            (End::Outside(from), End::Place(to, _)) => self.arrive(from, to, services),
            (End::Roaming(from), End::Place(to, _)) => self.roam(from, to, services),
            (End::Roaming(from), End::Outside(to)) => self.roam_out(from, to, services),
            (End::Outside(_), End::Outside(_)) | (_, End::Roaming(_)) => Vec::new(),
        }
    }

    fn is_relay(&self, place: &Place) -> bool {
        self.all.relays.iter().any(|relay| relay.node == place.owner && !relay.handings.is_empty())
    }

    /// Of some services those that a place sends to another: a balancer sends only what it hands on.
    fn handed_only(&self, from: &Place, to: Option<PlaceId>, services: &Services) -> Option<Services> {
        let mut relays = self.all.relays.iter().filter(|relay| relay.node == from.owner).peekable();
        if relays.peek().is_none_or(|relay| relay.handings.is_empty()) {
            return Some(services.clone());
        }
        let to = to?;
        let handings = relays.flat_map(|relay| &relay.handings).filter(|handing| handing.to.contains(&to));
        let given = handings.fold(Services::none(), |all, handing| all.or(&handing.gives));
        Some(given.and(services)).filter(|services| !services.is_empty())
    }
}
