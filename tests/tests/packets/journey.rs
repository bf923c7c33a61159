//! Where single packets go: each is sent, step by step, as AWS documents it. Nothing here knows sets.

use crate::world::{Address, Onward, Peer, Protocol, Range, Rule, Services, World};

/// Who sends, or who is sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Party {
    Machine(usize),
    /// Addresses outside, by the range that they are in.
    Outside(Range),
}

#[derive(Debug, Clone)]
struct Packet {
    from: Address,
    to: Address,
    protocol: Protocol,
    port: u16,
    /// The groups that rules see of its sender.
    groups: Vec<usize>,
    /// Whether it was let out by a rule that names a group, and by no other.
    by_group_only: bool,
    /// The machine whose private address it carries, and the NAT gateway.
    machine: Option<usize>,
    nat: Option<usize>,
    /// The machines that sent it on.
    passed: Vec<usize>,
}

/// The services that are tried: of each atom that rules are made of one.
const TRIED: &[(Protocol, u16)] = &[
    (Protocol::Tcp, 21),
    (Protocol::Tcp, 22),
    (Protocol::Tcp, 80),
    (Protocol::Tcp, 443),
    (Protocol::Tcp, 1023),
    (Protocol::Tcp, 2000),
    (Protocol::Udp, 21),
    (Protocol::Udp, 22),
    (Protocol::Udp, 80),
    (Protocol::Udp, 443),
    (Protocol::Udp, 1023),
    (Protocol::Udp, 2000),
    (Protocol::Ping, 0),
];

/// A run of a world, for one question.
pub(crate) struct Journey<'w> {
    world: &'w World,
    to: Party,
}

impl<'w> Journey<'w> {
    /// Whether some packet gets from one to the other; with `only` those of one service.
    pub(crate) fn arrives(world: &'w World, from: Party, to: Party, only: Option<(Protocol, u16)>) -> bool {
        let journey = Journey { world, to };
        let services = TRIED.iter().filter(|tried| only.is_none_or(|only| **tried == only));
        services.into_iter().any(|&(protocol, port)| journey.sent(from, protocol, port))
    }

    fn sent(&self, from: Party, protocol: Protocol, port: u16) -> bool {
        let targets = match self.to {
            Party::Machine(machine) => self.addresses(machine, true),
            Party::Outside(range) => outside(range),
        };
        let sources = match from {
            Party::Machine(machine) => self.addresses(machine, false),
            Party::Outside(range) => outside(range),
        };
        let pairs = sources.iter().flat_map(|from| targets.iter().map(move |to| (*from, *to)));
        pairs.filter(|(from, to)| from.six == to.six).any(|(source, to)| {
            let packet = Packet {
                from: source,
                to,
                protocol,
                port,
                groups: Vec::new(),
                by_group_only: false,
                machine: None,
                nat: None,
                passed: Vec::new(),
            };
            match from {
                Party::Machine(machine) => self.leaves(packet, machine),
                Party::Outside(_) => self.comes_in(&packet),
            }
        })
    }

    /// The addresses that a machine may have: one of each half of its subnet, and the public one.
    fn addresses(&self, machine: usize, with_public: bool) -> Vec<Address> {
        let mut all = self.samples(self.world.machines[machine].subnet);
        all.extend(self.public(machine).filter(|_| with_public));
        all
    }

    fn samples(&self, subnet: usize) -> Vec<Address> {
        let four = self.world.subnet_range(subnet).bits;
        let mut all = vec![Address { bits: four | 10, six: false }, Address { bits: four | 200, six: false }];
        if self.world.subnets[subnet].six {
            all.push(Address { bits: self.world.subnet_six(subnet).bits | 10, six: true });
        }
        all
    }

    fn public(&self, machine: usize) -> Option<Address> {
        let own = &self.world.machines[machine];
        let has = own.public.unwrap_or(self.world.subnets[own.subnet].gives_public);
        has.then_some(Address { bits: (25 << 24) | machine as u128, six: false })
    }

