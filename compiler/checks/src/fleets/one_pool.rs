use std::collections::BTreeSet;

use cloudc_base::value::Value;
use cloudc_graph::Node;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{at, first, number, text};

crate::check::code!("W0578" "one-pool" Warning "one_pool.md");

/// Spare machines of one type in one zone: when those run out, there are none.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (ty, pools) in [
        ("aws.autoscaling.AutoScalingGroup", group as fn(&Node) -> Option<Pools>),
        ("aws.ec2.SpotFleet", spot_fleet),
        ("aws.ec2.EC2Fleet", fleet),
        ("aws.eks.Nodegroup", nodes),
    ] {
        for (_, node) in context.index.made(ty) {
            let Some(pools) = pools(node).filter(|pools| pools.types.len() == 1 && pools.zones.len() == 1) else {
                continue;
            };
            let message = "spare machines of one type in one zone: when those run out, there are none";
            let help = "name more types, or subnets of more zones; several that do the job equally well cost no more";
            findings.push(blame(&CODE, node, pools.property, message).help(help));
        }
    }
}

/// Where spare machines are taken from. A zone counts by the subnet that stands in it.
struct Pools {
    types: BTreeSet<String>,
    zones: BTreeSet<String>,
    property: &'static str,
}

impl Pools {
    /// None where it is not said what they are.
    fn new<'v>(types: Vec<&'v Value>, zones: Vec<&'v Value>, property: &'static str) -> Option<Pools> {
        let named = |values: Vec<&Value>| values.into_iter().map(ToString::to_string).collect::<BTreeSet<String>>();
        let pools = Pools { types: named(types), zones: named(zones), property };
        (!pools.types.is_empty() && !pools.zones.is_empty()).then_some(pools)
    }
}

fn group(node: &Node) -> Option<Pools> {
    let policy = first(&node.properties, "MixedInstancesPolicy")?;
    let share = first(policy, "InstancesDistribution.OnDemandPercentageAboveBaseCapacity").and_then(number);
    if share.is_none_or(|share| share == 100) || !at(policy, "LaunchTemplate.Overrides.InstanceRequirements").is_empty()
    {
        return None;
    }
    let types = at(policy, "LaunchTemplate.Overrides.InstanceType");
    Pools::new(types, at(&node.properties, "VPCZoneIdentifier"), "MixedInstancesPolicy")
}

fn spot_fleet(node: &Node) -> Option<Pools> {
    let config = first(&node.properties, "SpotFleetRequestConfigData")?;
    if !at(config, "LaunchTemplateConfigs.Overrides.InstanceRequirements").is_empty() {
        return None;
    }
    let of = |name: &str| {
        let places = ["LaunchTemplateConfigs.Overrides", "LaunchSpecifications"];
        places.iter().flat_map(|place| at(config, &format!("{place}.{name}"))).collect::<Vec<_>>()
    };
    let zones = [of("SubnetId"), of("Placement.AvailabilityZone"), of("AvailabilityZone")].concat();
    Pools::new(of("InstanceType"), zones, "SpotFleetRequestConfigData")
}

fn fleet(node: &Node) -> Option<Pools> {
    let spot =
        first(&node.properties, "TargetCapacitySpecification.DefaultTargetCapacityType").and_then(text)? == "spot";
    let overrides = |name: &str| at(&node.properties, &format!("LaunchTemplateConfigs.Overrides.{name}"));
    if !spot || !overrides("InstanceRequirements").is_empty() {
        return None;
    }
    let zones = [overrides("SubnetId"), overrides("AvailabilityZone")].concat();
    Pools::new(overrides("InstanceType"), zones, "LaunchTemplateConfigs")
}

fn nodes(node: &Node) -> Option<Pools> {
    let spot = first(&node.properties, "CapacityType").and_then(text)? == "SPOT";
    let pools = || Pools::new(at(&node.properties, "InstanceTypes"), at(&node.properties, "Subnets"), "InstanceTypes");
    if spot { pools() } else { None }
}
