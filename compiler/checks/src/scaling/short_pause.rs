use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{first, number, text};

crate::check::code!("W0586" "short-pause" Warning "short_pause.md");

const GROUP: &str = "aws.autoscaling.AutoScalingGroup";

/// Policies that act again before the machines they asked for can have started: they ask for more than is needed.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, policy) in context.index.made("aws.autoscaling.ScalingPolicy") {
        // Only simple policies wait; others reckon with what is starting. Without a kind it is a simple one.
        let kind = first(&policy.properties, "PolicyType").map_or(Some("SimpleScaling"), text);
        let grows = first(&policy.properties, "ScalingAdjustment").and_then(number).is_some_and(|by| by > 0);
        let groups = context.index.referred(policy, "AutoScalingGroupName", GROUP);
        let Some(group) = groups.first().and_then(|number| context.index.node(*number)) else { continue };
        let of_group = |name: &str| first(&group.properties, name).and_then(number);
        let pause = match first(&policy.properties, "Cooldown") {
            Some(value) => number(value),
            None => Some(of_group("Cooldown").unwrap_or(300)),
        };
        let boot = of_group("DefaultInstanceWarmup").max(of_group("HealthCheckGracePeriod"));
        if let (Some(pause), Some(boot)) = (pause, boot)
            && kind == Some("SimpleScaling")
            && grows
            && pause < boot
        {
            let message =
                format!("this acts again after {pause} s, and a machine takes {boot} s to start: it asks for too many");
            let finding = blame(&CODE, policy, "Cooldown", message).label(group.span, "these machines");
            findings.push(finding.help(format!("say `Cooldown = \"{boot}\"`, or use a policy that holds a target")));
        }
    }
}
