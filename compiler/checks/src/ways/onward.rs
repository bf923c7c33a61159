use std::borrow::Cow;

use super::follow::Fork;
use super::hop::Does;
use super::obstacle::{Missing, Stage, named};
use super::{Goal, Hop, Search, Trip};
use crate::read::Sure;
use crate::sets::{Addresses, Services};
use crate::topology::endpoint;
use crate::topology::{Guard, Key, NetworkId, Onward, Place, Side, SubnetId, TransitId, TransitOnward};

impl Search<'_, '_> {
    /// Gives packets to who takes them next.
    pub(super) fn onward(
        &mut self,
        fork: &Fork,
        onward: &Onward<'_>,
        at: &Place,
        goal: Goal<'_>,
        left: u8,
    ) -> Vec<Trip> {
        match onward {
            Onward::Local => self.locally(fork, at, goal),
            Onward::Internet(key) => {
                fork.outside.as_ref().map_or_else(Vec::new, |trip| self.towards_internet(trip, *key, at, goal))
            }
            Onward::EgressOnly => fork.outside.as_ref().map_or_else(Vec::new, |trip| {
                let v6 = trip.with(trip.flow.only_to(&Addresses::internet().only_v6()));
                v6.map_or_else(Vec::new, |trip| self.on_internet(&trip, goal))
            }),
            Onward::Nat(nat) => self.by_nat(fork, *nat, at, goal, left),
            Onward::Router(router) => self.by_router(fork, *router, at, goal, left),
            Onward::Peering(peering) => {
                fork.outside.as_ref().map_or_else(Vec::new, |trip| self.by_peering(trip, *peering, at, goal))
            }
            Onward::Transit(id) => {
                fork.outside.as_ref().map_or_else(Vec::new, |trip| self.by_transit(trip, *id, at, goal, left))
            }
            Onward::Inspection(key) => {
                fork.outside.as_ref().map_or_else(Vec::new, |trip| self.by_inspection(trip, *key, goal, left))
            }
            Onward::Away(what) => fork.outside.as_ref().map_or_else(Vec::new, |trip| self.away(trip, what, goal)),
            Onward::Unknown => fork.outside.as_ref().map_or_else(Vec::new, |trip| self.somewhere(trip, at, goal)),
        }
    }

    /// To somebody in the same network.
    fn locally(&mut self, fork: &Fork, at: &Place, goal: Goal<'_>) -> Vec<Trip> {
        let (Goal::Place(to), Some(trip)) = (goal, &fork.outside) else { return Vec::new() };
        if at.network != to.network {
            return Vec::new();
        }
        self.deliver(trip, to).into_iter().collect()
    }

    /// To an internet gateway: it knows only who has a public address.
    fn towards_internet(&mut self, trip: &Trip, key: Key<'_>, at: &Place, goal: Goal<'_>) -> Vec<Trip> {
        let public = trip.flow.only_to(Addresses::internet());
        let Some(trip) = trip.with(public) else { return Vec::new() };
        if !self.is_attached(key, at.network) {
            self.stopped(Stage::Gateway, Missing::Gateway, key.node(), |_all| {
                format!("the internet gateway `{}` is not attached to the network", key.shown(self.all.index))
            });
            return Vec::new();
        }
        let mut found = Vec::new();
        let v6 = Addresses::all().only_v6();
        if let Some(v6) = trip.with(trip.flow.only_from(&v6).only_to(&v6)) {
            found.extend(self.on_internet(&v6, goal));
        }
        let v4 = Addresses::all().only_v4();
        let v4 = trip.with(trip.flow.only_from(&v4).only_to(&v4));
        if let Some(v4) = v4 {
            let named =
                self.if_has(v4, at.public, at.owner, "the program does not say whether it has a public address");
            match named.and_then(|trip| trip.with(trip.flow.sent_by(&at.outer))) {
                Some(trip) => found.extend(self.on_internet(&trip, goal)),
                None => self.no_public_address(at, "so the internet gateway lets nothing of it out"),
            }
        }
        found
    }

    pub(super) fn no_public_address(&mut self, at: &Place, so: &str) {
        let _all = self.all;
        self.stopped(Stage::Gateway, Missing::PublicAddress, Some(at.owner), |all| {
            let name = all.index.node(at.owner).map(|node| node.address.to_string()).unwrap_or_default();
            format!("`{name}` has no public address, {so}")
        });
    }

