use super::obstacle::{Missing, Stage};
use super::{Search, Trip};
use crate::sets::{Region, Services};
use crate::topology::{Onward, Place};

impl Search<'_, '_> {
    /// Whether answers to a trip come back: lists let nothing through by themselves. Only TCP is looked at.
    pub(crate) fn is_answered(&mut self, trip: &Trip) -> bool {
        if trip.flow.services().of_tcp().is_empty() {
            return true;
        }
        let answers = Services::answers();
        for crossing in &trip.crossings {
            let Some(acl) = self.all.acls.get(crossing.acl) else { continue };
            let back = Region::of(&answers, &crossing.others);
            if acl.known && acl.lets(!crossing.egress).and(&back).is_empty() {
                let _all = self.all;
                let way = if crossing.egress { "into" } else { "out of" };
                self.stopped(Stage::Answer, Missing::Entry, acl.key.node(), |all| {
                    let name = acl.key.shown(all.index);
                    format!(
                        "answers do not come back: the network ACL `{name}` lets no tcp(1024..65535) {way} the subnet"
                    )
                });
                return false;
            }
        }
        true
    }

    /// Whether a place knows a way back to another network of the program.
    pub(crate) fn leads_back(&mut self, from: &Place, to: &Place) -> bool {
        let all = self.all;
        if from.network == to.network {
            return true;
        }
        let Some(table) = to.table.and_then(|id| all.tables.get(id)) else { return true };
        let back = |to: &crate::sets::Addresses| to.meets(&from.inner) || to.meets(&from.outer);
        let leads = table.ways.iter().any(|way| way.onward != Onward::Local && back(&way.to));
        if !leads {
            self.stopped(Stage::Answer, Missing::NetworkRoute, table.key.node(), |all| {
                format!("answers do not come back: {} has no route to where they go", table.shown(all.index))
            });
        }
        leads
    }
}
