//! Ports of a protocol: what `tcp`, `udp`, `icmp` and `all` share.

use cloudc_base::value::{Ports, Protocol, Value};

use super::call::Call;
use super::function::{Param, Takes};
use crate::program::Eval;

pub(super) const PARAMS: &[Param] =
    &[Param::new("port", Takes::One("Int | Range", "a port or a range of ports")).known()];

/// A number or range from 0 to 65535.
pub(super) fn some(call: &mut Call<'_, '_>, protocol: Protocol) -> Eval {
    let given = call.value("port");
    let ends = match &given {
        Value::Int(port) => Some((*port, *port)),
        Value::Range(ends) => match (&ends.0, &ends.1) {
            (Value::Int(first), Value::Int(last)) => Some((*first, *last)),
            _ => None,
        },
        _ => None,
    };
    let Some((first, last)) = ends else { return call.wrong("port", &given) };
    match (u16::try_from(first), u16::try_from(last)) {
        (Ok(first), Ok(last)) => Ok(Value::Ports(Ports { protocol, range: Some((first, last)) })),
        _ => call.refuse("port", "a port is a number from 0 to 65535"),
    }
}

/// A protocol without ports.
pub(super) fn whole(protocol: Protocol) -> Value {
    Value::Ports(Ports { protocol, range: None })
}
