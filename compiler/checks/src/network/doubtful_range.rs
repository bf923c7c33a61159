use ipnet::IpNet;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{address_range, first};

crate::check::code!("W0519" "doubtful-range" Warning "doubtful_range.md");

/// Addresses that are nobody's in the internet, RFC 1918 and 6598.
const PRIVATE: &[&str] = &["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15"];

/// What the network has that each account is given in each region.
const DEFAULT: &str = "172.31.0.0/16";

/// Networks whose addresses others have too: they can be made, and never be joined with those others.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, node) in context.index.of_type("aws.ec2.VPC") {
        let managed = node.mode == cloudc_graph::Mode::Managed;
        let range = first(&node.properties, "CidrBlock").and_then(address_range).filter(|_| managed);
        let Some(range @ IpNet::V4(_)) = range else { continue };
        let within = |outer: &str| outer.parse::<IpNet>().is_ok_and(|outer| outer.contains(&range));
        let message = if within(DEFAULT) {
            format!("`{range}` is in the network that every account has in every region: nobody can join the two")
        } else if !PRIVATE.iter().any(|outer| within(outer)) {
            format!("`{range}` belongs to somebody in the internet, who cannot be reached from here")
        } else {
            continue;
        };
        findings.push(
            blame(&CODE, node, "CidrBlock", message).help("take a part of 10.0.0.0/8 that no network nearby has"),
        );
    }
}
