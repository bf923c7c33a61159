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

impl Protocol {
    /// Its name, as the functions of the language have it.
    pub fn word(self) -> &'static str {
        match self {
            Protocol::Tcp => "tcp",
            Protocol::Udp => "udp",
            Protocol::Icmp => "icmp",
            Protocol::All => "all",
        }
    }
}

impl fmt::Display for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let protocol = self.protocol.word();
        match self.range {
            None => write!(f, "{protocol}()"),
            Some((first, last)) if first == last => write!(f, "{protocol}({first})"),
            Some((first, last)) => write!(f, "{protocol}({first}..{last})"),
        }
    }
}
