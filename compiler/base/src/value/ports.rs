use std::fmt;

/// A protocol and its ports; `None` for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ports {
    /// The protocol.
    pub protocol: Protocol,
    /// The first and last port, both included; `None` where the protocol has none, or for all of them.
    pub range: Option<(u16, u16)>,
}

/// What carries packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// `tcp(..)`
    Tcp,
    /// `udp(..)`
    Udp,
    /// `icmp()`
    Icmp,
    /// `all()`
    All,
}

impl fmt::Display for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let protocol = match self.protocol {
            Protocol::Tcp => "tcp",
            Protocol::Udp => "udp",
            Protocol::Icmp => "icmp",
            Protocol::All => "all",
        };
        match self.range {
            None => write!(f, "{protocol}()"),
            Some((first, last)) if first == last => write!(f, "{protocol}({first})"),
            Some((first, last)) => write!(f, "{protocol}({first}..{last})"),
        }
    }
}
