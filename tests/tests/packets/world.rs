//! Networks made by chance: of numbers, so that proptest can make them smaller.

use std::slice::Iter;

/// A range of addresses, as rules, lists and routes write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) bits: u128,
    pub(crate) length: u8,
    pub(crate) six: bool,
}

/// An address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) bits: u128,
    pub(crate) six: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    Tcp,
    Udp,
    Ping,
}

/// What a rule or an entry is about; no protocol is all of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Services {
    pub(crate) protocol: Option<Protocol>,
    pub(crate) ports: (u16, u16),
}

#[derive(Debug, Clone)]
pub(crate) struct Network {
    pub(crate) gateway: bool,
    pub(crate) six: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Subnet {
    pub(crate) network: usize,
    /// Its place in the network: the third byte of its range.
    pub(crate) number: usize,
    pub(crate) six: bool,
    pub(crate) gives_public: bool,
    /// Its table; none is the main one, which holds nothing of its own.
    pub(crate) table: Option<usize>,
    pub(crate) list: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Onward {
    Gateway,
    OutOnly,
    Nat(usize),
    Machine(usize),
    Peering(usize),
    Transit,
}

#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) network: usize,
    pub(crate) routes: Vec<(Range, Onward)>,
}

#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) number: u16,
    pub(crate) egress: bool,
    pub(crate) allows: bool,
    pub(crate) services: Services,
    pub(crate) range: Range,
}

#[derive(Debug, Clone)]
pub(crate) struct List {
    pub(crate) network: usize,
    pub(crate) entries: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Peer {
    Range(Range),
    Group(usize),
    /// A list of two ranges.
    Prefixes(Range, Range),
}

#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) services: Services,
    pub(crate) peer: Peer,
}

#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) network: usize,
    pub(crate) ingress: Vec<Rule>,
    /// None lets everything out.
    pub(crate) egress: Option<Vec<Rule>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Machine {
    pub(crate) subnet: usize,
    pub(crate) groups: Vec<usize>,
    pub(crate) public: Option<bool>,
    pub(crate) routes: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Nat {
    pub(crate) subnet: usize,
    pub(crate) public: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Peering {
    pub(crate) ends: (usize, usize),
    /// Whether the other end is said to be in another region.
    pub(crate) far: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Transit {
    pub(crate) by_group: bool,
    /// The subnets of the attachment of each network that is attached.
    pub(crate) attached: Vec<Option<usize>>,
    /// Which networks make themselves known; none if all do by default.
    pub(crate) known: Option<Vec<bool>>,
    /// Routes that are written: to a network, or nowhere.
    pub(crate) written: Vec<(Range, Option<usize>)>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct World {
    pub(crate) networks: Vec<Network>,
    pub(crate) subnets: Vec<Subnet>,
    pub(crate) tables: Vec<Table>,
    pub(crate) lists: Vec<List>,
    pub(crate) groups: Vec<Group>,
    pub(crate) machines: Vec<Machine>,
    pub(crate) nats: Vec<Nat>,
    pub(crate) peerings: Vec<Peering>,
    pub(crate) transit: Option<Transit>,
}

/// Choices, of bytes; after the last the first alternative is taken.
struct Dice<'b>(Iter<'b, u8>);

impl Dice<'_> {
    fn of(&mut self, count: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % count.max(1)
    }

    /// True once in so many times.
    fn once_in(&mut self, times: usize) -> bool {
        self.of(times) == times - 1
    }

    fn among<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.of(all.len())]
    }
}

impl Range {
    pub(crate) fn four(a: u8, b: u8, c: u8, d: u8, length: u8) -> Range {
        Range { bits: u128::from(u32::from_be_bytes([a, b, c, d])), length, six: false }
    }

    pub(crate) fn six(text: &str, length: u8) -> Range {
        let address: std::net::Ipv6Addr = text.parse().expect("it is an address");
        Range { bits: address.to_bits(), length, six: true }
    }

    pub(crate) fn holds(&self, address: Address) -> bool {
        let width = if self.six { 128 } else { 32 };
        let shift = u32::from(width - self.length);
        self.six == address.six && (shift == 128 || self.bits >> shift == address.bits >> shift)
    }

    pub(crate) fn text(&self) -> String {
        match self.six {
            true => format!("{}/{}", std::net::Ipv6Addr::from_bits(self.bits), self.length),
            false => format!("{}/{}", std::net::Ipv4Addr::from_bits(self.bits as u32), self.length),
        }
    }
}

