use super::follow::Fork;
use super::hop::Does;
use super::obstacle::{Missing, Stage};
use super::{Goal, Hop, Search, Trip};
use crate::read::Sure;
use crate::sets::{Addresses, Services};
use crate::topology::{Guard, Key, NetworkId, Onward, Place, SubnetId};

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
                fork.outside.as_ref().map_or_else(Vec::new, |trip| self.by_inspection(trip, *key, at, goal, left))
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
        let Some(trip) = self.without_groups(trip.clone()) else { return Vec::new() };
        match goal {
            Goal::Outside(_) => vec![self.settle(trip)],
            Goal::Place(to) => self.enter(&trip, to),
        }
    }

    /// Out of what the program knows.
    pub(super) fn away(&mut self, trip: &Trip, what: &str, goal: Goal<'_>) -> Vec<Trip> {
        match goal {
            Goal::Outside(_) => {
                vec![self.settle(trip.clone().doubt(None, format!("what lies behind {what} is not in the program")))]
            }
            Goal::Place(_) => Vec::new(),
        }
    }

    /// The program does not say where packets go from here.
    pub(super) fn somewhere(&mut self, trip: &Trip, at: &Place, goal: Goal<'_>) -> Vec<Trip> {
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
        let stands = self.standing(nat.node, nat.subnet.into_iter().collect(), nat.network);
        let stands = Place { public: Sure::of(nat.public), outer: nat.addresses.clone(), ..stands };
        let trip = if here {
            Some(fork.inside.clone())
        } else {
            fork.outside.as_ref().and_then(|trip| self.cross(trip, &stands, false))
        };
        let Some(trip) = trip else { return Vec::new() };
        let v4 =
            trip.flow.only(&translated).only_to(&Addresses::all().only_v4()).only_from(&Addresses::all().only_v4());
        let trip = trip.with(v4.sent_by(&stands.inner.only_v4())).and_then(|trip| self.without_groups(trip));
        let Some(trip) = trip else { return Vec::new() };
        let trip = trip.hop(Hop::new(nat.node, Does::Translates));
        if nat.subnet.is_some() {
            return self.proceed(&trip, &stands, goal, left);
        }
        // One that stands in all zones has its own way to the internet gateway.
        let public = trip.with(trip.flow.only_to(Addresses::internet()).sent_by(&nat.addresses));
        public.map_or_else(Vec::new, |trip| self.on_internet(&trip, goal))
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
        let doubt = "whether both networks are in one region is known later";
        let trips = self.by_group(trip, peering.near, peering.key.node(), doubt);
        trips.iter().flat_map(|trip| self.other_side(trip, Some(other), goal)).collect()
    }

    /// In another network, where packets end.
    pub(super) fn other_side(&mut self, trip: &Trip, other: Option<NetworkId>, goal: Goal<'_>) -> Vec<Trip> {
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

    /// Where something stands that is no place of its own: what routes from there needs its subnets.
    pub(super) fn standing(&self, owner: usize, subnets: Vec<SubnetId>, network: Option<NetworkId>) -> Place {
        let first = subnets.first().and_then(|id| self.all.subnets.get(*id));
        let inner = subnets.iter().filter_map(|id| self.all.subnets.get(*id));
        Place {
            owner,
            network: first.and_then(|subnet| subnet.network).or(network),
            table: first.and_then(|subnet| subnet.table),
            acl: first.and_then(|subnet| subnet.acl),
            inner: inner.fold(Addresses::none(), |all, subnet| all.or(&subnet.ranges)),
            subnets,
            guard: Guard::Open,
            public: Sure::No,
            outer: Addresses::none(),
            v6: Sure::No,
            takes: true,
            routes: Sure::Yes,
            known: true,
            single: true,
            door: None,
        }
    }
}

/// What a NAT gateway translates.
///
/// Source: "NAT gateway basics" in the guide to Amazon VPC.
fn translated_services() -> Services {
    [1, 6, 17].into_iter().fold(Services::none(), |all, protocol| all.or(&Services::protocol(protocol)))
}
