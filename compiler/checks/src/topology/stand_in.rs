//! Addresses that the cloud chooses stand for themselves in ranges that nobody writes into a rule: what a rule for
//! everybody says holds for them, what a rule for some range says does not, and two of them are never the same.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use ipnet::Ipv6Net;

use crate::sets::Addresses;

/// Public addresses of IPv4 that the cloud gives, by the number of who has them: inside of 25.0.0.0/8, which belongs to a
/// ministry and is not routed.
pub(crate) fn public(number: usize) -> Addresses {
    let address = Ipv4Addr::from_bits((25 << 24) | (number as u32 & 0x00FF_FFFF));
    Addresses::one(address.into())
}

/// The block of IPv6 that the cloud gives to a network: inside of 3ffd::/16, which is not assigned.
pub(crate) fn network_block(number: usize) -> Ipv6Net {
    let bits = (0x3ffd_u128 << 112) | ((number as u128 & 0xFFFF_FFFF) << 80);
    Ipv6Net::new(Ipv6Addr::from_bits(bits), 48).unwrap_or_default()
}

/// The block of a subnet in that of its network.
pub(crate) fn subnet_block(network: usize, number: usize) -> Ipv6Net {
    let bits = network_block(network).network().to_bits() | ((number as u128 & 0xFFFF) << 64);
    Ipv6Net::new(Ipv6Addr::from_bits(bits), 64).unwrap_or_default()
}

/// All addresses that the cloud gives to things of the program.
pub(crate) fn given() -> &'static Addresses {
    static GIVEN: LazyLock<Addresses> = LazyLock::new(|| {
        let range = |text: &str| text.parse().map_or_else(|_| Addresses::none(), |net| Addresses::range(&net));
        range("25.0.0.0/8").or(&range("3ffd::/16"))
    });
    &GIVEN
}

/// What an address may be that is known later: any public one (D6, D18), and none of those that the cloud gives to things
/// of the program.
pub(crate) fn somebody() -> Addresses {
    Addresses::internet().without(given())
}
