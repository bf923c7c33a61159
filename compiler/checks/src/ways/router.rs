use super::follow::Fork;
use super::hop::Does;
use super::obstacle::{Missing, Stage, named};
use super::{Goal, Hop, Search, Trip};
use crate::sets::{Addresses, Flow};
use crate::topology::{GroupId, Place, Side};

/// What a machine that routes sends on: in its own name, and as it came.
struct Sent {
    own: Option<Trip>,
    kept: Option<Trip>,
}

impl Search<'_, '_> {
    /// To a machine or interface that routes.
    pub(super) fn by_router(
        &mut self,
        fork: &Fork,
        router: Option<usize>,
        at: &Place,
        goal: Goal<'_>,
        left: u8,
    ) -> Vec<Trip> {
        let all = self.all;
        let Some(node) = router else {
            let Some(trip) = &fork.outside else { return Vec::new() };
            return self.somewhere(
                &trip.clone().doubt(None, "the machine that routes is not in the program"),
                at,
                goal,
            );
        };
        let mut found = Vec::new();
        for place in all.places.iter().map(|(_, place)| place).filter(|place| place.owner == node) {
            let here = place.subnets.iter().any(|subnet| at.subnets.contains(subnet));
            let trip = if here {
                Some(fork.inside.clone())
            } else {
                fork.outside.as_ref().and_then(|trip| self.cross(trip, place, false))
            };
            let Some(sent) = trip.and_then(|trip| self.through_router(&trip, place, goal)) else { continue };
            // What is sent on as it came goes out under the public address of who sent it.
            let kept = Place { owner: at.owner, public: at.public, outer: at.outer.clone(), ..place.clone() };
            for (trip, stands) in [(sent.own, place), (sent.kept, &kept)] {
                found.extend(trip.map_or_else(Vec::new, |trip| self.proceed(&trip, stands, goal, left)));
            }
        }
        found
    }

    /// What a machine that routes takes and sends on. Whoever gets back to it goes in circles.
    fn through_router(&mut self, trip: &Trip, place: &Place, goal: Goal<'_>) -> Option<Sent> {
        let routes = |hop: &Hop| hop.node == place.owner && matches!(hop.does, Does::Translates | Does::Carries);
        if trip.hops.iter().any(routes) {
            return None;
        }
        let doubt = "whether it checks who packets are for is known later";
        let Some(trip) = self.if_has(trip.clone(), place.routes, place.owner, doubt) else {
            self.stopped(Stage::Gateway, Missing::Other, Some(place.owner), |all| {
                format!("`{}` drops what is not meant for it: `SourceDestCheck` is not false", named(all, place.owner))
            });
            return None;
        };
        let trip = self.let_out_by_address(trip)?;
        let (flow, sure) = self.guarded(&place.guard, Side::Ingress, &trip.flow, &trip.groups);
        let sent = trip.with(flow).map(|trip| {
            let trip = self.settle(trip);
            let trip = if sure { trip } else { trip.doubt(Some(place.owner), HIDDEN) };
            let peers = match goal {
                Goal::Place(to) => to.guard.groups(),
                Goal::Outside(_) => &[],
            };
            let own = trip.flow.sent_by(&own_addresses(&trip.flow, place));
            Sent {
                own: self.sent_on(&trip, place, &own, (peers, place.guard.groups()), Does::Translates),
                kept: self.sent_on(&trip, place, &trip.flow, (peers, &[]), Does::Carries),
            }
        });
        let sent = sent.filter(|sent| sent.own.is_some() || sent.kept.is_some());
        if sent.is_none() {
            self.stopped(Stage::Gateway, Missing::Rule, Some(place.owner), |all| {
                format!("the security groups of `{}` do not let it through", named(all, place.owner))
            });
        }
        sent
    }

    /// Packets as a router sends them, past the rules of its groups for the way out towards `peers`; whoever gets them sees
    /// the groups `seen`.
    fn sent_on(
        &self,
        trip: &Trip,
        place: &Place,
        flow: &Flow,
        (peers, seen): (&[GroupId], &[GroupId]),
        does: Does,
    ) -> Option<Trip> {
        let (flow, sure) = self.guarded(&place.guard, Side::Egress, flow, peers);
        let mut trip = trip.with(flow)?.hop(Hop::new(place.owner, does));
        trip.groups = seen.to_vec();
        Some(match sure {
            true => trip,
            false => trip.doubt(Some(place.owner), HIDDEN),
        })
    }
}

/// Why it is not sure what a router lets through.
const HIDDEN: &str = "the rules of its security groups are not in the program";

/// The addresses that a router puts on packets: those of its own, of the family that came.
fn own_addresses(flow: &Flow, place: &Place) -> Addresses {
    let sources = flow.sources();
    let v4 = if sources.only_v4().is_empty() { Addresses::none() } else { place.inner.only_v4() };
    let v6 = if sources.only_v6().is_empty() { Addresses::none() } else { place.inner.only_v6() };
    v4.or(&v6)
}
