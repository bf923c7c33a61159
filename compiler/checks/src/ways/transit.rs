use super::hop::Does;
use super::obstacle::{Missing, Stage};
use super::trip::Crossing;
use super::{Goal, Hop, Search, Trip};
use crate::sets::Addresses;
use crate::topology::{Attachment, Place, SubnetId, Transit, TransitId, TransitOnward};

impl Search<'_, '_> {
    /// To a transit gateway.
    pub(super) fn by_transit(&mut self, trip: &Trip, id: TransitId, at: &Place, goal: Goal<'_>, left: u8) -> Vec<Trip> {
        let all = self.all;
        let Some(transit) = all.transits.get(id) else { return Vec::new() };
        if !transit.known {
            let trip = trip.clone().doubt(transit.key.node(), "how this transit gateway routes is not in the program");
            return self.other_side(&trip, None, goal);
        }
        let doubt = "whether rules by group hold across it is known later";
        let mut found = Vec::new();
        for trip in self.at_transit(trip, transit, at) {
            for trip in self.by_group(trip, transit.by_group, transit.key.node(), doubt) {
                found.extend(self.across(&trip, id, transit, at, goal, left));
            }
        }
        found
    }

    /// Into a transit gateway, past the lists of the subnets of its attachment: packets from machines to it are looked at
    /// by the rules for the way in, even where machines stand in the same subnet.
    ///
    /// Source: "Network ACLs for transit gateways" in the guide to Amazon VPC Transit Gateways.
    fn at_transit(&mut self, trip: &Trip, transit: &Transit<'_>, at: &Place) -> Vec<Trip> {
        let all = self.all;
        let attachments =
            || transit.attachments.iter().filter(|one| one.network.is_some() && one.network == at.network);
        if attachments().next().is_none() {
            self.stopped(Stage::Gateway, Missing::NetworkRoute, transit.key.node(), |all| {
                format!("the network is not attached to the transit gateway `{}`", transit.key.shown(all.index))
            });
            return Vec::new();
        }
        let mut lists = Vec::new();
        let (mut found, mut near) = (Vec::new(), false);
        for (attachment, subnet) in attachments().flat_map(|one| one.subnets.iter().map(move |subnet| (one, *subnet))) {
            if !at.subnets.is_empty() && at.subnets.iter().all(|own| all.is_in_other_zone(*own, subnet)) {
                continue;
            }
            near = true;
            let stands = self.standing(attachment.node, vec![subnet], attachment.network);
            let here = at.subnets.contains(&subnet);
            if lists.contains(&(here, attachment.v6, stands.acl)) {
                continue;
            }
            lists.push((here, attachment.v6, stands.acl));
            let Some(mut trip) = carried(trip, attachment).and_then(|trip| self.cross(&trip, &stands, false)) else {
                continue;
            };
            if here {
                // Answers come from it past no list.
                trip.crossings.retain(|crossing| Some(crossing.acl) != stands.acl);
            }
            found.push(trip);
        }
        if !near {
            self.stopped(Stage::Gateway, Missing::Other, transit.key.node(), |all| {
                let name = transit.key.shown(all.index);
                format!("the transit gateway `{name}` is attached to no subnet in its availability zone")
            });
        }
        found
    }

    /// Along the table of a transit gateway.
    fn across(
        &mut self,
        trip: &Trip,
        id: TransitId,
        transit: &Transit<'_>,
        at: &Place,
        goal: Goal<'_>,
        left: u8,
    ) -> Vec<Trip> {
        let Some(network) = at.network else { return Vec::new() };
        let mut trip = trip.clone();
        if let Some(node) = transit.key.node() {
            trip = trip.hop(Hop::new(node, Does::Carries));
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

    /// Into a network that is attached, by the subnets of its attachment and their routes.
    fn out_of_transit(&mut self, trip: &Trip, id: TransitId, which: usize, goal: Goal<'_>, left: u8) -> Vec<Trip> {
        let all = self.all;
        let Some(attachment) = all.transits.get(id).and_then(|transit| transit.attachments.get(which)) else {
            return Vec::new();
        };
        let Some(trip) = &carried(trip, attachment) else { return Vec::new() };
        if let Goal::Place(to) = goal
            && (attachment.subnets.is_empty() || to.network.is_none())
        {
            return self.deliver(trip, to).into_iter().collect();
        }
        let (mut found, mut edges) = (Vec::new(), Vec::new());
        for &subnet in &attachment.subnets {
            found.extend(self.beside(trip, subnet, goal));
            let stands = self.standing(attachment.node, vec![subnet], attachment.network);
            if edges.contains(&(stands.table, stands.acl)) {
                continue;
            }
            edges.push((stands.table, stands.acl));
            found.extend(self.follow(trip, &stands, goal, left));
        }
        found
    }

    /// To who stands in the very subnet of an attachment: no list is looked at on the way in, and both of its sides are on
    /// the way of answers.
    fn beside(&mut self, trip: &Trip, subnet: SubnetId, goal: Goal<'_>) -> Option<Trip> {
        let mut trip = self.next_door(trip, &[subnet], goal)?;
        if let Some(acl) = self.all.subnets.get(subnet).and_then(|subnet| subnet.acl) {
            trip.crossings.push(Crossing { acl, egress: false, others: trip.flow.sources() });
            trip.crossings.push(Crossing { acl, egress: true, others: trip.flow.destinations() });
        }
        Some(trip)
    }
}

/// What an attachment carries: IPv6 only if it may.
fn carried(trip: &Trip, attachment: &Attachment) -> Option<Trip> {
    match attachment.v6.can_be() {
        true => Some(trip.clone()),
        false => trip.with(trip.flow.only_to(&Addresses::all().only_v4())),
    }
}
