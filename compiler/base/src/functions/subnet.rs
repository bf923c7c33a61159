//! Parts of ranges of addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::document::Unwritable;
use crate::value::Value;

/// The part of this number, from 0, of a range, where the prefix is so many bits longer; none if there is no such part.
pub fn part(range: IpNet, bits: i64, number: i64) -> Option<IpNet> {
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

/// The same of a range that was known later only, which is a text by then.
pub(super) fn of_text(range: &str, bits: i64, number: i64) -> Result<Value, Unwritable> {
    let range: IpNet = range.parse().map_err(|_| Unwritable::Arguments)?;
    part(range, bits, number).map(|part| Value::text(part.to_string())).ok_or(Unwritable::Arguments)
}
