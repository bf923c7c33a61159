use super::hop::Does;
use super::obstacle::{Missing, Stage};
use super::trip::Crossing;
use super::{Goal, Hop, Search, Trip};
use crate::read::Sure;
use crate::sets::Addresses;
use crate::topology::{AclId, Onward, Place, Way};

/// Packets at a route: as they are inside of the subnet, and what of them leaves it.
pub(super) struct Fork {
    pub(super) inside: Trip,
    pub(super) outside: Option<Trip>,
}

impl Search<'_, '_> {
    /// Follows the routes of where packets stand, through at most so many more tables.
    pub(super) fn follow(&mut self, trip: &Trip, at: &Place, goal: Goal<'_>, left: u8) -> Vec<Trip> {
        let Some(left) = left.checked_sub(1) else { return Vec::new() };
        let all = self.all;
        let outside = self.cross(trip, at, true);
        let unknown = [Way { to: Addresses::all(), onward: Onward::Unknown, route: None, sure: false }];
        let table = at.table.and_then(|id| all.tables.get(id));
        let ways = table.map_or(&unknown[..], |table| &table.ways);
        let mut found: Vec<Trip> = Vec::new();
        let mut routed = false;
        for way in ways {
            let cut = |trip: &Trip| {
                let trip = trip.with(trip.flow.only_to(&way.to))?;
                let trip = match way.route {
                    Some(route) => trip.hop(Hop::new(route, Does::Routes(self.describe(&way.onward)))),
                    None => trip,
                };
                Some(if way.sure || way.onward == Onward::Unknown || way.onward == Onward::Local {
                    trip
                } else {
                    trip.doubt(way.route, "which addresses this route is for is known later")
                })
            };
            let Some(inside) = cut(trip) else { continue };
            let fork = Fork { outside: outside.as_ref().and_then(&cut), inside };
            routed = true;
            found.extend(self.onward(&fork, &way.onward, at, goal, left));
            if found.iter().any(Trip::is_sure) {
                return found;
            }
        }
        if !routed && outside.is_some() {
            self.no_route(trip, at, goal);
        }
        found
    }

    /// Takes packets across the edge of a subnet, by its list; none if nothing passes.
    pub(super) fn cross(&mut self, trip: &Trip, at: &Place, egress: bool) -> Option<Trip> {
        let Some((id, acl)) = at.acl.and_then(|id| Some((id, self.all.acls.get(id)?))) else {
            return Some(trip.clone().doubt(at_subnet(self, at), "its subnet's network ACL is not in the program"));
        };
        if acl.is_open() && acl.known {
            return Some(trip.clone());
        }
        let flow = match egress {
            true => trip.flow.to_within(acl.lets(true)),
            false => trip.flow.from_within(acl.lets(false)),
        };
        if flow.is_empty() {
            self.closed_by_list(trip, id, egress);
            return None;
        }
        let others = if egress { flow.destinations() } else { flow.sources() };
        let crossing = Crossing { acl: id, egress, others, services: flow.services() };
        let mut trip = trip.with(flow)?;
        trip.crossings.push(crossing);
        if !acl.known {
            return Some(trip.doubt(acl.key.node(), "not all entries of this network ACL are in the program"));
        }
        Some(match acl.entry_for(egress, &trip.flow) {
            Some(entry) => trip.hop(Hop::new(entry, Does::Passes)),
            None => trip,
        })
    }

    fn closed_by_list(&mut self, trip: &Trip, id: AclId, egress: bool) {
        let stage = if egress { Stage::Subnet } else { Stage::Entry };
        let all = self.all;
        let Some(acl) = all.acls.get(id) else { return };
        let entry = acl.refusing(egress, &trip.flow);
        self.stopped(stage, Missing::Entry, entry.map(|entry| entry.node).or(acl.key.node()), |all| {
            let name = acl.key.shown(all.index);
            let services = trip.flow.services();
            let way = if egress { "out of" } else { "into" };
            match entry {
                Some(entry) => {
                    format!("entry {} of the network ACL `{name}` lets no {services} {way} the subnet", entry.number)
                }
                None => format!("no entry of the network ACL `{name}` lets {services} {way} the subnet"),
            }
        });
    }

    /// Nothing in the table is for these packets.
    fn no_route(&mut self, trip: &Trip, at: &Place, goal: Goal<'_>) {
        let all = self.all;
        let Some(table) = at.table.and_then(|id| all.tables.get(id)) else { return };
        let (kind, to) = match goal {
            Goal::Outside(_) => (Missing::InternetRoute, trip.flow.destinations().to_string()),
            Goal::Place(to) if to.network == at.network => (Missing::Other, "it".to_owned()),
            Goal::Place(_) => (Missing::NetworkRoute, "the other network".to_owned()),
        };
        let subnet = at_subnet(self, at);
        self.stopped(Stage::Route, kind, table.key.node().or(subnet), |all| {
            format!("{} has no route to {to}", table.shown(all.index))
        });
    }

    /// Whether a place has something, with a doubt if that is not sure; none if it has not.
    pub(super) fn if_has(&self, trip: Trip, has: Sure, node: usize, doubt: &str) -> Option<Trip> {
        match has {
            Sure::Yes => Some(trip),
            Sure::Perhaps => Some(trip.doubt(Some(node), doubt)),
            Sure::No => None,
        }
    }

    /// Who takes packets next, in words.
    fn describe(&self, onward: &Onward<'_>) -> String {
        let index = self.all.index;
        let node = |number: usize| index.node(number).map(|node| node.address.to_string()).unwrap_or_default();
        match onward {
            Onward::Local => "the network itself".to_owned(),
            Onward::Internet(key) => format!("the internet gateway `{}`", key.shown(index)),
            Onward::EgressOnly => "a gateway that lets IPv6 out".to_owned(),
            Onward::Nat(Some(nat)) => {
                let name = self.all.nats.get(*nat).map(|nat| node(nat.node)).unwrap_or_default();
                format!("the NAT gateway `{name}`")
            }
            Onward::Nat(None) => "a NAT gateway".to_owned(),
            Onward::Router(Some(number)) => format!("`{}`", node(*number)),
            Onward::Router(None) => "a machine that is not in the program".to_owned(),
            Onward::Peering(Some(peering)) => {
                let name = self.all.peerings.get(*peering).map(|peering| peering.key.shown(index)).unwrap_or_default();
                format!("the peering `{name}`")
            }
            Onward::Peering(None) => "a peering that is not in the program".to_owned(),
            Onward::Transit(id) => {
                let name = self.all.transits.get(*id).map(|transit| transit.key.shown(index)).unwrap_or_default();
                format!("the transit gateway `{name}`")
            }
            Onward::Inspection(key) => format!("`{}`, which inspects it", key.shown(index)),
            Onward::Away(what) => (*what).to_owned(),
            Onward::Unknown => "what is known later".to_owned(),
        }
    }
}

/// The node of the first subnet of a place.
pub(super) fn at_subnet(search: &Search<'_, '_>, at: &Place) -> Option<usize> {
    at.subnets.iter().find_map(|id| search.all.subnets.get(*id)?.key.node())
}