impl World {
    /// A world of these choices.
    pub(crate) fn of(bytes: &[u8]) -> World {
        let mut dice = Dice(bytes.iter());
        let mut world = World::default();
        for _ in 0..=dice.among(&[1, 0, 1, 2]) {
            world.networks.push(Network { gateway: !dice.once_in(6), six: dice.once_in(3) });
        }
        world.make_subnets(&mut dice);
        world.make_groups(&mut dice);
        world.make_machines(&mut dice);
        world.make_ways(&mut dice);
        world.make_routes(&mut dice);
        world.make_lists(&mut dice);
        world
    }

    pub(crate) fn network_range(network: usize) -> Range {
        Range::four(10, network as u8, 0, 0, 16)
    }

    pub(crate) fn subnet_range(&self, subnet: usize) -> Range {
        let subnet = &self.subnets[subnet];
        Range::four(10, subnet.network as u8, subnet.number as u8, 0, 24)
    }

    pub(crate) fn subnet_six(&self, subnet: usize) -> Range {
        let subnet = &self.subnets[subnet];
        Range::six(&format!("2001:db8:{:x}:{:x}::", subnet.network, subnet.number), 64)
    }

    /// A range that matters to somebody.
    fn range(&self, dice: &mut Dice<'_>) -> Range {
        let subnet = dice.of(self.subnets.len());
        let four = self.subnet_range(subnet);
        match dice.of(12) {
            0 | 1 => Range::four(0, 0, 0, 0, 0),
            2 => World::network_range(self.subnets[subnet].network),
            3 | 4 => four,
            5 => Range { length: 25, ..four },
            6 => Range { bits: four.bits | 128, length: 25, ..four },
            7 => Range::four(10, 0, 0, 0, 8),
            8 => Range::four(203, 0, 113, 0, 24),
            9 => Range::four(203, 0, 113, 128, 25),
            // Addresses of nobody here would be the internet's.
            11 if self.subnets[subnet].six => self.subnet_six(subnet),
            _ => Range::six("::", 0),
        }
    }

    fn services(dice: &mut Dice<'_>) -> Services {
        let protocol =
            dice.among(&[None, Some(Protocol::Tcp), Some(Protocol::Tcp), Some(Protocol::Udp), Some(Protocol::Ping)]);
        let ports = dice.among(&[(0, 65535), (22, 22), (80, 443), (443, 443), (1024, 65535)]);
        Services { protocol, ports: if protocol == Some(Protocol::Ping) { (0, 65535) } else { ports } }
    }

    fn make_subnets(&mut self, dice: &mut Dice<'_>) {
        for network in 0..self.networks.len() {
            for number in 0..=dice.of(3) {
                let table = match dice.of(5) {
                    4 => None,
                    3 => self.tables.iter().position(|table| table.network == network),
                    _ => {
                        self.tables.push(Table { network, routes: Vec::new() });
                        Some(self.tables.len() - 1)
                    }
                };
                let list = dice.once_in(3).then(|| {
                    self.lists.push(List { network, entries: Vec::new() });
                    self.lists.len() - 1
                });
                let six = self.networks[network].six && !dice.once_in(4);
                self.subnets.push(Subnet { network, number, six, gives_public: dice.of(2) == 0, table, list });
            }
        }
    }