    /// Whether an internet gateway is attached to a network; of one that is not in the program that is taken for granted.
    pub(super) fn is_attached(&self, key: Key<'_>, network: Option<NetworkId>) -> bool {
        let network = network.and_then(|id| self.all.networks.get(id));
        key.node().is_none()
            || network
                .is_none_or(|network| !network.known || network.gateways.iter().any(|(gateway, _)| *gateway == key))
    }

    /// On the internet: it ends here, or comes back in by a public address.
    pub(super) fn on_internet(&mut self, trip: &Trip, goal: Goal<'_>) -> Vec<Trip> {
        match goal {
            Goal::Outside(_) => vec![self.settle(trip.clone())],
            Goal::Place(to) => {
                let mut trip = trip.clone();
                trip.groups.clear();
                self.enter(&trip, to)
            }
        }
    }

    /// Out of what the program knows.
    fn away(&mut self, trip: &Trip, what: &str, goal: Goal<'_>) -> Vec<Trip> {
        match goal {
            Goal::Outside(_) => {
                vec![self.settle(trip.clone().doubt(None, format!("what lies behind {what} is not in the program")))]
            }
            Goal::Place(_) => Vec::new(),
        }
    }

    /// The program does not say where packets go from here.
    fn somewhere(&mut self, trip: &Trip, at: &Place, goal: Goal<'_>) -> Vec<Trip> {
        let subnet = super::follow::at_subnet(self, at).or(Some(at.owner));
        match goal {
            // Inside of one network there is always a way, and what is known of neither may be in one.
            Goal::Place(to) if at.network.is_some() && at.network == to.network => {
                self.deliver(trip, to).into_iter().collect()
            }
            Goal::Place(to) => {
                let trip = trip.clone().doubt(subnet, "its routes are not in the program");
                self.deliver(&trip, to).into_iter().collect()
            }
            Goal::Outside(_) => vec![self.settle(trip.clone().doubt(subnet, "its routes are not in the program"))],
        }
    }

    /// To a NAT gateway.
    fn by_nat(&mut self, fork: &Fork, nat: Option<usize>, at: &Place, goal: Goal<'_>, left: u8) -> Vec<Trip> {
        let Some(nat) = nat.and_then(|nat| self.all.nats.get(nat)) else {
            let Some(trip) = &fork.outside else { return Vec::new() };
            let trip = trip.clone().doubt(None, "the NAT gateway is not in the program");
            return self.on_internet(&trip, goal);
        };
        let translated = translated_services();
        let here = nat.subnet.is_some_and(|subnet| at.subnets.contains(&subnet));
        let stands = self.standing(
            nat.node,
            nat.subnet.into_iter().collect(),
            nat.network,
            Sure::of(nat.public),
            &nat.addresses,
        );
        let trip = if here {
            Some(fork.inside.clone())
        } else {
            fork.outside.as_ref().and_then(|trip| self.cross(trip, &stands, false))
        };
        let Some(trip) = trip else { return Vec::new() };
        let v4 =
            trip.flow.only(&translated).only_to(&Addresses::all().only_v4()).only_from(&Addresses::all().only_v4());
        let Some(mut trip) = trip.with(v4.sent_by(&stands.inner.only_v4())) else { return Vec::new() };
        trip.groups.clear();
        let trip = trip.hop(Hop::new(nat.node, Does::Translates));
        if nat.subnet.is_some() {
            return self.follow(&trip, &stands, goal, left);
        }
        // One that stands in all zones has its own way to the internet gateway.
        let public = trip.with(trip.flow.only_to(Addresses::internet()).sent_by(&nat.addresses));
        public.map_or_else(Vec::new, |trip| self.on_internet(&trip, goal))
    }

    /// To a machine or interface that routes.
    fn by_router(&mut self, fork: &Fork, router: Option<usize>, at: &Place, goal: Goal<'_>, left: u8) -> Vec<Trip> {
        let all = self.all;
        let Some(node) = router else {
            let Some(trip) = &fork.outside else { return Vec::new() };
            return self.somewhere(
                &trip.clone().doubt(None, "the machine that routes is not in the program"),
                at,
                goal,
            );
        };
        let places: Vec<&Place> =
            all.places.iter().map(|(_, place)| place).filter(|place| place.owner == node).collect();
        let mut found = Vec::new();
        for place in places {
            let here = place.subnets.iter().any(|subnet| at.subnets.contains(subnet));
            let trip = if here {
                Some(fork.inside.clone())
            } else {
                fork.outside.as_ref().and_then(|trip| self.cross(trip, place, false))
            };
            found.extend(
                trip.and_then(|trip| self.through_router(&trip, place, goal))
                    .map_or_else(Vec::new, |trip| self.follow(&trip, place, goal, left)),
            );
        }
        found
    }

