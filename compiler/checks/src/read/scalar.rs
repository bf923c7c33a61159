use std::net::IpAddr;

use cloudc_base::value::Value;
use ipnet::IpNet;

/// A whole number: as such, or as text of digits, which CloudFormation takes for one.
pub(crate) fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        Value::Text(text) => text.parse().ok(),
        Value::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => Some(*number as i64),
        _ => None,
    }
}

/// A known text.
pub(crate) fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// A range of addresses: as such, or as text. A single address is a range of one.
pub(crate) fn address_range(value: &Value) -> Option<IpNet> {
    match value {
        Value::Cidr(range) => Some(range.trunc()),
        Value::Ip(address) => Some(IpNet::from(*address)),
        Value::Text(text) => match text.parse::<IpNet>() {
            Ok(range) => Some(range.trunc()),
            Err(_) => text.parse::<IpAddr>().ok().map(IpNet::from),
        },
        _ => None,
    }
}