    fn make_groups(&mut self, dice: &mut Dice<'_>) {
        let count = |dice: &mut Dice<'_>| 1 + dice.of(3);
        let owners: Vec<usize> = (0..self.networks.len()).flat_map(|network| vec![network; count(dice)]).collect();
        let rule = |dice: &mut Dice<'_>| {
            let peer = match dice.of(6) {
                0..=2 => Peer::Range(self.range(dice)),
                3 | 4 => Peer::Group(dice.of(owners.len())),
                _ => {
                    let four = |dice: &mut Dice<'_>| {
                        Some(self.range(dice)).filter(|range| !range.six).unwrap_or(Range::four(203, 0, 113, 0, 24))
                    };
                    Peer::Prefixes(four(dice), four(dice))
                }
            };
            Rule { services: World::services(dice), peer }
        };
        let mut groups = Vec::new();
        for &network in &owners {
            let ingress = (0..dice.of(4)).map(|_| rule(dice)).collect();
            let egress = dice.once_in(3).then(|| (0..=dice.of(2)).map(|_| rule(dice)).collect());
            groups.push(Group { network, ingress, egress });
        }
        self.groups = groups;
    }

    fn make_machines(&mut self, dice: &mut Dice<'_>) {
        for _ in 0..2 + dice.of(3) {
            let subnet = dice.of(self.subnets.len());
            let network = self.subnets[subnet].network;
            let own: Vec<usize> =
                (0..self.groups.len()).filter(|group| self.groups[*group].network == network).collect();
            let mut groups = vec![dice.among(&own)];
            if dice.once_in(4) {
                let other = dice.among(&own);
                groups.extend((groups[0] != other).then_some(other));
            }
            let public = dice.among(&[None, Some(true), Some(false)]);
            self.machines.push(Machine { subnet, groups, public, routes: dice.once_in(3) });
        }
    }

    /// What leads from network to network.
    fn make_ways(&mut self, dice: &mut Dice<'_>) {
        for subnet in 0..self.subnets.len() {
            if dice.once_in(3) {
                self.nats.push(Nat { subnet, public: !dice.once_in(3) });
            }
        }
        let count = self.networks.len();
        for one in 0..count {
            for other in one + 1..count {
                if dice.of(2) == 1 {
                    self.peerings.push(Peering { ends: (one, other), far: dice.once_in(4) });
                }
            }
        }
        if count > 1 && dice.once_in(3) {
            let mut attached = Vec::new();
            for network in 0..count {
                let own: Vec<usize> =
                    (0..self.subnets.len()).filter(|subnet| self.subnets[*subnet].network == network).collect();
                attached.push((!dice.once_in(6)).then(|| dice.among(&own)));
            }
            let known = dice.once_in(2).then(|| (0..count).map(|_| !dice.once_in(3)).collect());
            let mut written: Vec<(Range, Option<usize>)> = Vec::new();
            for _ in 0..dice.of(3) {
                let range = self.destination(dice);
                let to = Some(dice.of(count)).filter(|to| attached[*to].is_some() && !dice.once_in(4));
                if !range.six && known.is_some() && written.iter().all(|(known, _)| *known != range) {
                    written.push((range, to));
                }
            }
            self.transit = Some(Transit { by_group: dice.of(2) == 1, attached, known, written });
        }
    }

    fn destination(&self, dice: &mut Dice<'_>) -> Range {
        let subnet = dice.of(self.subnets.len());
        match dice.of(8) {
            0 | 1 => Range::four(0, 0, 0, 0, 0),
            2 | 3 => World::network_range(self.subnets[subnet].network),
            4 => self.subnet_range(subnet),
            5 => Range::six("::", 0),
            6 => Range::four(10, 0, 0, 0, 8),
            _ => Range::four(203, 0, 113, 0, 24),
        }
    }

    fn make_routes(&mut self, dice: &mut Dice<'_>) {
        for number in 0..self.tables.len() {
            for _ in 0..dice.of(5) {
                let (to, network) = (self.destination(dice), self.tables[number].network);
                let inside = to.length > 16
                    && !to.six
                    && World::network_range(network).holds(Address { bits: to.bits, six: false });
                let all = self.onwards(network, to, inside);
                if all.is_empty() || to == World::network_range(network) {
                    continue;
                }
                let onward = dice.among(&all);
                let table = &mut self.tables[number];
                if table.routes.iter().all(|(known, _)| *known != to) {
                    table.routes.push((to, onward));
                }
            }
        }
    }

    /// Who may take packets to a range out of a network: within it only NAT gateways and machines.
    fn onwards(&self, network: usize, to: Range, inside: bool) -> Vec<Onward> {
        let here = |subnet: usize| self.subnets[subnet].network == network;
        let mut all = Vec::new();
        if !inside {
            if self.networks[network].gateway {
                all.push(Onward::Gateway);
            }
            all.extend((to.six && self.networks[network].six).then_some(Onward::OutOnly));
            let peerings = self.peerings.iter().enumerate();
            let own = peerings.filter(|(_, peering)| peering.ends.0 == network || peering.ends.1 == network);
            all.extend(own.map(|(number, _)| Onward::Peering(number)));
            all.extend(
                self.transit.as_ref().filter(|transit| transit.attached[network].is_some()).map(|_| Onward::Transit),
            );
        }
        if !to.six {
            let nats = self.nats.iter().enumerate().filter(|(_, nat)| here(nat.subnet));
            all.extend(nats.map(|(number, _)| Onward::Nat(number)));
        }
        let machines = self.machines.iter().enumerate().filter(|(_, machine)| here(machine.subnet));
        all.extend(machines.map(|(number, _)| Onward::Machine(number)));
        all
    }

    fn make_lists(&mut self, dice: &mut Dice<'_>) {
        for number in 0..self.lists.len() {
            let mut entries = Vec::new();
            for egress in [false, true] {
                for place in 0..dice.of(4) {
                    let entry = |number, allows, services, range| Entry { number, egress, allows, services, range };
                    let services = World::services(dice);
                    entries.push(entry(90 + 10 * place as u16, dice.of(2) == 1, services, self.range(dice)));
                }
                if !dice.once_in(4) {
                    let all = Services { protocol: None, ports: (0, 65535) };
                    for (number, range) in [(200, Range::four(0, 0, 0, 0, 0)), (201, Range::six("::", 0))] {
                        entries.push(Entry { number, egress, allows: true, services: all, range });
                    }
                }
            }
            self.lists[number].entries = entries;
        }
    }
}