    /// What a machine that routes takes and sends on, in its own name or not.
    fn through_router(&mut self, trip: &Trip, place: &Place, goal: Goal<'_>) -> Option<Trip> {
        let trip = match self.if_has(
            trip.clone(),
            place.routes,
            place.owner,
            "whether it checks who packets are for is known later",
        ) {
            Some(trip) => trip,
            None => {
                self.stopped(Stage::Gateway, Missing::Other, Some(place.owner), |all| {
                    format!(
                        "`{}` drops what is not meant for it: `SourceDestCheck` is not false",
                        named(all, place.owner)
                    )
                });
                return None;
            }
        };
        let (flow, sure_in) = self.guarded(&place.guard, Side::Ingress, &trip.flow, &trip.groups);
        let mut trip = self.settle(trip);
        let sources = flow.sources().or(&place.inner);
        let peers = match goal {
            Goal::Place(to) => to.guard.groups(),
            Goal::Outside(_) => &[],
        };
        let (flow, sure_out) = self.guarded(&place.guard, Side::Egress, &flow.sent_by(&sources), peers);
        if flow.is_empty() {
            self.stopped(Stage::Gateway, Missing::Rule, Some(place.owner), |all| {
                format!("the security groups of `{}` do not let it through", named(all, place.owner))
            });
            return None;
        }
        trip = trip.with(flow)?;
        trip.groups = place.guard.groups().to_vec();
        if !(sure_in && sure_out) {
            trip = trip.doubt(Some(place.owner), "the rules of its security groups are not in the program");
        }
        Some(trip.hop(Hop::new(place.owner, Does::Translates)))
    }

    /// Into a network that is peered: to who stands there, and no further.
    fn by_peering(&mut self, trip: &Trip, peering: Option<usize>, at: &Place, goal: Goal<'_>) -> Vec<Trip> {
        let all = self.all;
        let Some(peering) = peering.and_then(|peering| all.peerings.get(peering)) else {
            let trip = trip.clone().doubt(None, "what is at the other end of the peering is not in the program");
            return self.other_side(&trip, None, goal);
        };
        let Some(other) = at.network.and_then(|network| peering.other(network)) else { return Vec::new() };
        let mut trip = trip.clone();
        if let Some(node) = peering.key.node() {
            trip = trip.hop(Hop::new(node, Does::Carries));
        }
        if !peering.near {
            trip.groups.clear();
        }
        self.other_side(&trip, Some(other), goal)
    }

    /// In another network, where packets end.
    fn other_side(&mut self, trip: &Trip, other: Option<NetworkId>, goal: Goal<'_>) -> Vec<Trip> {
        match goal {
            Goal::Place(to) if other.is_none() || to.network == other => self.deliver(trip, to).into_iter().collect(),
            Goal::Place(to) if to.network.is_none() => {
                let trip = trip.clone().doubt(Some(to.owner), "which network it stands in is not in the program");
                self.deliver(&trip, to).into_iter().collect()
            }
            Goal::Place(_) => {
                self.stopped(Stage::Gateway, Missing::NetworkRoute, None, |_all| {
                    "a peering leads to its own two networks only".to_owned()
                });
                Vec::new()
            }
            Goal::Outside(_) if other.and_then(|id| self.all.networks.get(id)).is_some_and(|network| network.known) => {
                Vec::new()
            }
            // Addresses of a network that is not in the program.
            Goal::Outside(_) => vec![self.settle(trip.clone())],
        }
    }

    /// To a transit gateway.
    fn by_transit(&mut self, trip: &Trip, id: TransitId, at: &Place, goal: Goal<'_>, left: u8) -> Vec<Trip> {
        let all = self.all;
        let (Some(transit), Some(network)) = (all.transits.get(id), at.network) else { return Vec::new() };
        if !transit.known {
            let trip = trip.clone().doubt(transit.key.node(), "how this transit gateway routes is not in the program");
            return self.other_side(&trip, None, goal);
        }
        if !transit.holds(network) {
            self.stopped(Stage::Gateway, Missing::NetworkRoute, transit.key.node(), |all| {
                format!("the network is not attached to the transit gateway `{}`", transit.key.shown(all.index))
            });
            return Vec::new();
        }
        let mut trip = trip.clone();
        if let Some(node) = transit.key.node() {
            trip = trip.hop(Hop::new(node, Does::Carries));
        }
        match transit.by_group {
            Sure::No => trip.groups.clear(),
            Sure::Perhaps => {
                trip = trip.doubt(transit.key.node(), "whether rules by group hold across it is known later")
            }
            Sure::Yes => {}
        }
        let mut found = Vec::new();
        for (to, onward, node) in transit.ways(network) {
            let Some(mut trip) = trip.with(trip.flow.only_to(to)) else { continue };
            if let Some(node) = node {
                trip = trip.hop(Hop::new(*node, Does::Routes("the attachment".to_owned())));
            }
            match onward {
                TransitOnward::Nowhere => {}
                TransitOnward::Away => found.extend(self.away(&trip, "the transit gateway", goal)),
                TransitOnward::Attachment(which) => found.extend(self.out_of_transit(&trip, id, *which, goal, left)),
            }
        }
        if found.is_empty() {
            self.stopped(Stage::Gateway, Missing::NetworkRoute, transit.key.node(), |all| {
                format!("the transit gateway `{}` has no route to it", transit.key.shown(all.index))
            });
        }
        found
    }

