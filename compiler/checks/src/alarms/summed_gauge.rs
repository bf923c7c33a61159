use super::series::series;
use crate::blame::blame;
use crate::context::{Context, Findings};

crate::check::code!("W0622" "summed-gauge" Warning "summed_gauge.md");

/// Series that tell how much there is at a moment: summed up, they count the same several times.
const GAUGES: &[(&str, &[&str])] = &[
    (
        "AWS/SQS",
        &[
            "ApproximateNumberOfMessagesVisible",
            "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesDelayed",
            "ApproximateAgeOfOldestMessage",
        ],
    ),
    ("AWS/EC2", &["CPUUtilization"]),
    ("AWS/ECS", &["CPUUtilization", "MemoryUtilization"]),
    ("AWS/RDS", &["CPUUtilization", "DatabaseConnections", "FreeStorageSpace", "FreeableMemory"]),
    (
        "AWS/ElastiCache",
        &["CPUUtilization", "EngineCPUUtilization", "CurrConnections", "CurrItems", "DatabaseMemoryUsagePercentage"],
    ),
];

/// Alarms on the sum of what is told several times in a period.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for series in series(context) {
        let is_gauge = GAUGES
            .iter()
            .any(|(namespace, metrics)| *namespace == series.namespace && metrics.contains(&series.metric));
        let Some(period) = series.period.filter(|period| *period > 60) else { continue };
        if is_gauge && series.statistic == Some("Sum") {
            let times = period / 60;
            let message = format!(
                "`{}` tells how much there is, {times} times in {period} s: their sum is {times} times too much",
                series.metric
            );
            findings.push(
                blame(&CODE, series.alarm, series.place("Statistic"), message)
                    .help("take the `Maximum` or the `Average`"),
            );
        }
    }
}
