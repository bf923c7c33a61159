//! Which types of machines the program asks for.

use cloudc_base::value::{From, Value};
use cloudc_graph::Node;

use crate::context::Context;
use crate::read::{at, text};

/// Where types of machines stand, by the type of the resource.
const PLACES: &[(&str, &[&str])] = &[
    ("aws.autoscaling.AutoScalingGroup", &["MixedInstancesPolicy.LaunchTemplate.Overrides.InstanceType"]),
    ("aws.autoscaling.LaunchConfiguration", &["InstanceType"]),
    ("aws.ec2.EC2Fleet", &["LaunchTemplateConfigs.Overrides.InstanceType"]),
    ("aws.ec2.Instance", &["InstanceType"]),
    ("aws.ec2.LaunchTemplate", &["LaunchTemplateData.InstanceType"]),
    (
        "aws.ec2.SpotFleet",
        &[
            "SpotFleetRequestConfigData.LaunchTemplateConfigs.Overrides.InstanceType",
            "SpotFleetRequestConfigData.LaunchSpecifications.InstanceType",
        ],
    ),
    ("aws.eks.Nodegroup", &["InstanceTypes"]),
];

/// A type of machines, and where it stands: the node and its property.
pub(super) struct Asked<'c> {
    pub(super) node: &'c Node,
    pub(super) property: &'static str,
    pub(super) name: &'c str,
}

/// Every type of machines that the program asks for.
pub(super) fn asked<'c>(context: &'c Context<'_>) -> Vec<Asked<'c>> {
    let places = PLACES.iter().flat_map(|(ty, paths)| context.index.of_type(ty).map(move |(_, node)| (node, *paths)));
    let all = places.flat_map(|(node, paths)| {
        paths.iter().flat_map(move |property| {
            let names = at(&node.properties, property).into_iter().filter_map(text);
            names.map(move |name| Asked { node, property, name })
        })
    });
    all.collect()
}

/// What a public image is made for, by the name of its parameter: `arm64` or `x86_64`.
pub(super) fn architecture(image: &Value) -> Option<&'static str> {
    let mut at = image.later()?;
    while let From::Element { of, .. } = at.from() {
        at = of;
    }
    let From::Lookup { what: "image", arguments } = at.from() else { return None };
    let parameter = arguments.first().and_then(text)?;
    let has = |words: &[&str]| words.iter().any(|word| parameter.contains(word));
    match (has(&["arm64", "aarch64"]), has(&["x86_64", "amd64"])) {
        (true, false) => Some("arm64"),
        (false, true) => Some("x86_64"),
        _ => None,
    }
}
