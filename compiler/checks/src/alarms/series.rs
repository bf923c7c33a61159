//! The series that alarms look at.

use cloudc_base::value::Value;
use cloudc_graph::Node;

use crate::context::Context;
use crate::read::{at, first, number, text};

/// A series of a metric that an alarm looks at: alone, or as a part of a formula.
pub(super) struct Series<'c> {
    pub(super) alarm: &'c Node,
    pub(super) namespace: &'c str,
    pub(super) metric: &'c str,
    pub(super) dimensions: Vec<&'c Value>,
    /// In seconds.
    pub(super) period: Option<i64>,
    pub(super) statistic: Option<&'c str>,
    /// Whether the alarm is about it as it is.
    pub(super) alone: bool,
    /// The property that says it.
    pub(super) property: &'static str,
}

impl Series<'_> {
    /// Where an alarm says this of a series: by a property of its own, or with the rest of a formula.
    pub(super) fn place(&self, property: &'static str) -> &'static str {
        if self.alone { property } else { self.property }
    }
}

/// All series of all alarms.
pub(super) fn series<'c>(context: &'c Context<'_>) -> Vec<Series<'c>> {
    let mut found = Vec::new();
    for (_, alarm) in context.index.made("aws.cloudwatch.Alarm") {
        found.extend(read(alarm, &alarm.properties, &alarm.properties, true, "MetricName"));
        for query in at(&alarm.properties, "Metrics") {
            if let Some(stat) = first(query, "MetricStat") {
                found.extend(first(stat, "Metric").and_then(|metric| read(alarm, metric, stat, false, "Metrics")));
            }
        }
    }
    found
}

fn read<'c>(
    alarm: &'c Node,
    metric: &'c Value,
    stat: &'c Value,
    alone: bool,
    property: &'static str,
) -> Option<Series<'c>> {
    let word = |of: &'c Value, name: &str| first(of, name).and_then(text);
    Some(Series {
        alarm,
        namespace: word(metric, "Namespace")?,
        metric: word(metric, "MetricName")?,
        dimensions: at(metric, "Dimensions"),
        period: first(stat, "Period").and_then(number),
        statistic: word(stat, "Statistic").or_else(|| word(stat, "Stat")),
        alone,
        property,
    })
}
