use super::{Addresses, Region, Services};

/// Packets: each of some services from each of some addresses to each of some others, as far as both are of one family.
#[derive(Debug, Clone)]
pub struct Packets {
    /// Which services.
    pub services: Services,
    /// Where they come from.
    pub from: Addresses,
    /// Where they go.
    pub to: Addresses,
}

impl Packets {
    /// Whether there is no such packet.
    pub fn is_empty(&self) -> bool {
        self.services.is_empty() || !self.from.may_talk_to(&self.to)
    }
}

/// What flows at one point of a way: a union of packets.
#[derive(Debug, Clone, Default)]
pub struct Flow(Vec<Packets>);

impl Flow {
    /// Nothing.
    pub fn none() -> Flow {
        Flow::default()
    }

    /// These packets.
    pub fn of(services: Services, from: Addresses, to: Addresses) -> Flow {
        Flow(vec![Packets { services, from, to }]).kept()
    }

    /// Whether nothing flows.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The packets that it is made of.
    pub fn iter(&self) -> impl Iterator<Item = &Packets> {
        self.0.iter()
    }

    /// What of it a filter by source lets through.
    #[must_use]
    pub fn from_within(&self, filter: &Region) -> Flow {
        self.each(filter, |packets, addresses| Packets { from: packets.from.and(addresses), ..packets.clone() })
    }

    /// What of it a filter by destination lets through.
    #[must_use]
    pub fn to_within(&self, filter: &Region) -> Flow {
        self.each(filter, |packets, addresses| Packets { to: packets.to.and(addresses), ..packets.clone() })
    }

    /// What of it goes to these addresses.
    #[must_use]
    pub fn only_to(&self, addresses: &Addresses) -> Flow {
        self.map(|packets| Packets { to: packets.to.and(addresses), ..packets.clone() })
    }

    /// What of it comes from these addresses.
    #[must_use]
    pub fn only_from(&self, addresses: &Addresses) -> Flow {
        self.map(|packets| Packets { from: packets.from.and(addresses), ..packets.clone() })
    }

    /// What of it is one of these services.
    #[must_use]
    pub fn only(&self, services: &Services) -> Flow {
        self.map(|packets| Packets { services: packets.services.and(services), ..packets.clone() })
    }

    /// The same packets from other addresses: somebody on the way puts its own there.
    #[must_use]
    pub fn sent_by(&self, from: &Addresses) -> Flow {
        self.map(|packets| Packets { from: from.clone(), ..packets.clone() })
    }

    /// The same packets to other addresses: somebody on the way hands them on.
    #[must_use]
    pub fn sent_to(&self, to: &Addresses) -> Flow {
        self.map(|packets| Packets { to: to.clone(), ..packets.clone() })
    }

    /// Both.
    #[must_use]
    pub fn or(mut self, mut other: Flow) -> Flow {
        self.0.append(&mut other.0);
        self
    }

    /// All services in it.
    pub fn services(&self) -> Services {
        self.0.iter().fold(Services::none(), |all, packets| all.or(&packets.services))
    }

    /// All sources in it.
    pub fn sources(&self) -> Addresses {
        self.0.iter().fold(Addresses::none(), |all, packets| all.or(&packets.from))
    }

    /// All destinations in it.
    pub fn destinations(&self) -> Addresses {
        self.0.iter().fold(Addresses::none(), |all, packets| all.or(&packets.to))
    }

    fn map(&self, change: impl Fn(&Packets) -> Packets) -> Flow {
        Flow(self.0.iter().map(change).collect()).kept()
    }

    fn each(&self, filter: &Region, cut: impl Fn(&Packets, &Addresses) -> Packets) -> Flow {
        let mut left = Vec::new();
        for packets in &self.0 {
            for (services, addresses) in filter.boxes() {
                let cut = Packets { services: packets.services.and(&services), ..cut(packets, addresses) };
                left.push(cut);
            }
        }
        Flow(left).kept()
    }

    fn kept(mut self) -> Flow {
        self.0.retain(|packets| !packets.is_empty());
        self
    }
}