    /// Into a network that is attached, by the subnets of its attachment.
    fn out_of_transit(&mut self, trip: &Trip, id: TransitId, which: usize, goal: Goal<'_>, left: u8) -> Vec<Trip> {
        let all = self.all;
        let Some(attachment) = all.transits.get(id).and_then(|transit| transit.attachments.get(which)) else {
            return Vec::new();
        };
        if let Goal::Place(to) = goal
            && (to.network == attachment.network || to.network.is_none())
        {
            return self.deliver(trip, to).into_iter().collect();
        }
        let mut found = Vec::new();
        for &subnet in &attachment.subnets {
            let none = Addresses::none();
            let stands = self.standing(attachment.node, vec![subnet], attachment.network, Sure::No, &none);
            found.extend(self.follow(trip, &stands, goal, left));
        }
        found
    }

    /// To an endpoint behind which packets are inspected; what is let through goes on from its subnet.
    fn by_inspection(&mut self, trip: &Trip, key: Key<'_>, goal: Goal<'_>, left: u8) -> Vec<Trip> {
        let doubtful = trip.clone().doubt(key.node(), "what is inspected here may be dropped");
        if let Some(subnets) = key.node().and_then(|firewall| endpoint::firewall_subnets(self.all, firewall)) {
            let owner = key.node().unwrap_or_default();
            let mut found = Vec::new();
            for subnet in subnets {
                let stands = self.standing(owner, vec![subnet], None, Sure::No, &Addresses::none());
                found.extend(self.follow(&doubtful, &stands, goal, left));
            }
            return found;
        }
        let Some(endpoint) = endpoint::find(self.all, as_known(key)) else {
            return self.other_side(&doubtful, None, goal);
        };
        let places: Vec<&Place> =
            self.all.places.iter().map(|(_, place)| place).filter(|place| place.owner == endpoint.node).collect();
        let mut found = Vec::new();
        for place in places {
            found.extend(self.follow(&doubtful, place, goal, left));
        }
        found
    }

    /// Where something stands that is no place of its own: what routes from there needs its subnets.
    fn standing(
        &self,
        owner: usize,
        subnets: Vec<SubnetId>,
        network: Option<NetworkId>,
        public: Sure,
        outer: &Addresses,
    ) -> Cow<'static, Place> {
        let first = subnets.first().and_then(|id| self.all.subnets.get(*id));
        let inner = subnets.iter().filter_map(|id| self.all.subnets.get(*id));
        Cow::Owned(Place {
            owner,
            network: first.and_then(|subnet| subnet.network).or(network),
            table: first.and_then(|subnet| subnet.table),
            acl: first.and_then(|subnet| subnet.acl),
            inner: inner.fold(Addresses::none(), |all, subnet| all.or(&subnet.ranges)),
            subnets,
            guard: Guard::Open,
            public,
            outer: outer.clone(),
            v6: Sure::No,
            takes: true,
            routes: Sure::Yes,
            known: true,
            single: true,
            door: None,
        })
    }
}

/// What a NAT gateway translates.
///
/// Source: "NAT gateway basics" in the guide to Amazon VPC.
fn translated_services() -> Services {
    [1, 6, 17].into_iter().fold(Services::none(), |all, protocol| all.or(&Services::protocol(protocol)))
}

fn as_known<'g>(key: Key<'_>) -> Key<'g> {
    match key {
        Key::Node(number) => Key::Node(number),
        Key::Made(number, _) | Key::Unknown(number) => Key::Unknown(number),
        Key::Named(_) => Key::Unknown(usize::MAX),
    }
}
