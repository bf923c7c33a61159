use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{at, first, number};

crate::check::code!("E0614" "too-many-signals" Error "too_many_signals.md");

/// Groups whose creation waits for more machines than they start: it never ends well.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, node) in context.index.of_type("aws.autoscaling.AutoScalingGroup") {
        let part = |path: &str| first(&node.properties, path).and_then(number);
        let starts = part("DesiredCapacity").or_else(|| part("MinSize"));
        let waits = part("CreationPolicy.ResourceSignal.Count");
        if let (Some(waits), Some(starts)) = (waits, starts)
            && waits > starts
        {
            let message = format!(
                "its creation waits until {waits} machines have said that they are ready, and {starts} are started"
            );
            findings.push(blame(&CODE, node, "CreationPolicy", message).help(format!("wait for {starts}")));
        }
        let update = |name: &str| part(&format!("UpdatePolicy.AutoScalingRollingUpdate.{name}"));
        if let (Some(kept), Some(most)) = (update("MinInstancesInService"), part("MaxSize"))
            && kept >= most
            && most > 0
        {
            let message = format!(
                "{kept} machines are to stay while others are replaced, and there are {most} at most: CloudFormation refuses this"
            );
            findings.push(blame(&CODE, node, "UpdatePolicy", message).help(format!("let {} stay, or less", most - 1)));
        }
    }
    for (_, node) in context.index.of_type("aws.ec2.Instance") {
        let waits = at(&node.properties, "CreationPolicy.ResourceSignal.Count").into_iter().find_map(number);
        if let Some(waits) = waits.filter(|waits| *waits > 1) {
            let message = format!("its creation waits for {waits} machines, and this is one");
            findings.push(blame(&CODE, node, "CreationPolicy", message).help("leave `Count` out"));
        }
    }
}
