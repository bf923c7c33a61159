use cloudc_base::value::{Ports, Protocol, Value};

use super::{Function, Given};
use crate::program::Eval;

/// A port or range of ports of TCP.
pub(super) const TCP: Function = Function { name: "tcp", shape: "tcp(port)", run: |given| ports(given, Protocol::Tcp) };

/// A port or range of ports of UDP.
pub(super) const UDP: Function = Function { name: "udp", shape: "udp(port)", run: |given| ports(given, Protocol::Udp) };

/// ICMP, which has no ports.
pub(super) const ICMP: Function =
    Function { name: "icmp", shape: "icmp()", run: |given| portless(given, Protocol::Icmp) };

/// Everything.
pub(super) const ALL: Function = Function { name: "all", shape: "all()", run: |given| portless(given, Protocol::All) };

/// A number or range from 0 to 65535.
fn ports(given: &mut Given<'_, '_>, protocol: Protocol) -> Eval {
    let [argument] = given.exactly()?;
    let (first, last) = match &argument.0 {
        Value::Int(port) => (*port, *port),
        Value::Range(ends) => match (&ends.0, &ends.1) {
            (Value::Int(first), Value::Int(last)) => (*first, *last),
            _ => return given.wrong(&argument, "a port or a range of ports"),
        },
        _ => return given.wrong(&argument, "a port or a range of ports"),
    };
    match (u16::try_from(first), u16::try_from(last)) {
        (Ok(first), Ok(last)) => Ok(Value::Ports(Ports { protocol, range: Some((first, last)) })),
        _ => given.refuse(argument.1, "a port is a number from 0 to 65535"),
    }
}

fn portless(given: &mut Given<'_, '_>, protocol: Protocol) -> Eval {
    let [] = given.exactly()?;
    Ok(Value::Ports(Ports { protocol, range: None }))
}
