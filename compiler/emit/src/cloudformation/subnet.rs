//! Parts of ranges of addresses that only the cloud knows.

use cloudc_base::value::{From, Later};

use super::scope::Scope;
use super::text::{Kind, Leaf};
use crate::mistakes::unspelt_value;
use crate::tree::Tree;

/// The range of version 6 that AWS gives to a network (VPC User Guide, "IP addressing").
const OWN_LENGTH: i64 = 56;

/// The most parts that `Fn::Cidr` makes.
const MAX_PARTS: i64 = 256;

impl Scope<'_, '_> {
    /// A part of a later range. `Fn::Cidr` counts bits from the end, so how long the range is must be known all the same.
    pub(super) fn subnet(&mut self, range: &Later, bits: i64, number: i64) -> Option<Leaf> {
        if !is_networks_own(range) || number >= MAX_PARTS || bits > 128 - OWN_LENGTH {
            let why = "a template can divide no later range but the one of version 6 that AWS gives to a network";
            let finding = unspelt_value::later(&self.site(), "subnet", why);
            return self.fail(finding);
        }
        let range = self.leaf(range)?;
        let parts = vec![range.tree, Tree::Int(number + 1), Tree::Int(128 - OWN_LENGTH - bits)];
        let parts = Tree::call("Fn::Cidr", Tree::List(parts));
        let tree = Tree::call("Fn::Select", Tree::List(vec![Tree::Int(number), parts]));
        Some(Leaf { tree, inline: None, kind: Kind::Text, safe: true })
    }
}

/// Whether it is the first range of version 6 of a network.
fn is_networks_own(range: &Later) -> bool {
    let From::Element { of, index: 0 } = range.from() else { return false };
    matches!(of.from(), From::Attribute { path, .. } if &**path == "Ipv6CidrBlocks")
}
