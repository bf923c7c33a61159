use std::sync::Arc;

use cloudc_base::value::Later;

use super::Hop;
use crate::sets::{Addresses, Flow, Services};
use crate::topology::{AclId, GroupId, Guard};

/// Packets on their way: what is left of them, and how they came here.
#[derive(Debug, Clone)]
pub(crate) struct Trip {
    pub(crate) flow: Flow,
    pub(crate) hops: Vec<Hop>,
    /// Why it is not sure that they come here.
    pub(crate) doubts: Vec<Doubt>,
    /// The groups of who sent them, as far as rules still see them.
    pub(crate) groups: Vec<GroupId>,
    /// The lists that they crossed, for answers.
    pub(crate) crossings: Vec<Crossing>,
    /// Who sent them first, where a relay has put its own name on them.
    pub(crate) origin: Option<Addresses>,
    /// How the addresses come about that they were let in by, if those are known later.
    pub(crate) later: Option<Arc<Later>>,
    /// Who let them out, until it is known by which rule: where in `hops` that stands.
    pub(crate) leaving: Option<(usize, Guard, Vec<GroupId>)>,
}

/// Something that the program does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Doubt {
    /// The node that it is about.
    pub(crate) node: Option<usize>,
    pub(crate) text: String,
}

/// A list that packets crossed.
#[derive(Debug, Clone)]
pub(crate) struct Crossing {
    pub(crate) acl: AclId,
    pub(crate) egress: bool,
    /// Who is on the other side, seen from the subnet.
    pub(crate) others: Addresses,
    pub(crate) services: Services,
}

impl Trip {
    /// Packets that start here.
    pub(crate) fn start(flow: Flow) -> Trip {
        Trip {
            flow,
            hops: Vec::new(),
            doubts: Vec::new(),
            groups: Vec::new(),
            crossings: Vec::new(),
            origin: None,
            later: None,
            leaving: None,
        }
    }

    /// Whether they surely come here.
    pub(crate) fn is_sure(&self) -> bool {
        self.doubts.is_empty()
    }

    /// The same trip with other packets; none if there are none left.
    #[must_use]
    pub(crate) fn with(&self, flow: Flow) -> Option<Trip> {
        (!flow.is_empty()).then(|| Trip { flow, ..self.clone() })
    }

    /// One step further.
    #[must_use]
    pub(crate) fn hop(mut self, hop: Hop) -> Trip {
        self.hops.push(hop);
        self
    }

    /// One doubt more; one that there is already does not count twice.
    #[must_use]
    pub(crate) fn doubt(mut self, node: Option<usize>, text: impl Into<String>) -> Trip {
        let doubt = Doubt { node, text: text.into() };
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
        self
    }
}
