use cloudc_base::value::Value;

use super::{Key, NetworkId, SubnetId, TableId, Topology, network, table};
use crate::read::{Sure, at, first, text};

const ENDPOINT: &str = "aws.ec2.VPCEndpoint";

/// An endpoint: a door from a network to a service of AWS or of somebody else.
#[derive(Debug)]
pub(crate) struct Endpoint<'g> {
    pub(crate) node: usize,
    pub(crate) network: Option<NetworkId>,
    /// The service as endpoints call it, `sqs`; none if it is no service of AWS or known later.
    pub(crate) service: Option<&'g str>,
    pub(crate) kind: Kind,
}

/// How an endpoint is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// By routes of these tables.
    Gateway(Vec<TableId>),
    /// By interfaces, under the service's own name if the network's names say so.
    Interface {
        /// Whether the service's own name leads to it.
        named: Sure,
    },
    /// By routes to it, for inspection.
    Inspection,
}

/// Finds the endpoints.
pub(super) fn build(all: &mut Topology<'_>) {
    let index = all.index;
    for (number, node) in index.of_type(ENDPOINT) {
        let network = network::referred(all, number, "VpcId");
        let properties = &node.properties;
        let kind = match first(properties, "VpcEndpointType").and_then(text) {
            Some("Interface") => {
                Kind::Interface { named: first(properties, "PrivateDnsEnabled").map_or(Sure::Yes, Sure::flag) }
            }
            Some("GatewayLoadBalancer") => Kind::Inspection,
            _ => {
                let tables = at(properties, "RouteTableIds").into_iter().map(|value| table::named(all, value, number));
                Kind::Gateway(tables.collect())
            }
        };
        let service = first(properties, "ServiceName").and_then(service);
        all.endpoints.push(Endpoint { node: number, network, service, kind });
    }
}

/// The service in the name of an endpoint's service: `sqs` of `com.amazonaws.eu-west-1.sqs`, `ecr.api`; of a name that is
/// partly known later, what follows the last known region.
fn service(value: &cloudc_base::value::Value) -> Option<&str> {
    use cloudc_base::value::{From, Value};
    let name = match value {
        Value::Text(name) => &**name,
        Value::Later(later) => match later.from() {
            From::Joined(parts) => match parts.last() {
                Some(Value::Text(end)) => return end.strip_prefix('.'),
                _ => return None,
            },
            _ => return None,
        },
        _ => return None,
    };
    let rest = name.strip_prefix("com.amazonaws.").or_else(|| name.strip_prefix("aws.api."))?;
    rest.split_once('.').map(|(_, service)| service)
}

/// The endpoint that a key means.
pub(crate) fn find<'t, 'g>(all: &'t Topology<'g>, key: Key<'g>) -> Option<&'t Endpoint<'g>> {
    let number = key.node()?;
    all.endpoints.iter().find(|endpoint| endpoint.node == number)
}

/// What makes endpoints of Network Firewall, and the subnets in which.
const FIREWALLS: &[(&str, &str)] = &[
    ("aws.networkfirewall.Firewall", "SubnetMappings.SubnetId"),
    ("aws.networkfirewall.VpcEndpointAssociation", "SubnetMapping.SubnetId"),
];

/// The firewall whose endpoint a value is: `split(wall.EndpointIds[0], ":")[1]`.
pub(super) fn firewall(all: &Topology<'_>, value: &Value) -> Option<usize> {
    let mut found = None;
    cloudc_graph::references(value, |reference| found = found.or(all.index.number(reference.of)));
    found.filter(|&number| FIREWALLS.iter().any(|(ty, _)| all.index.is(number, ty)))
}

/// The subnets in which a firewall has endpoints; none if it is no firewall.
pub(crate) fn firewall_subnets(all: &Topology<'_>, number: usize) -> Option<Vec<SubnetId>> {
    let node = all.index.node(number)?;
    let (_, path) = FIREWALLS.iter().find(|(ty, _)| all.index.is(number, ty))?;
    let subnets = all.index.referred(node, path, "aws.ec2.Subnet");
    Some(subnets.into_iter().filter_map(|subnet| all.subnets.by_key(Key::Node(subnet))).collect())
}
