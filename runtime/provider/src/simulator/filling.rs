use serde_json::{Value as Json, json};

use super::Inside;
use super::thing::Thing;
use crate::{Fault, Token, path};

impl Inside {
    /// What a network tells once a range of IPv6 was given to it.
    ///
    /// Ranges are of 2001:db8::/32, which is for documentation (RFC 3849): nobody's.
    pub(super) fn give_range(&mut self, block: &Thing) -> Result<(), Fault> {
        let asked = path::get(&block.model, "AmazonProvidedIpv6CidrBlock") == Some(&Json::Bool(true));
        let named = path::text(&block.model, "Ipv6CidrBlock").map(str::to_owned);
        if &*block.ty != "aws.ec2.VPCCidrBlock" || !(asked || named.is_some()) {
            return Ok(());
        }
        let Some(id) = path::text(&block.model, "VpcId") else { return Ok(()) };
        let Some(mut network) = self.world.called(id).find(|thing| &*thing.ty == "aws.ec2.VPC").cloned() else {
            return Ok(());
        };
        let digits = Token::of(&[&block.token, "range"]);
        let (group, part) = (digits.as_str().get(..4), digits.as_str().get(4..6));
        let made = format!("2001:db8:{}:{}00::/56", group.unwrap_or("1"), part.unwrap_or("1a"));
        let mut ranges =
            path::get(&network.model, "Ipv6CidrBlocks").and_then(Json::as_array).cloned().unwrap_or_default();
        ranges.push(json!(named.unwrap_or(made)));
        path::set(&mut network.model, "Ipv6CidrBlocks", Json::Array(ranges));
        self.keep(network)?;
        Ok(())
    }
}
