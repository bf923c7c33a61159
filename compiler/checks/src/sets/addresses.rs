use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use ipnet::{IpNet, Ipv4Subnets, Ipv6Subnets};

use super::Intervals;

/// A set of addresses of both families.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Addresses {
    pub(super) v4: Intervals<u32>,
    pub(super) v6: Intervals<u128>,
}

/// Ranges of IPv4 that are not part of the internet: RFC 1918, shared, loopback, link-local, multicast and reserved ones.
/// Source: <https://www.iana.org/assignments/iana-ipv4-special-registry>. Ranges for documentation count as the internet:
/// they stand for addresses of somebody.
const INNER: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/3",
];

/// The part of IPv6 that is routed between networks.
const GLOBAL: &str = "2000::/3";

/// What networks and those who are connected to them use inside.
const PRIVATE: &[&str] = &["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];

fn ranges(texts: &[&str]) -> Addresses {
    let nets = texts.iter().filter_map(|text| text.parse().ok());
    nets.fold(Addresses::none(), |all, net| all.or(&Addresses::range(&net)))
}

impl Addresses {
    /// No address.
    pub fn none() -> Addresses {
        Addresses::default()
    }

    /// Every address.
    pub fn all() -> Addresses {
        Addresses { v4: Intervals::all(), v6: Intervals::all() }
    }

    /// Every address outside of the ranges that are private or mean something else.
    pub fn internet() -> &'static Addresses {
        static INTERNET: LazyLock<Addresses> = LazyLock::new(|| {
            let global = ranges(&[GLOBAL]);
            Addresses { v4: ranges(INNER).v4.not(), v6: global.v6 }
        });
        &INTERNET
    }

    /// The ranges that networks use inside.
    pub fn private() -> &'static Addresses {
        static PRIVATE_RANGES: LazyLock<Addresses> = LazyLock::new(|| ranges(PRIVATE));
        &PRIVATE_RANGES
    }

    /// The addresses of a range.
    pub fn range(range: &IpNet) -> Addresses {
        match range {
            IpNet::V4(range) => Addresses {
                v4: Intervals::range(range.network().to_bits(), range.broadcast().to_bits()),
                v6: Intervals::none(),
            },
            IpNet::V6(range) => Addresses {
                v4: Intervals::none(),
                v6: Intervals::range(range.network().to_bits(), range.broadcast().to_bits()),
            },
        }
    }

    /// A single address.
    pub fn one(address: IpAddr) -> Addresses {
        Addresses::range(&IpNet::from(address))
    }

    /// Addresses from the numbers of both families, for those who count in numbers.
    pub fn of(v4: Intervals<u32>, v6: Intervals<u128>) -> Addresses {
        Addresses { v4, v6 }
    }

    /// The part that is IPv4.
    #[must_use]
    pub fn only_v4(&self) -> Addresses {
        Addresses { v4: self.v4.clone(), v6: Intervals::none() }
    }

    /// The part that is IPv6.
    #[must_use]
    pub fn only_v6(&self) -> Addresses {
        Addresses { v4: Intervals::none(), v6: self.v6.clone() }
    }

    /// Whether these are most addresses of the internet, in one of the families.
    pub fn is_most_of_the_internet(&self) -> bool {
        let v4: u64 = self.v4.iter().map(|(first, last)| u64::from(last - first) + 1).sum();
        let half = ranges(&["2000::/4"]);
        v4 > 1 << 31 || self.v6.covers(&half.v6)
    }

    /// The prefixes that it is made of, each with its length.
    pub fn prefixes(&self) -> impl Iterator<Item = (u8, Addresses)> {
        let v4 = self.v4.iter().flat_map(|(first, last)| {
            Ipv4Subnets::new(Ipv4Addr::from_bits(first), Ipv4Addr::from_bits(last), 0).map(IpNet::V4)
        });
        let v6 = self.v6.iter().flat_map(|(first, last)| {
            Ipv6Subnets::new(Ipv6Addr::from_bits(first), Ipv6Addr::from_bits(last), 0).map(IpNet::V6)
        });
        v4.chain(v6).map(|net| (net.prefix_len(), Addresses::range(&net)))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Addresses) -> Addresses {
        Addresses { v4: self.v4.and(&other.v4), v6: self.v6.and(&other.v6) }
    }

    /// What is in either.
    #[must_use]
    pub fn or(&self, other: &Addresses) -> Addresses {
        Addresses { v4: self.v4.or(&other.v4), v6: self.v6.or(&other.v6) }
    }

    /// What is in this and not in `other`.
    #[must_use]
    pub fn without(&self, other: &Addresses) -> Addresses {
        Addresses { v4: self.v4.without(&other.v4), v6: self.v6.without(&other.v6) }
    }

    /// Whether something is in both.
    pub fn meets(&self, other: &Addresses) -> bool {
        self.v4.meets(&other.v4) || self.v6.meets(&other.v6)
    }

    /// Whether all of `other` is in this.
    pub fn covers(&self, other: &Addresses) -> bool {
        self.v4.covers(&other.v4) && self.v6.covers(&other.v6)
    }

    /// Whether packets can go from some of these to some of those: there is a family that both have.
    pub fn may_talk_to(&self, other: &Addresses) -> bool {
        (!self.v4.is_empty() && !other.v4.is_empty()) || (!self.v6.is_empty() && !other.v6.is_empty())
    }
}

impl fmt::Display for Addresses {
    /// The first ranges, in words where they have a name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_most_of_the_internet() {
            return f.write_str("the internet");
        }
        let v4 = self.v4.iter().flat_map(|(a, b)| {
            Ipv4Subnets::new(Ipv4Addr::from_bits(a), Ipv4Addr::from_bits(b), 0).map(|net| net.to_string())
        });
        let v6 = self.v6.iter().flat_map(|(a, b)| {
            Ipv6Subnets::new(Ipv6Addr::from_bits(a), Ipv6Addr::from_bits(b), 0).map(|net| net.to_string())
        });
        let mut shown: Vec<String> = v4.chain(v6).take(SHOWN + 1).collect();
        if shown.len() > SHOWN {
            shown.truncate(SHOWN);
            shown.push("more".to_owned());
        }
        f.write_str(&shown.join(" and "))
    }
}

/// How many ranges are shown.
const SHOWN: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> Addresses {
        Addresses::range(&text.parse().expect("a range"))
    }

    #[test]
    fn the_internet_is_what_is_not_private() {
        let internet = Addresses::internet();
        for inside in ["198.51.100.0/24", "8.8.8.8/32", "2001:db8::/32", "11.0.0.0/8"] {
            assert!(internet.covers(&range(inside)), "{inside}");
        }
        for outside in ["10.1.0.0/16", "127.0.0.1/32", "255.255.255.255/32", "fd00::/8", "fe80::/10", "172.31.0.0/16"] {
            assert!(!internet.meets(&range(outside)), "{outside}");
        }
    }

    #[test]
    fn addresses_are_shown_as_ranges() {
        assert_eq!(range("10.0.0.0/8").to_string(), "10.0.0.0/8");
        assert_eq!(range("0.0.0.0/0").or(&range("::/0")).to_string(), "the internet");
        assert_eq!(
            range("10.0.0.0/8").without(&range("10.128.0.0/9")).or(&range("::1/128")).to_string(),
            "10.0.0.0/9 and ::1/128"
        );
        assert_eq!(
            range("10.0.0.0/8").without(&range("10.0.0.0/30")).to_string(),
            "10.0.0.4/30 and 10.0.0.8/29 and more"
        );
    }
}
