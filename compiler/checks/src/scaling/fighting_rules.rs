use std::collections::BTreeMap;

use cloudc_base::Finding;
use cloudc_base::value::Value;
use cloudc_graph::Node;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{at, first, number, text};

crate::check::code!("W0585" "fighting-rules" Warning "fighting_rules.md");

/// Policies, and where they say what they scale and by how much.
const POLICIES: &[(&str, &[&str], &[&str])] = &[
    (
        "aws.autoscaling.ScalingPolicy",
        &["AutoScalingGroupName"],
        &["ScalingAdjustment", "StepAdjustments.ScalingAdjustment"],
    ),
    (
        "aws.applicationautoscaling.ScalingPolicy",
        &["ScalingTargetId", "ResourceId"],
        &["StepScalingPolicyConfiguration.StepAdjustments.ScalingAdjustment"],
    ),
];

/// A policy that an alarm calls: what it moves, which way, and when.
struct Rule<'c> {
    policy: &'c Node,
    alarm: &'c Node,
    target: String,
    grows: bool,
    /// What the alarm looks at, in one piece.
    series: String,
    bound: f64,
    /// Whether it acts above its bound.
    above: bool,
}

/// Rules that act at one moment on one number, one up and one down.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let mut groups: BTreeMap<(String, String), Vec<Rule<'_>>> = BTreeMap::new();
    for rule in rules(context) {
        groups.entry((rule.target.clone(), rule.series.clone())).or_default().push(rule);
    }
    for rules in groups.values() {
        for up in rules.iter().filter(|rule| rule.grows) {
            let down = rules.iter().find(|rule| !rule.grows && fights(up, rule));
            findings.extend(down.map(|down| finding(up, down)));
        }
    }
}

/// Whether there are values at which both act.
fn fights(up: &Rule<'_>, down: &Rule<'_>) -> bool {
    match (up.above, down.above) {
        (true, false) => down.bound > up.bound,
        (false, true) => up.bound > down.bound,
        _ => true,
    }
}

fn finding(up: &Rule<'_>, down: &Rule<'_>) -> Finding {
    let (grows, shrinks) = (&up.policy.address, &down.policy.address);
    let message = format!("`{grows}` grows at what `{shrinks}` shrinks at: they undo each other without end");
    let finding = blame(&CODE, up.alarm, "Threshold", message).label(down.alarm.span, "this one shrinks");
    finding.help("leave room between the two bounds, in which nothing is done")
}

fn rules<'c>(context: &'c Context<'_>) -> Vec<Rule<'c>> {
    let mut rules = Vec::new();
    for &(ty, targets, moves) in POLICIES {
        for (number_of, policy) in context.index.made(ty) {
            let Some(target) = targets.iter().find_map(|path| first(&policy.properties, path)) else { continue };
            let moved: Option<Vec<i64>> =
                moves.iter().flat_map(|path| at(&policy.properties, path)).map(number).collect();
            let Some(grows) = moved.and_then(|moved| direction(policy, &moved)) else { continue };
            let alarms = context.graph.needed_by(number_of).filter_map(|edge| context.index.node(edge.from));
            for alarm in alarms.filter(|node| &*node.ty == "aws.cloudwatch.Alarm") {
                rules.extend(rule(policy, alarm, target, grows));
            }
        }
    }
    rules
}

/// Whether a policy grows what it moves; none where it sets a number, or does both.
fn direction(policy: &Node, moved: &[i64]) -> Option<bool> {
    let kind = ["AdjustmentType", "StepScalingPolicyConfiguration.AdjustmentType"]
        .iter()
        .find_map(|path| first(&policy.properties, path));
    let changes = kind.and_then(text).is_some_and(|kind| kind != "ExactCapacity");
    let all = |is: fn(&i64) -> bool| changes && !moved.is_empty() && moved.iter().all(is);
    if all(|by| *by > 0) {
        Some(true)
    } else if all(|by| *by < 0) {
        Some(false)
    } else {
        None
    }
}

fn rule<'c>(policy: &'c Node, alarm: &'c Node, target: &Value, grows: bool) -> Option<Rule<'c>> {
    let part = |name: &str| first(&alarm.properties, name);
    let shown = |name: &str| part(name).map(ToString::to_string).unwrap_or_default();
    let dimensions =
        at(&alarm.properties, "Dimensions").into_iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    part("MetricName")?;
    let bound = match part("Threshold")? {
        Value::Float(bound) => *bound,
        other => number(other)? as f64,
    };
    let above = part("ComparisonOperator").and_then(text)?.starts_with("Greater");
    let series = format!("{} {} {} {dimensions}", shown("Namespace"), shown("MetricName"), shown("Statistic"));
    Some(Rule { policy, alarm, target: target.to_string(), grows, series, bound, above })
}