    fn network(&self, subnet: usize) -> usize {
        self.world.subnets[subnet].network
    }

    /// The subnet of a network that an address is in.
    fn subnet_of(&self, network: usize, address: Address) -> Option<usize> {
        (0..self.world.subnets.len()).find(|&subnet| self.network(subnet) == network && self.is_in(subnet, address))
    }

    fn is_in(&self, subnet: usize, address: Address) -> bool {
        let own = &self.world.subnets[subnet];
        self.world.subnet_range(subnet).holds(address) || (own.six && self.world.subnet_six(subnet).holds(address))
    }

    /// Out of a machine, past its groups.
    fn leaves(&self, mut packet: Packet, machine: usize) -> bool {
        let groups = &self.world.machines[machine].groups;
        let by_address = self.passes_groups(groups, true, &packet, false);
        if !by_address && !self.passes_groups(groups, true, &packet, true) {
            return false;
        }
        packet.by_group_only = !by_address;
        packet.groups.clone_from(groups);
        packet.machine = Some(machine);
        packet.nat = None;
        self.moves(packet, self.world.machines[machine].subnet)
    }

    /// From inside of a subnet to wherever it goes next.
    fn moves(&self, packet: Packet, subnet: usize) -> bool {
        if self.is_in(subnet, packet.to) {
            return self.lands(&packet, subnet);
        }
        let network = self.network(subnet);
        let Some(onward) = self.route(subnet, packet.to) else { return false };
        let leaves = self.passes_list(subnet, true, &packet);
        match onward {
            None => {
                let there = self.subnet_of(network, packet.to);
                leaves
                    && there.is_some_and(|there| self.passes_list(there, false, &packet) && self.lands(&packet, there))
            }
            Some(Onward::Gateway) => leaves && self.goes_out(packet, network),
            Some(Onward::OutOnly) => leaves && packet.to.six && self.on_internet(packet),
            Some(Onward::Nat(nat)) => self.through_nat(packet, subnet, nat, leaves),
            Some(Onward::Machine(machine)) => self.through_machine(&packet, subnet, machine, leaves),
            Some(Onward::Peering(peering)) => leaves && self.through_peering(packet, network, peering),
            Some(Onward::Transit) => leaves && self.through_transit(&packet, network),
        }
    }

    /// The longest route of a subnet's table; within it none is the network itself.
    fn route(&self, subnet: usize, to: Address) -> Option<Option<Onward>> {
        let network = self.network(subnet);
        let mut all: Vec<(Range, Option<Onward>)> = vec![(World::network_range(network), None)];
        let six = (0..self.world.subnets.len())
            .filter(|other| self.network(*other) == network && self.world.subnets[*other].six);
        all.extend(six.map(|other| (self.world.subnet_six(other), None)));
        let table = self.world.subnets[subnet].table;
        let written = table.into_iter().flat_map(|table| &self.world.tables[table].routes);
        all.extend(written.map(|(range, onward)| (*range, Some(*onward))));
        all.into_iter()
            .filter(|(range, _)| range.holds(to))
            .max_by_key(|(range, _)| range.length)
            .map(|(_, onward)| onward)
    }

    /// By the internet gateway, which knows public addresses, and those of IPv6.
    fn goes_out(&self, mut packet: Packet, network: usize) -> bool {
        if !self.world.networks[network].gateway {
            return false;
        }
        if !packet.from.six {
            let of_nat = packet.nat.filter(|nat| self.world.nats[*nat].public);
            let of_nat = of_nat.map(|nat| Address { bits: (25 << 24) | (1 << 16) | nat as u128, six: false });
            let Some(public) = of_nat.or_else(|| packet.machine.and_then(|machine| self.public(machine))) else {
                return false;
            };
            packet.from = public;
        }
        self.on_internet(packet)
    }

