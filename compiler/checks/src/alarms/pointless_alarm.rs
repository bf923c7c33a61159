use cloudc_base::value::Value;
use cloudc_graph::Node;

use super::series::{Series, series};
use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{first, number, text};

crate::check::code!("W0620" "pointless-alarm" Warning "pointless_alarm.md");

/// Namespaces whose metrics are counts, sizes, times and shares: never below nothing.
const COUNTED: &[&str] = &[
    "AWS/ApiGateway",
    "AWS/ApplicationELB",
    "AWS/AutoScaling",
    "AWS/DynamoDB",
    "AWS/EC2",
    "AWS/ECS",
    "AWS/ElastiCache",
    "AWS/Events",
    "AWS/Lambda",
    "AWS/NetworkELB",
    "AWS/S3",
    "AWS/SNS",
    "AWS/SQS",
];

/// Shares in percent, of which there are never more than a hundred.
const SHARES: &[(&str, &str)] = &[
    ("AWS/EC2", "CPUUtilization"),
    ("AWS/ElastiCache", "CPUUtilization"),
    ("AWS/ElastiCache", "EngineCPUUtilization"),
    ("AWS/ElastiCache", "DatabaseMemoryUsagePercentage"),
    ("AWS/RDS", "CPUUtilization"),
];

/// Alarms that can never go off, or never be quiet.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for series in series(context).iter().filter(|series| series.alone) {
        if let Some(message) = bound(series) {
            findings
                .push(blame(&CODE, series.alarm, "Threshold", message).help("set the bound where something is wrong"));
        }
    }
    for (_, node) in context.index.of_type("aws.cloudwatch.Alarm") {
        let part = |name: &str| first(&node.properties, name).and_then(number);
        if let (Some(points), Some(of)) = (part("DatapointsToAlarm"), part("EvaluationPeriods"))
            && points > of
        {
            let message = format!("this never goes off: {points} points of {of} are to be so");
            findings.push(blame(&CODE, node, "DatapointsToAlarm", message).help(format!("say {of}, or fewer")));
        }
    }
}

/// What is wrong with the bound of an alarm.
fn bound(series: &Series<'_>) -> Option<String> {
    let bound = threshold(series.alarm)?;
    let sign = first(&series.alarm.properties, "ComparisonOperator").and_then(text)?;
    let counted = COUNTED.contains(&series.namespace) && !series.metric.contains("Lag");
    let share =
        SHARES.contains(&(series.namespace, series.metric)) && !matches!(series.statistic, Some("Sum" | "SampleCount"));
    let name = series.metric;
    let never = |why: String| Some(format!("this never goes off: {why}"));
    let always = |why: String| Some(format!("this is never quiet: {why}"));
    match sign {
        "LessThanThreshold" if counted && bound <= 0.0 => never(format!("`{name}` is never less than {bound}")),
        "LessThanOrEqualToThreshold" if counted && bound < 0.0 => {
            never(format!("`{name}` is never as little as {bound}"))
        }
        "GreaterThanThreshold" if counted && bound < 0.0 => always(format!("`{name}` is always more than {bound}")),
        "GreaterThanOrEqualToThreshold" if counted && bound <= 0.0 => {
            always(format!("`{name}` is always {bound} or more"))
        }
        "GreaterThanThreshold" if share && bound >= 100.0 => never(format!("`{name}` is a share, 100 at most")),
        "GreaterThanOrEqualToThreshold" if share && bound > 100.0 => never(format!("`{name}` is a share, 100 at most")),
        "LessThanOrEqualToThreshold" if share && bound >= 100.0 => always(format!("`{name}` is a share, 100 at most")),
        "LessThanThreshold" if share && bound > 100.0 => always(format!("`{name}` is a share, 100 at most")),
        _ => None,
    }
}

fn threshold(alarm: &Node) -> Option<f64> {
    match first(&alarm.properties, "Threshold")? {
        Value::Float(bound) => Some(*bound),
        other => number(other).map(|bound| bound as f64),
    }
}
