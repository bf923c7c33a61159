use super::inspection::INSPECTED;
use super::obstacle::{Missing, Stage, named};
use super::{Search, Trip};
use crate::read::Sure;
use crate::sets::Addresses;
use crate::topology::{Onward, Place, RouteTable, Way};

impl Search<'_, '_> {
    /// Along the table of the internet gateway, if it has one: it may lead what comes in to a middlebox first.
    ///
    /// Source: "Middlebox routing" in the guide to Amazon VPC.
    pub(super) fn by_edge(&mut self, trip: &Trip, to: &Place) -> Option<Trip> {
        let all = self.all;
        let own = to.network.and_then(|id| all.networks.get(id));
        let is_own = |key| own.is_some_and(|network| network.gateways.iter().any(|(gateway, _)| *gateway == key));
        let mut trip = trip.clone();
        for (_, table) in all.edges.iter().filter(|(key, _)| is_own(*key)) {
            let ways = all.tables.get(*table).map_or(&[][..], |table| &table.ways);
            for way in ways.iter().filter(|way| way.to.meets(&to.inner)) {
                trip = self.before(trip, way)?;
            }
        }
        Some(trip)
    }

    /// What stands on the way of what comes in.
    fn before(&mut self, trip: Trip, way: &Way<'_>) -> Option<Trip> {
        match &way.onward {
            Onward::Inspection(key) => Some(trip.doubt(key.node().or(way.route), INSPECTED)),
            Onward::Router(Some(node)) => {
                let mut places = self.all.places.iter().map(|(_, place)| place).filter(|place| place.owner == *node);
                if places.all(|place| place.routes == Sure::No) {
                    self.stopped(Stage::Gateway, Missing::Other, Some(*node), |all| {
                        format!(
                            "`{}` drops what is not meant for it: `SourceDestCheck` is not false",
                            named(all, *node)
                        )
                    });
                    return None;
                }
                Some(trip.doubt(Some(*node), INSPECTED))
            }
            Onward::Router(None) => Some(trip.doubt(way.route, INSPECTED)),
            _ => Some(trip),
        }
    }

    /// What can be answered through an inspection before the internet gateway.
    pub(super) fn back_inspected(&self, trip: &Trip, to: &Place, table: &RouteTable<'_>) -> Option<Trip> {
        table.ways.iter().find_map(|way| {
            let Onward::Inspection(key) = &way.onward else { return None };
            let places = self.inspecting(*key)?;
            let leads = places.iter().any(|place| self.leads_out(place, to));
            let trip = trip.with(trip.flow.only_from(&way.to)).filter(|_| leads)?;
            Some(trip.doubt(key.node().or(way.route), INSPECTED))
        })
    }

    /// Whether a place has a route to the internet gateway of a network.
    fn leads_out(&self, place: &Place, to: &Place) -> bool {
        let table = place.table.and_then(|id| self.all.tables.get(id));
        table.is_some_and(|table| {
            let leads =
                |way: &Way<'_>| matches!(way.onward, Onward::Internet(key) if self.is_attached(key, to.network));
            table.ways.iter().any(|way| leads(way) && way.to.meets(Addresses::internet()))
        })
    }
}
