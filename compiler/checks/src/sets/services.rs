use std::fmt;

use cloudc_base::value::{Ports, Protocol};

use super::Intervals;

/// Numbers of protocols: <https://www.iana.org/assignments/protocol-numbers>.
const ICMP: u8 = 1;
const TCP: u8 = 6;
const UDP: u8 = 17;
const ICMP6: u8 = 58;

/// A set of services: protocols with their ports.
///
/// A service is one number, the protocol's number and then 16 bits: the destination port of TCP and UDP, type and code of
/// ICMP. Other protocols have no ports; all 65,536 numbers stand for one of those.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Services(Intervals<u32>);

/// The last service there is.
const LAST: u32 = 0x00FF_FFFF;

impl Services {
    /// No service.
    pub fn none() -> Services {
        Services::default()
    }

    /// Every protocol on every port.
    pub fn all() -> Services {
        Services(Intervals::range(0, LAST))
    }

    /// A whole protocol, by number.
    pub fn protocol(number: u8) -> Services {
        Services::ports(number, 0, u16::MAX)
    }

    /// Some ports of a protocol; of ICMP type and code in one number.
    pub fn ports(protocol: u8, first: u16, last: u16) -> Services {
        let base = u32::from(protocol) << 16;
        Services(Intervals::range(base | u32::from(first), base | u32::from(last)))
    }

    /// Some ports of TCP.
    pub fn tcp(first: u16, last: u16) -> Services {
        Services::ports(TCP, first, last)
    }

    /// The services that some numbers stand for.
    pub(super) fn of(numbers: Intervals<u32>) -> Services {
        Services(numbers)
    }

    /// The numbers that stand for them.
    pub(super) fn numbers(&self) -> &Intervals<u32> {
        &self.0
    }

    /// A message of ICMP by type and code; none is any.
    pub fn icmp(protocol: u8, kind: Option<u8>, code: Option<u8>) -> Services {
        match (kind, code) {
            (None, _) => Services::protocol(protocol),
            (Some(kind), None) => Services::ports(protocol, u16::from(kind) << 8, u16::from(kind) << 8 | 0xFF),
            (Some(kind), Some(code)) => {
                let message = u16::from(kind) << 8 | u16::from(code);
                Services::ports(protocol, message, message)
            }
        }
    }

    /// What a sentence means by these ports: `icmp()` is that of both families.
    pub fn said(ports: &Ports) -> Services {
        let (first, last) = ports.range.unwrap_or((0, u16::MAX));
        match ports.protocol {
            Protocol::Tcp => Services::ports(TCP, first, last),
            Protocol::Udp => Services::ports(UDP, first, last),
            Protocol::Icmp => Services::protocol(ICMP).or(&Services::protocol(ICMP6)),
            Protocol::All => match ports.range {
                Some(_) => Services::ports(TCP, first, last).or(&Services::ports(UDP, first, last)),
                None => Services::all(),
            },
        }
    }

    /// The protocol that a rule names, as a number: by name or number; none for all of them.
    /// What is no protocol counts as all.
    pub fn protocol_number(name: &str) -> Option<u8> {
        match name {
            "-1" | "all" => None,
            "tcp" => Some(TCP),
            "udp" => Some(UDP),
            "icmp" => Some(ICMP),
            "icmpv6" => Some(ICMP6),
            number => number.parse().ok(),
        }
    }

    /// Whether a protocol has ports.
    pub fn has_ports(protocol: u8) -> bool {
        matches!(protocol, TCP | UDP)
    }

    /// Whether a protocol is ICMP, of either family.
    pub fn is_icmp(protocol: u8) -> bool {
        matches!(protocol, ICMP | ICMP6)
    }

    /// Where answers go: the ports that whoever asks over TCP has taken for itself.
    pub fn answers() -> Services {
        Services::tcp(1024, u16::MAX)
    }

    /// The part of them that is TCP.
    #[must_use]
    pub fn of_tcp(&self) -> Services {
        self.and(&Services::protocol(TCP))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Services) -> Services {
        Services(self.0.and(&other.0))
    }

    /// What is in either.
    #[must_use]
    pub fn or(&self, other: &Services) -> Services {
        Services(self.0.or(&other.0))
    }

    /// What is in this and not in `other`.
    #[must_use]
    pub fn without(&self, other: &Services) -> Services {
        Services(self.0.without(&other.0))
    }

    /// Whether something is in both.
    pub fn meets(&self, other: &Services) -> bool {
        self.0.meets(&other.0)
    }

    /// Whether all of `other` is in this.
    pub fn covers(&self, other: &Services) -> bool {
        self.0.covers(&other.0)
    }
}

impl fmt::Display for Services {
    /// As a sentence says it: `tcp(22)`, `udp(1..9) and icmp()`; of many the first ones.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Services::all() {
            return f.write_str("all()");
        }
        let mut parts: Vec<String> = Vec::new();
        for (first, last) in self.0.iter() {
            let (from, to) = ((first >> 16) as u8, (last >> 16) as u8);
            if from != to && parts.len() < SHOWN {
                // Several protocols in one piece: the ends may be cut.
                parts.push(named(from, first as u16, u16::MAX));
                parts.extend((to - from > 1).then(|| "other protocols".to_owned()));
                parts.push(named(to, 0, last as u16));
            } else if parts.len() <= SHOWN {
                parts.push(named(from, first as u16, last as u16));
            }
        }
        if parts.len() > SHOWN {
            parts.truncate(SHOWN);
            parts.push("more".to_owned());
        }
        f.write_str(&parts.join(" and "))
    }
}

/// How many pieces of a set are shown.
const SHOWN: usize = 3;

fn named(protocol: u8, first: u16, last: u16) -> String {
    let name = match protocol {
        TCP => "tcp",
        UDP => "udp",
        ICMP => return "icmp()".to_owned(),
        ICMP6 => return "icmpv6".to_owned(),
        other => return format!("protocol {other}"),
    };
    match (first, last) {
        (0, u16::MAX) => format!("{name}()"),
        _ if first == last => format!("{name}({first})"),
        _ => format!("{name}({first}..{last})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_read_like_a_sentence() {
        let tcp = |range| Services::said(&Ports { protocol: Protocol::Tcp, range });
        assert_eq!(tcp(Some((22, 22))).to_string(), "tcp(22)");
        assert_eq!(tcp(Some((1, 9))).or(&tcp(Some((443, 443)))).to_string(), "tcp(1..9) and tcp(443)");
        assert_eq!(tcp(None).or(&Services::protocol(ICMP)).to_string(), "icmp() and tcp()");
        assert_eq!(Services::all().to_string(), "all()");
        let rest = Services::all().without(&tcp(Some((22, 22))));
        assert_eq!(rest.to_string(), "protocol 0 and other protocols and tcp(0..21) and more");
    }

    #[test]
    fn icmp_has_types_and_codes() {
        let echo = Services::icmp(ICMP, Some(8), Some(0));
        assert!(Services::icmp(ICMP, Some(8), None).covers(&echo));
        assert!(!Services::icmp(ICMP, Some(0), None).meets(&echo));
        assert!(Services::protocol(ICMP).covers(&echo));
        assert!(!Services::protocol(ICMP6).meets(&echo));
    }
}
