use std::sync::Arc;

use cloudc_base::Address;
use cloudc_base::value::Later;
use cloudc_graph::Party;

use super::without;
use crate::parties::Parties;
use crate::sets::Addresses;
use crate::topology::PlaceId;
use crate::ways::End;

/// Who a sentence leaves out.
#[derive(Debug, Default)]
pub(super) struct Exceptions {
    parties: Vec<Party>,
    places: Vec<PlaceId>,
    roaming: Vec<usize>,
    addresses: Addresses,
    pub(super) later: Vec<Arc<Later>>,
    /// Balancers that are left out: what they hand on is, too.
    pub(super) relays: Vec<usize>,
}

impl Exceptions {
    pub(super) fn new(parties: &Parties<'_, '_>, except: &[Party]) -> Exceptions {
        let mut all = Exceptions { parties: except.to_vec(), ..Exceptions::default() };
        for party in except {
            let ends = parties.ends(party);
            match party {
                Party::Later(later) => all.later.push(Arc::clone(later)),
                Party::Thing(_) | Party::Any(_) => all.things(&ends.ends),
                _ => {
                    for end in &ends.ends {
                        match end {
                            End::Outside(addresses) => all.addresses = all.addresses.or(addresses),
                            End::Place(place, _) => all.addresses = all.addresses.or(&place.inner),
                            End::Roaming(_) => {}
                        }
                    }
                }
            }
        }
        all
    }

    fn things(&mut self, ends: &[End<'_>]) {
        for end in ends {
            match end {
                End::Place(place, id) => {
                    self.places.extend(*id);
                    self.relays.push(place.owner);
                }
                End::Roaming(node) => self.roaming.push(*node),
                End::Outside(_) => {}
            }
        }
    }

    /// Whether a party is left out as a whole.
    pub(super) fn names(&self, party: &Party) -> bool {
        self.parties.contains(party)
    }

    /// Whether all of these are left out.
    pub(super) fn all_of(&self, things: &[Address]) -> bool {
        !things.is_empty() && things.iter().all(|thing| self.parties.contains(&Party::Thing(thing.clone())))
    }

    /// What of a start is not left out.
    pub(super) fn cut<'t>(&self, end: &End<'t>) -> Option<End<'t>> {
        let left_out = match end {
            End::Place(_, Some(id)) => self.places.contains(id),
            End::Roaming(node) => self.roaming.contains(node),
            _ => false,
        };
        if left_out { None } else { without(end, &self.addresses) }
    }

    /// Whether an end is left out: something that is named and is none of those who start, as in
    /// `never internet to reach any database except this`.
    pub(super) fn spares(&self, end: &End<'_>, starts: &[End<'_>]) -> bool {
        let Some(id) = end.place() else { return false };
        self.places.contains(&id) && starts.iter().all(|start| start.place() != Some(id))
    }
}
