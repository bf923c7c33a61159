//! Types whose service is called directly: one type, one file, and one line here.

mod ec2;
mod eks;
mod iam;
mod lambda;
pub(crate) mod props;

use crate::handler::Handler;
use ec2::Listed;
use lambda::{alias, event_source, function, layer, permission, url, version};

/// Every type that is called directly, by its name.
const HANDLERS: &[(&str, &dyn Handler)] = &[
    ("aws.ec2.EIP", &Listed(ec2::address::Elastic)),
    ("aws.ec2.Instance", &Listed(ec2::instance::Machine)),
    ("aws.ec2.InternetGateway", &Listed(ec2::internet_gateway::Gateway)),
    ("aws.ec2.KeyPair", &Listed(ec2::key_pair::Key)),
    ("aws.ec2.LaunchTemplate", &Listed(ec2::launch_template::Template)),
    ("aws.ec2.NatGateway", &Listed(ec2::nat_gateway::Translator)),
    ("aws.ec2.Route", &ec2::route::Way),
    ("aws.ec2.RouteTable", &Listed(ec2::route_table::Table)),
    ("aws.ec2.SecurityGroup", &Listed(ec2::security_group::Group)),
    ("aws.ec2.SecurityGroupEgress", &ec2::security_group_rule::Rule { egress: true }),
    ("aws.ec2.SecurityGroupIngress", &ec2::security_group_rule::Rule { egress: false }),
    ("aws.ec2.SpotFleet", &ec2::spot_fleet::Spots),
    ("aws.ec2.Subnet", &Listed(ec2::subnet::Part)),
    ("aws.ec2.SubnetRouteTableAssociation", &ec2::table_association::Association),
    ("aws.ec2.VPC", &Listed(ec2::vpc::Network)),
    ("aws.ec2.VPCEndpoint", &Listed(ec2::endpoint::Door)),
    ("aws.ec2.VPCGatewayAttachment", &ec2::gateway_attachment::Attachment),
    ("aws.ec2.Volume", &Listed(ec2::volume::Disk)),
    ("aws.eks.AccessEntry", &eks::access_entry::Access),
    ("aws.eks.Addon", &eks::addon::Addition),
    ("aws.eks.Cluster", &eks::cluster::Plane),
    ("aws.eks.Nodegroup", &eks::node_group::Pool),
    ("aws.eks.PodIdentityAssociation", &eks::pod_identity::Identity),
    ("aws.iam.AccessKey", &iam::access_key::Key),
    ("aws.lambda.Alias", &alias::Alias),
    ("aws.lambda.EventSourceMapping", &event_source::Mapping),
    ("aws.lambda.Function", &function::Code),
    ("aws.lambda.LayerVersion", &layer::Layer),
    ("aws.lambda.Permission", &permission::Permission),
    ("aws.lambda.Url", &url::Url),
    ("aws.lambda.Version", &version::Version),
];

/// The handler of a type, if it has one of its own.
pub(crate) fn handler(ty: &str) -> Option<&'static dyn Handler> {
    HANDLERS.iter().find(|(name, _)| *name == ty).map(|(_, handler)| *handler)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_of_a_type() {
        for (name, _) in HANDLERS {
            assert!(cloudc_facts::facts().resource_type(name).is_some(), "there is no `{name}`");
        }
    }
}
