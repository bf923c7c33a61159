use super::{Goal, Search, Trip};
use crate::topology::{Key, Place, endpoint};

impl Search<'_, '_> {
    /// To an endpoint behind which packets are inspected; what is let through goes on from its subnet, as it came.
    pub(super) fn by_inspection(
        &mut self,
        trip: &Trip,
        key: Key<'_>,
        at: &Place,
        goal: Goal<'_>,
        left: u8,
    ) -> Vec<Trip> {
        let doubtful = trip.clone().doubt(key.node(), INSPECTED);
        let Some(doubtful) = self.without_groups(doubtful) else { return Vec::new() };
        let Some(places) = self.inspecting(key) else { return self.other_side(&doubtful, None, goal) };
        let mut found = Vec::new();
        for place in places {
            let stands = Place { owner: at.owner, public: at.public, outer: at.outer.clone(), ..place };
            found.extend(self.proceed(&doubtful, &stands, goal, left));
        }
        found
    }

    /// Where packets come out of an endpoint behind which they are inspected; none if it is not in the program.
    pub(super) fn inspecting(&self, key: Key<'_>) -> Option<Vec<Place>> {
        let all = self.all;
        if let Some(subnets) = key.node().and_then(|firewall| endpoint::firewall_subnets(all, firewall)) {
            let owner = key.node().unwrap_or_default();
            return Some(subnets.into_iter().map(|subnet| self.standing(owner, vec![subnet], None)).collect());
        }
        let endpoint = endpoint::find(all, as_known(key))?;
        Some(all.places.iter().map(|(_, place)| place).filter(|place| place.owner == endpoint.node).cloned().collect())
    }
}

/// Why it is not sure that packets get past an inspection.
pub(super) const INSPECTED: &str = "what is inspected here may be dropped";

fn as_known<'g>(key: Key<'_>) -> Key<'g> {
    match key {
        Key::Node(number) => Key::Node(number),
        Key::Made(number, _) | Key::Unknown(number) => Key::Unknown(number),
        Key::Named(_) => Key::Unknown(usize::MAX),
    }
}
