use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{Topology, stand_in};
use crate::read::{Sure, Target, at};
use crate::sets::Addresses;

/// Public addresses that are given to machines and interfaces by resources of their own.
#[derive(Debug, Default, Clone)]
pub(super) struct Given {
    /// By who has them: the nodes of the addresses.
    to: Rc<FxHashMap<usize, Vec<usize>>>,
    /// Whose addresses count, too.
    also: Option<usize>,
}

const WHO: &[&str] = &["aws.ec2.Instance", "aws.ec2.NetworkInterface"];
const ADDRESS: &str = "aws.ec2.EIP";

impl Given {
    /// Who has which addresses.
    pub(super) fn read(all: &Topology<'_>) -> Given {
        let mut to: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for ty in [ADDRESS, "aws.ec2.EIPAssociation"] {
            for (number, node) in all.index.of_type(ty) {
                let address =
                    ["AllocationId", "EIP"].iter().flat_map(|name| all.index.referred(node, name, ADDRESS)).next();
                let holders = ["InstanceId", "NetworkInterfaceId"].iter().flat_map(|name| at(&node.properties, name));
                for holder in holders {
                    if let Target::Node(holder) = all.index.target(holder, WHO) {
                        to.entry(holder).or_default().push(address.unwrap_or(number));
                    }
                }
            }
        }
        Given { to: Rc::new(to), also: None }
    }

    /// The same, where what is given to this node counts for everybody who is asked for.
    pub(super) fn also(&self, number: usize) -> Given {
        Given { also: Some(number), to: Rc::clone(&self.to) }
    }

    /// Whether a node has a public address if it may be that it has one by itself, and the addresses that stand for it.
    pub(super) fn to(&self, owner: usize, itself: Sure) -> (Sure, Addresses) {
        let numbers =
            [Some(owner), self.also].into_iter().flatten().filter_map(|number| self.to.get(&number)).flatten();
        let fixed = numbers.fold(Addresses::none(), |all, &number| all.or(&stand_in::public(number)));
        match (fixed.is_empty(), itself) {
            (false, _) => (Sure::Yes, fixed),
            (true, Sure::No) => (Sure::No, Addresses::none()),
            (true, _) => (itself, stand_in::public(owner)),
        }
    }
}