    /// On the internet nobody knows groups, and private addresses lead nowhere.
    fn on_internet(&self, mut packet: Packet) -> bool {
        let private = |address: Address| !address.six && address.bits >> 24 == 10;
        if packet.by_group_only || private(packet.to) {
            return false;
        }
        match self.to {
            Party::Outside(range) => range.length == 0 || range.holds(packet.to),
            Party::Machine(_) => {
                packet.groups.clear();
                self.comes_in(&packet)
            }
        }
    }

    /// From the internet to a machine of a subnet that its routes connect to the internet.
    fn comes_in(&self, packet: &Packet) -> bool {
        let Party::Machine(machine) = self.to else { return false };
        let subnet = self.world.machines[machine].subnet;
        let is_its =
            if packet.to.six { self.is_in(subnet, packet.to) } else { self.public(machine) == Some(packet.to) };
        is_its
            && self.world.networks[self.network(subnet)].gateway
            && self.route(subnet, packet.from) == Some(Some(Onward::Gateway))
            && self.passes_list(subnet, false, packet)
            && self.is_let_in(packet)
    }

    fn through_nat(&self, mut packet: Packet, subnet: usize, nat: usize, leaves: bool) -> bool {
        let stands = self.world.nats[nat].subnet;
        let enters = stands == subnet || (leaves && self.passes_list(stands, false, &packet));
        if !enters || packet.to.six || packet.by_group_only || packet.passed.len() > 6 {
            return false;
        }
        packet.groups.clear();
        packet.machine = None;
        packet.nat = Some(nat);
        packet.passed.push(usize::MAX);
        let own = self.samples(stands).into_iter().filter(|address| !address.six);
        own.into_iter().any(|from| self.moves(Packet { from, ..packet.clone() }, stands))
    }

    /// Through a machine that sends on what is not meant for it: as it came, or in its own name.
    fn through_machine(&self, packet: &Packet, subnet: usize, machine: usize, leaves: bool) -> bool {
        let router = &self.world.machines[machine];
        let enters = router.subnet == subnet || (leaves && self.passes_list(router.subnet, false, packet));
        let passed = packet.passed.contains(&machine) || packet.by_group_only;
        if !enters || !router.routes || passed || !self.passes_groups(&router.groups, false, packet, true) {
            return false;
        }
        let mut next = packet.clone();
        next.passed.push(machine);
        let mut kept = Packet { groups: Vec::new(), ..next.clone() };
        let lets = |packet: &Packet| self.passes_groups(&router.groups, true, packet, true);
        kept.by_group_only = !self.passes_groups(&router.groups, true, &kept, false);
        if lets(&kept) && self.moves(kept, router.subnet) {
            return true;
        }
        let own = self.samples(router.subnet).into_iter().filter(|address| address.six == packet.from.six);
        own.into_iter().any(|from| self.leaves(Packet { from, ..next.clone() }, machine))
    }

    fn through_peering(&self, mut packet: Packet, network: usize, peering: usize) -> bool {
        let peering = &self.world.peerings[peering];
        let other = if peering.ends.0 == network { peering.ends.1 } else { peering.ends.0 };
        let Some(there) = self.subnet_of(other, packet.to) else { return false };
        if peering.far {
            if packet.by_group_only {
                return false;
            }
            packet.groups.clear();
        }
        self.passes_list(there, false, &packet) && self.lands(&packet, there)
    }

