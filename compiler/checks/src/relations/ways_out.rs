//! The ways out of an obstacle, in words.

use cloudc_graph::Party;

use crate::ways::{Missing, Obstacle};

/// The obstacle that counts: the one that packets came furthest to, and of those the first.
pub(super) fn worst(obstacles: Vec<Obstacle>) -> Option<Obstacle> {
    let furthest = obstacles.iter().map(|obstacle| obstacle.stage).max()?;
    obstacles.into_iter().find(|obstacle| obstacle.stage == furthest)
}

/// What can be done about an obstacle.
pub(super) fn help(obstacle: &Obstacle, object: &Party) -> &'static str {
    let out = matches!(object, Party::Internet | Party::Cidr(_) | Party::Ip(_) | Party::Later(_));
    match obstacle.kind {
        Missing::Rule => "open it by a rule of the security group, or leave the sentence out",
        Missing::Entry => {
            "let it through by an entry with a lower number, and answers on tcp(1024..65535) the other way"
        }
        Missing::InternetRoute if out => {
            "give the private subnets a way out, `nat = \"gateway\"` on the network, or stand in a public one, `public = true`"
        }
        Missing::InternetRoute => {
            "stand in a public subnet, whose routes lead to an internet gateway, or behind a balancer in one"
        }
        Missing::NetworkRoute => {
            "join both networks by a peering or a transit gateway, with a route on each side, or stand in the same one"
        }
        Missing::Gateway => "attach an internet gateway: `aws.ec2.VPCGatewayAttachment`",
        Missing::PublicAddress if out => {
            "give it a public address, or go through NAT: `nat = \"gateway\"` on the network"
        }
        Missing::PublicAddress => "give it a public address, `public = true`, or put a balancer before it",
        Missing::Listener => "turn the sentence around, or call it by a verb: `allow .. to invoke ..`",
        Missing::Other => "make a way, or leave the sentence out",
    }
}
