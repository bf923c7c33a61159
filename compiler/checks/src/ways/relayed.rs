use std::borrow::Cow;

use super::hop::Does;
use super::{End, Hop, Search, Trip};
use crate::read::{first, text};
use crate::sets::{Addresses, Flow, Services};
use crate::topology::{Handing, Id, Place, PlaceId, Relay, Sender};

impl Search<'_, '_> {
    /// Ways over relays: to one of those that hand something on to a place, and from there. No relay is gone through twice.
    pub(super) fn relayed(
        &mut self,
        from: &End<'_>,
        to: PlaceId,
        services: &Services,
        relays: &mut Vec<usize>,
    ) -> Vec<Trip> {
        let all = self.all;
        let handed = all.handed.get(to.number()).map_or(&[][..], Vec::as_slice);
        let Some(target) = all.places.get(to) else { return Vec::new() };
        let mut found = Vec::new();
        for &(number, which) in handed {
            let Some(relay) = all.relays.get(number) else { continue };
            let Some(handing) = relay.handings.get(which) else { continue };
            let itself = from.place().is_some_and(|place| relay.places.contains(&place));
            if itself || relays.contains(&number) || self.except_relays.contains(&relay.node) {
                continue;
            }
            let gives = handing.gives.and(services);
            if gives.is_empty() {
                continue;
            }
            relays.push(number);
            if relay.is_front {
                found.extend(self.fronted(from, relay, target, &gives, handing));
            }
            for &entry in relay.places.iter().filter(|_| !relay.is_front) {
                let Some(place) = all.places.get(entry) else { continue };
                let end = End::Place(Cow::Borrowed(place), Some(entry));
                for trip in self.through(from, &end, &handing.takes, relays) {
                    found.extend(self.hand_on(&trip, place, target, &gives, handing));
                }
                if found.iter().any(Trip::is_sure) {
                    break;
                }
            }
            relays.pop();
            if found.iter().any(Trip::is_sure) {
                break;
            }
        }
        found
    }

    /// Over something that takes requests on the internet: whoever gets there gets on.
    fn fronted(
        &mut self,
        from: &End<'_>,
        relay: &Relay,
        target: &Place,
        gives: &Services,
        handing: &Handing,
    ) -> Vec<Trip> {
        let internet = Addresses::internet();
        let there = match from {
            End::Outside(from) => {
                let flow = Flow::of(handing.takes.clone(), from.and(internet), internet.clone());
                Trip::start(Flow::none()).with(flow).into_iter().collect()
            }
            _ => self.direct(from, &End::Outside(internet.clone()), &handing.takes),
        };
        let all = self.all;
        let mut found = Vec::new();
        for trip in there {
            match handing.sender {
                Sender::Edge => found.extend(self.hand_on(&trip, target, target, gives, handing)),
                _ => {
                    for place in relay.places.iter().filter_map(|place| all.places.get(*place)) {
                        found.extend(self.hand_on(&trip, place, target, gives, handing));
                    }
                }
            }
        }
        found
    }

    /// From a relay to one of its targets, as what arrives there.
    fn hand_on(
        &mut self,
        trip: &Trip,
        relay: &Place,
        target: &Place,
        gives: &Services,
        handing: &Handing,
    ) -> Vec<Trip> {
        let source = trip.flow.sources();
        let ways: Vec<Trip> = match handing.sender {
            Sender::First => self.kept_source(&source, relay, target, gives).into_iter().collect(),
            Sender::Relay => self.leave(relay, super::Goal::Place(target), gives),
            Sender::Endpoint => self.linked(relay, target, gives).into_iter().collect(),
            Sender::Edge => {
                // The rules may name the list of CloudFront's addresses, or those of the network.
                let flow = Flow::of(gives.clone(), Addresses::internet().or(&target.inner), target.inner.clone());
                let trip = Trip::start(Flow::none()).with(flow);
                trip.and_then(|trip| self.let_in_by_link(&trip, target)).into_iter().collect()
            }
        };
        ways.into_iter()
            .map(|next| {
                let mut whole = trip.clone();
                whole.origin.get_or_insert_with(|| source.clone());
                whole.hops.push(Hop::new(handing.listener, Does::Hands(gives.to_string())));
                if handing.targets != handing.listener {
                    whole.hops.push(Hop::new(handing.targets, Does::Carries));
                }
                whole.hops.extend(next.hops);
                whole.crossings.extend(next.crossings);
                for doubt in next.doubts {
                    whole = whole.doubt(doubt.node, doubt.text);
                }
                Trip { flow: next.flow, ..whole }
            })
            .collect()
    }

    /// From an endpoint to the balancer of its service, past the rules of the balancer's groups and nothing else.
    ///
    /// Source: "Update the security groups for your Network Load Balancer", on traffic through PrivateLink.
    fn linked(&mut self, endpoint: &Place, balancer: &Place, gives: &Services) -> Option<Trip> {
        let flow = Flow::of(gives.clone(), endpoint.inner.clone(), balancer.inner.clone());
        let trip = Trip::start(Flow::none()).with(flow)?;
        self.let_in_by_link(&trip, balancer)
    }

    /// Past the groups of a balancer, unless it says that they are not asked about what comes by a link.
    fn let_in_by_link(&mut self, trip: &Trip, balancer: &Place) -> Option<Trip> {
        let owner = self.all.index.node(balancer.owner);
        let asks =
            owner.and_then(|owner| first(&owner.properties, "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"));
        match asks.and_then(text) {
            Some("off") => Some(trip.clone()),
            _ => self.let_in(trip, balancer),
        }
    }

    /// From a relay that leaves the source of packets as it is: rules see who sent them, and the relay's groups.
    fn kept_source(&mut self, source: &Addresses, relay: &Place, target: &Place, gives: &Services) -> Option<Trip> {
        let flow = Flow::of(gives.clone(), source.clone(), target.inner.clone());
        let mut trip = Trip::start(Flow::none()).with(flow)?;
        let (flow, sure) = self.guarded(&relay.guard, crate::topology::Side::Egress, &trip.flow, target.guard.groups());
        trip = trip.with(flow)?;
        if !sure {
            trip = trip.doubt(Some(relay.owner), "the rules of its security groups are not in the program");
        }
        trip.groups = relay.guard.groups().to_vec();
        let shared = relay.subnets.iter().any(|subnet| target.subnets.contains(subnet));
        if shared {
            return self.let_in(&trip, target);
        }
        let trip = self.cross(&trip, relay, true)?;
        let trip = self.cross(&trip, target, false)?;
        self.let_in(&trip, target)
    }
}
