use crate::blame::blame;
use crate::cluster::{get, items};
use crate::context::{Context, Findings};
use crate::read::{address_range, first, written};
use crate::sets::Addresses;

crate::check::code!("E0634" "service-addresses" Error "service_addresses.md");

/// Clusters whose services would have addresses of their network.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, node) in context.index.made("aws.eks.Cluster") {
        let Some(own) = first(&node.properties, "KubernetesNetworkConfig.ServiceIpv4Cidr").and_then(address_range)
        else {
            continue;
        };
        let subnets = items(&node.properties, &["ResourcesVpcConfig", "SubnetIds"]);
        let subnets = subnets.into_iter().filter_map(|subnet| context.index.node_of(subnet, "aws.ec2.Subnet"));
        let subnets = subnets.filter_map(|number| context.graph.node(number));
        let networks =
            subnets.filter_map(|subnet| context.index.node_of(get(&subnet.properties, &["VpcId"])?, "aws.ec2.VPC"));
        let mut networks = networks.filter_map(|number| context.graph.node(number));
        let range = networks
            .next()
            .and_then(|network| Some((network, first(&network.properties, "CidrBlock").and_then(address_range)?)));
        if let Some((network, range)) = range
            && Addresses::range(&own).meets(&Addresses::range(&range))
        {
            let message = format!("services of the cluster have addresses of {own}, and its network has {range}");
            let at = written(network, "CidrBlock");
            let finding =
                blame(&CODE, node, "KubernetesNetworkConfig.ServiceIpv4Cidr", message).label(at, "the network's range");
            findings.push(
                finding.help("EKS refuses it: say other addresses, `services = 10.100.0.0/16` in the noun `cluster`"),
            );
        }
    }
}
