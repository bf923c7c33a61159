use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use cloudc_base::value::Value;
use ipnet::IpNet;

use super::function::{Function, Param, Takes};

/// One of the equal parts of a range: the part of this number, from 0, where the prefix is so many bits longer.
pub(super) const FUNCTION: Function = Function {
    params: &[Param::new("range", Takes::Cidr), Param::new("bits", Takes::Int), Param::new("number", Takes::Int)],
    gives: "Cidr",
    run: |call| {
        let Value::Cidr(range) = call.value("range") else { return call.refuse("range", "this is no range") };
        let (bits, number) = (call.int("bits"), call.int("number"));
        match part(range, bits, number) {
            Some(part) => Ok(Value::Cidr(part)),
            None => call.refuse("number", format!("`{range}` has no part {number} with {bits} more bits")),
        }
    },
};

fn part(range: IpNet, bits: i64, number: i64) -> Option<IpNet> {
    let (bits, number) = (u8::try_from(bits).ok()?, u128::try_from(number).ok()?);
    let length = range.prefix_len().checked_add(bits).filter(|length| *length <= range.max_prefix_len())?;
    if number.checked_shr(bits.into()).is_some_and(|beyond| beyond > 0) {
        return None;
    }
    let offset = number.checked_shl((range.max_prefix_len() - length).into()).unwrap_or(0);
    let address: IpAddr = match range.network() {
        IpAddr::V4(first) => Ipv4Addr::from(u32::from(first) | u32::try_from(offset).ok()?).into(),
        IpAddr::V6(first) => Ipv6Addr::from(u128::from(first) | offset).into(),
    };
    IpNet::new(address, length).ok()
}