    /// Into the transit gateway by the subnet of its attachment, along its table, and out by another's.
    fn through_transit(&self, packet: &Packet, network: usize) -> bool {
        let Some(transit) = &self.world.transit else { return false };
        let Some(door) = transit.attached[network] else { return false };
        // An attachment carries IPv6 only if it is told to, and here none is.
        if packet.to.six
            || !self.passes_list(door, false, packet)
            || (!transit.by_group && packet.by_group_only)
            || packet.passed.len() > 6
        {
            return false;
        }
        let mut packet = packet.clone();
        packet.passed.push(usize::MAX);
        if !transit.by_group {
            packet.groups.clear();
        }
        let mut routes: Vec<(u8, bool, Option<usize>)> = Vec::new();
        for (range, to) in transit.written.iter().filter(|(range, _)| range.holds(packet.to)) {
            routes.push((range.length, true, *to));
        }
        for (other, attached) in transit.attached.iter().enumerate() {
            let known = transit.known.as_ref().is_none_or(|known| known[other]);
            let in_network = World::network_range(other).holds(packet.to);
            if attached.is_some() && known && in_network {
                routes.push((16, false, Some(other)));
            }
        }
        let best = routes.into_iter().max_by_key(|(length, written, _)| (*length, *written));
        let Some(exit) = best.and_then(|(.., to)| transit.attached[to?]) else { return false };
        // From the gateway into the very subnet of its attachment no list is looked at.
        self.moves(packet, exit)
    }

    /// At the subnet where its address is: whose it may be that is asked for.
    fn lands(&self, packet: &Packet, subnet: usize) -> bool {
        matches!(self.to, Party::Machine(machine) if self.world.machines[machine].subnet == subnet)
            && self.is_let_in(packet)
    }

    fn is_let_in(&self, packet: &Packet) -> bool {
        let Party::Machine(machine) = self.to else { return false };
        self.passes_groups(&self.world.machines[machine].groups, false, packet, true)
    }

    /// Whether groups let a packet out or in; without `named` by rules only that name addresses.
    fn passes_groups(&self, groups: &[usize], egress: bool, packet: &Packet, named: bool) -> bool {
        let everything = |group: &usize| egress && self.world.groups[*group].egress.is_none();
        let rules = groups.iter().flat_map(|group| {
            let group = &self.world.groups[*group];
            if egress { group.egress.as_deref().unwrap_or_default() } else { &group.ingress }
        });
        groups.iter().any(everything) || rules.into_iter().any(|rule| self.passes_rule(rule, egress, packet, named))
    }

    fn passes_rule(&self, rule: &Rule, egress: bool, packet: &Packet, named: bool) -> bool {
        let other = if egress { packet.to } else { packet.from };
        let peer = match rule.peer {
            Peer::Range(range) => range.holds(other),
            Peer::Prefixes(one, two) => one.holds(other) || two.holds(other),
            Peer::Group(group) if egress => {
                let carries = |machine: usize| {
                    let own = &self.world.machines[machine];
                    own.groups.contains(&group) && self.is_in(own.subnet, other)
                };
                named && matches!(self.to, Party::Machine(machine) if carries(machine))
            }
            Peer::Group(group) => named && packet.groups.contains(&group),
        };
        peer && is_about(rule.services, packet)
    }

    /// Whether the list of a subnet lets a packet out or in: the first entry that is about it decides.
    fn passes_list(&self, subnet: usize, egress: bool, packet: &Packet) -> bool {
        let Some(list) = self.world.subnets[subnet].list else { return true };
        let other = if egress { packet.to } else { packet.from };
        let entries = self.world.lists[list]
            .entries
            .iter()
            .filter(|entry| entry.egress == egress && entry.range.holds(other) && is_about(entry.services, packet));
        entries.min_by_key(|entry| entry.number).is_some_and(|entry| entry.allows)
    }
}

fn is_about(services: Services, packet: &Packet) -> bool {
    let ports = services.ports.0..=services.ports.1;
    services.protocol.is_none_or(|protocol| {
        protocol == packet.protocol && (protocol == Protocol::Ping || ports.contains(&packet.port))
    })
}

/// Addresses of a range outside.
fn outside(range: Range) -> Vec<Address> {
    let four =
        [[203, 0, 113, 10], [203, 0, 113, 200], [198, 51, 100, 10]].map(|bytes| u128::from(u32::from_be_bytes(bytes)));
    let all = four.map(|bits| Address { bits, six: false }).into_iter();
    let six = Address { bits: Range::six("2600::10", 128).bits, six: true };
    all.chain([six]).filter(|address| range.length == 0 || range.holds(*address)).collect()
}
