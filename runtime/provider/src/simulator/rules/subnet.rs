use ipnet::IpNet;

use super::Wish;
use crate::exclusive::overlaps;
use crate::{Class, Fault, path};

/// A subnet lies in its network and over no other.
pub(super) fn check(wish: &Wish<'_>) -> Result<(), Fault> {
    if wish.call.ty.name() != "aws.ec2.Subnet" || wish.own.is_some() {
        return Ok(());
    }
    let Some(range) = range(wish.properties) else { return Ok(()) };
    let Some(vpc) = path::text(wish.properties, "VpcId").and_then(|id| wish.world.called(id).next()) else {
        return Ok(());
    };
    let more = wish.world.referring_to(vpc.number).filter(|other| &*other.ty == "aws.ec2.VPCCidrBlock");
    let more = more.filter(|other| other.is_there(wish.now)).filter_map(|other| self::range(&other.model));
    let inside = more.into_iter().any(|block| block.contains(&range));
    if let Some(network) = self::range(&vpc.model).filter(|network| !inside && !network.contains(&range)) {
        let message = format!("`{range}` lies outside of the network's `{network}`");
        return Err(Fault::new(Class::Invalid, "InvalidSubnet.Range", message));
    }
    let others = wish.world.referring_to(vpc.number).filter(|other| &*other.ty == "aws.ec2.Subnet");
    let mut ranges = others.filter(|other| other.is_there(wish.now)).filter_map(|other| self::range(&other.model));
    match ranges.find(|other| overlaps(other, &range)) {
        None => Ok(()),
        Some(other) => {
            let message = format!("`{range}` overlaps another subnet, `{other}`");
            Err(Fault::new(Class::Conflict, "InvalidSubnet.Conflict", message))
        }
    }
}

fn range(model: &serde_json::Value) -> Option<IpNet> {
    path::text(model, "CidrBlock")?.parse().ok()
}
