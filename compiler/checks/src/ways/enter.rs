use super::hop::Does;
use super::obstacle::{Missing, Stage, named};
use super::{Hop, Search, Trip};
use crate::read::Sure;
use crate::sets::{Addresses, Flow, Services};
use crate::topology::{Onward, Place, RouteTable, Rule, Side, Way, stand_in};

impl Search<'_, '_> {
    /// Ways from addresses outside to a place.
    pub(super) fn arrive(&mut self, from: &Addresses, to: &Place, services: &Services) -> Vec<Trip> {
        let mut found: Vec<Trip> = self.by_door(from, to, services).into_iter().collect();
        let public = from.and(Addresses::internet());
        let goal = to.outer.or(&to.inner.only_v6());
        if !public.is_empty() {
            if goal.is_empty() {
                self.no_public_address(to, "so nothing of the internet comes to it");
            }
            let trip = Trip::start(Flow::of(services.clone(), public, goal));
            found.extend(self.enter(&trip, to));
        }
        found.extend(self.out_of_premises(from, to, services));
        found
    }

    /// From the internet to a public address.
    pub(super) fn enter(&mut self, trip: &Trip, to: &Place) -> Vec<Trip> {
        let mut found = Vec::new();
        let v4 = trip.with(trip.flow.only_to(&to.outer)).and_then(|trip| {
            let trip =
                self.if_has(trip, to.public, to.owner, "the program does not say whether it has a public address")?;
            Some(trip.hop(Hop::new(to.owner, Does::IsPublic)))
        });
        let v6 = trip.with(trip.flow.only_to(&to.inner.only_v6())).and_then(|trip| {
            self.if_has(trip, to.v6, to.owner, "the program does not say whether it has an address of IPv6")
        });
        for trip in [v4, v6].into_iter().flatten() {
            let Some(trip) = self.by_gateway(&trip, to) else { continue };
            let Some(trip) = self.cross(&trip, to, false) else { continue };
            found.extend(self.let_in(&trip, to));
        }
        found
    }

    /// Through the internet gateway of a network, to a subnet that it leads back from.
    fn by_gateway(&mut self, trip: &Trip, to: &Place) -> Option<Trip> {
        let all = self.all;
        let Some(network) = to.network.and_then(|id| all.networks.get(id)) else {
            return Some(trip.clone().doubt(Some(to.owner), "which network it stands in is not in the program"));
        };
        if network.known && network.gateways.is_empty() {
            self.stopped(Stage::Gateway, Missing::Gateway, network.key.node(), |all| {
                format!("no internet gateway is attached to the network `{}`", network.key.shown(all.index))
            });
            return None;
        }
        let mut trip = trip.clone();
        if let Some((_, attachment)) = network.gateways.first() {
            trip = trip.hop(Hop::new(*attachment, Does::Attaches));
        }
        let trip = self.by_edge(&trip, to)?;
        let Some(table) = to.table.and_then(|id| all.tables.get(id)) else {
            let subnet = super::follow::at_subnet(self, to).or(Some(to.owner));
            return Some(trip.doubt(subnet, "its routes are not in the program"));
        };
        self.back(&trip, to, table)
    }

