use std::borrow::Cow;

use crate::sets::Addresses;
use crate::topology::{Place, PlaceId};

/// Where packets start or end.
#[derive(Debug, Clone)]
pub(crate) enum End<'t> {
    /// A place in a network; with its number if it is one of the program's.
    Place(Cow<'t, Place>, Option<PlaceId>),
    /// Addresses outside of the program's networks.
    Outside(Addresses),
    /// Something that runs in the cloud's own network, which leads to the internet: a function without a network.
    Roaming(usize),
}

impl End<'_> {
    /// The number of the place, if it is one of the program's.
    pub(crate) fn place(&self) -> Option<PlaceId> {
        match self {
            End::Place(_, number) => *number,
            End::Outside(_) | End::Roaming(_) => None,
        }
    }
}
