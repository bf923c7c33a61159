use cloudc_base::value::Value;

use super::{Key, NetworkId, TableId, Topology, Way, network};
use crate::read::is_whole;

pub(super) const TABLE: &str = "aws.ec2.RouteTable";

/// A route table.
#[derive(Debug)]
pub(crate) struct RouteTable<'g> {
    pub(crate) key: Key<'g>,
    pub(crate) network: Option<NetworkId>,
    /// Whether all its routes are in the program.
    pub(crate) known: bool,
    /// Whether it is the one of subnets that have none.
    pub(crate) main: bool,
    /// Where packets go, by destination: apart from one another.
    pub(crate) ways: Vec<Way<'g>>,
}

/// Finds the tables, and the main table of each network.
pub(super) fn build(all: &mut Topology<'_>) {
    let index = all.index;
    for (number, node) in index.of_type(TABLE) {
        let network = network::referred(all, number, "VpcId");
        let key = Key::Node(number);
        all.tables.put(key, RouteTable { key, network, known: is_whole(node), main: false, ways: Vec::new() });
    }
    for id in all.networks.ids() {
        main(all, id);
    }
}

/// The table of subnets of a network that have none.
pub(super) fn main(all: &mut Topology<'_>, id: NetworkId) -> Option<TableId> {
    let network = all.networks.get_mut(id)?;
    if network.main.is_some() {
        return network.main;
    }
    let (key, known) = (network.key, network.known);
    let table = RouteTable { key, network: Some(id), known, main: true, ways: Vec::new() };
    let main = match key {
        Key::Node(number) => all.tables.put(Key::Made(number, "MainRouteTable"), table),
        _ => all.tables.add(table),
    };
    if let Some(network) = all.networks.get_mut(id) {
        network.main = Some(main);
    }
    Some(main)
}

/// The table that a property of a node names.
pub(super) fn named<'g>(all: &mut Topology<'g>, value: &'g Value, asking: usize) -> TableId {
    let key = Key::of(all.index, value, &[TABLE], asking);
    let unknown = |_| RouteTable { key, network: None, known: false, main: false, ways: Vec::new() };
    all.tables.find_or(key, value, unknown)
}

impl RouteTable<'_> {
    /// As messages name it.
    pub(crate) fn shown(&self, index: &crate::read::Index<'_>) -> String {
        let name = self.key.shown(index);
        if self.main { format!("the main route table of `{name}`") } else { format!("`{name}`") }
    }
}