    /// What of it can be answered: a subnet without a route to the gateway is no part of the internet.
    fn back(&mut self, trip: &Trip, to: &Place, table: &RouteTable<'_>) -> Option<Trip> {
        let leads = |way: &&Way<'_>| match way.onward {
            Onward::Internet(key) => self.is_attached(key, to.network),
            _ => false,
        };
        for way in table.ways.iter().filter(leads) {
            if let Some(trip) = trip.with(trip.flow.only_from(&way.to)) {
                let trip = match way.route {
                    Some(route) => trip.hop(Hop::new(route, Does::Routes("the internet gateway, and back".to_owned()))),
                    None => trip,
                };
                return Some(trip);
            }
        }
        if let Some(trip) = self.back_inspected(trip, to, table) {
            return Some(trip);
        }
        if table.ways.iter().any(|way| way.onward == Onward::Unknown) {
            return Some(trip.clone().doubt(table.key.node(), "not all routes of this table are in the program"));
        }
        let _all = self.all;
        self.stopped(
            Stage::Route,
            Missing::InternetRoute,
            table.key.node().or(super::follow::at_subnet(self, to)),
            |all| format!("{} has no route to an internet gateway", table.shown(all.index)),
        );
        None
    }

    /// Through a door beside the network: the public endpoint of a service.
    fn by_door(&mut self, from: &Addresses, to: &Place, services: &Services) -> Option<Trip> {
        let door = to.door?;
        let node = self.all.index.node(to.owner)?;
        let open = crate::read::first(&node.properties, &door.open).map_or(Sure::Yes, Sure::flag);
        let ranges = crate::read::at(&node.properties, &door.from);
        let admitted = match ranges.is_empty() {
            true => Addresses::all(),
            false => ranges.iter().fold(Addresses::none(), |all, value| {
                let range = crate::read::address_range(value);
                all.or(&range.map_or_else(stand_in::somebody, |range| Addresses::range(&range)))
            }),
        };
        let own = stand_in::public(to.owner);
        let flow = Flow::of(services.and(&Services::tcp(door.port, door.port)), from.and(&admitted), own);
        let trip = Trip::start(Flow::none()).with(flow)?;
        let trip = self.if_has(trip, open, to.owner, "whether it is open to the internet is known later")?;
        Some(trip.hop(Hop::new(to.owner, Does::OpensDoor)))
    }

    /// From private addresses of others: by gateways to premises and networks that are not in the program.
    fn out_of_premises(&mut self, from: &Addresses, to: &Place, services: &Services) -> Vec<Trip> {
        let private = from.and(Addresses::private()).without(&self.all.own_addresses());
        if private.is_empty() {
            return Vec::new();
        }
        let Some(trip) = self.premises(to) else { return Vec::new() };
        let flow = Flow::of(services.clone(), private, to.inner.clone());
        let Some(trip) = trip.with(flow) else { return Vec::new() };
        self.deliver(&trip, to).into_iter().collect()
    }

    /// How private addresses of others come into the network of a place.
    fn premises(&self, to: &Place) -> Option<Trip> {
        let all = self.all;
        let network = to.network.and_then(|id| all.networks.get(id));
        let start = || Trip::start(Flow::none());
        let Some(network) = network.filter(|network| network.known) else {
            return Some(start().doubt(Some(to.owner), "what is attached to its network is not in the program"));
        };
        if let Some(gateway) = network.private_gateways.first() {
            return Some(start().hop(Hop::new(*gateway, Does::Carries)));
        }
        let to_network = to.network?;
        let foreign = |id| all.networks.get(id).is_some_and(|network| !network.known);
        let peering = all.peerings.iter().find(|peering| peering.other(to_network).is_some_and(foreign));
        if let Some(node) = peering.and_then(|peering| peering.key.node()) {
            return Some(start().hop(Hop::new(node, Does::Carries)));
        }
        let transit = all.transits.iter().find(|(_, transit)| transit.holds(to_network))?;
        let node = transit.1.key.node();
        Some(start().doubt(node, "what else is attached to this transit gateway is not known for sure"))
    }

    /// To a place of a network, across the edge of its subnet.
    pub(super) fn deliver(&mut self, trip: &Trip, to: &Place) -> Option<Trip> {
        let trip = trip.with(trip.flow.only_to(&to.inner))?;
        let trip = self.cross(&trip, to, false)?;
        self.let_in(&trip, to)
    }

    /// Past the groups of a place.
    pub(super) fn let_in(&mut self, trip: &Trip, to: &Place) -> Option<Trip> {
        if !to.takes {
            self.stopped(Stage::Door, Missing::Listener, Some(to.owner), |all| {
                format!("`{}` takes no packets: it only sends", named(all, to.owner))
            });
            return None;
        }
        let (flow, sure) = self.guarded(&to.guard, Side::Ingress, &trip.flow, &trip.groups);
        if flow.is_empty() {
            let _all = self.all;
            self.stopped(Stage::Door, Missing::Rule, Some(to.owner), |all| {
                let name = all.index.node(to.owner).map(|node| node.address.to_string()).unwrap_or_default();
                format!("no rule of the security groups of `{name}` lets {} in", trip.flow.services())
            });
            return None;
        }
        let rule = self.rule_for(&to.guard, Side::Ingress, &flow, &trip.groups);
        let hop = match rule {
            Some(rule) => Hop { node: rule.node, property: rule.property, does: Does::LetsIn },
            None => Hop::new(to.owner, Does::Unguarded),
        };
        let later = rule.and_then(Rule::later).cloned();
        let mut trip = self.settle(trip.with(flow)?).hop(hop);
        trip.later = later;
        if !sure {
            trip = trip.doubt(Some(to.owner), "the rules of its security groups are not in the program");
        }
        if !to.known {
            trip = trip.doubt(Some(to.owner), "the model does not know resources of its type");
        }
        Some(trip)
    }

    /// From something in the cloud's own network, by the internet.
    pub(super) fn roam(&mut self, from: &usize, to: &Place, services: &Services) -> Vec<Trip> {
        let goal = to.outer.or(&to.inner.only_v6());
        let trip = Trip::start(Flow::of(services.clone(), stand_in::public(*from), goal));
        let trip = trip.hop(Hop::new(*from, Does::Roams));
        self.enter(&trip, to)
    }

    /// From something in the cloud's own network to the internet.
    pub(super) fn roam_out(&mut self, from: &usize, to: &Addresses, services: &Services) -> Vec<Trip> {
        let flow = Flow::of(services.clone(), stand_in::public(*from), to.and(Addresses::internet()));
        let trip = Trip::start(Flow::none()).with(flow);
        trip.map(|trip| trip.hop(Hop::new(*from, Does::Roams))).into_iter().collect()
    }
}
