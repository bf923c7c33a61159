use cloudc_graph::Node;

use super::series::{Series, series};
use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{Sure, at, first};

crate::check::code!("W0621" "quick-alarm" Warning "quick_alarm.md");

const DAY: i64 = 86400;

/// Series that come more seldom than every minute, in seconds.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html>
const SELDOM: &[(&str, &str, i64)] = &[("AWS/S3", "BucketSizeBytes", DAY), ("AWS/S3", "NumberOfObjects", DAY)];

/// Namespaces whose series come every minute, and not more often.
const MINUTELY: &[&str] = &[
    "AWS/SQS",
    "AWS/Lambda",
    "AWS/ApplicationELB",
    "AWS/NetworkELB",
    "AWS/DynamoDB",
    "AWS/ECS",
    "AWS/ApiGateway",
    "AWS/SNS",
];

/// Alarms that look more often than there is something to see: between two points nothing is known.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for series in series(context) {
        let Some(period) = series.period else { continue };
        let every = interval(context, &series);
        if period < every {
            let message = format!(
                "`{}` comes every {every} s, and this looks every {period} s: in between nothing is known",
                series.metric
            );
            let help = match series.namespace {
                "AWS/EC2" => {
                    format!("say `Period = {every}`, or have the machine report every minute: `Monitoring = true`")
                }
                _ => format!("say `Period = {every}`, or more"),
            };
            findings.push(blame(&CODE, series.alarm, series.place("Period"), message).help(help));
        }
    }
}

/// How often a series comes at best, in seconds.
fn interval(context: &Context<'_>, series: &Series<'_>) -> i64 {
    let known = SELDOM.iter().find(|(namespace, metric, _)| (*namespace, *metric) == (series.namespace, series.metric));
    match known {
        Some((.., seconds)) => *seconds,
        None if MINUTELY.contains(&series.namespace) => 60,
        None if is_slow_machine(context, series) => 300,
        None => 0,
    }
}

/// Whether it is about a machine of the program that reports every five minutes. Whether it is well is told each minute.
fn is_slow_machine(context: &Context<'_>, series: &Series<'_>) -> bool {
    if series.namespace != "AWS/EC2" || series.metric.starts_with("StatusCheck") {
        return false;
    }
    let named = series.dimensions.iter().filter_map(|dimension| first(dimension, "Value"));
    let machines = named.filter_map(|value| context.index.node_of(value, "aws.ec2.Instance"));
    let slow = |node: &Node| {
        let templates = at(&node.properties, "LaunchTemplate");
        templates.is_empty() && first(&node.properties, "Monitoring").is_none_or(|flag| Sure::flag(flag) == Sure::No)
    };
    machines
        .filter_map(|number| context.index.node(number))
        .any(|node| node.mode == cloudc_graph::Mode::Managed && slow(node))
}
