use cloudc_base::value::Value;
use cloudc_graph::Node;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::at;

crate::check::code!("E0584" "step-ranges" Error "step_ranges.md");

/// Where steps stand, by type.
const PLACES: &[(&str, &str)] = &[
    ("aws.applicationautoscaling.ScalingPolicy", "StepScalingPolicyConfiguration.StepAdjustments"),
    ("aws.autoscaling.ScalingPolicy", "StepAdjustments"),
];

/// Steps that leave a gap or overlap.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for &(ty, path) in PLACES {
        for (_, node) in context.index.of_type(ty) {
            if let Some(message) = steps(node, path).and_then(wrong) {
                let help = "each step begins where the one below ends; the lowest and the highest may be open";
                findings.push(blame(&CODE, node, path, message).help(help));
            }
        }
    }
}

/// The steps, from where to where; none if one of them is known later.
fn steps(node: &Node, path: &str) -> Option<Vec<(f64, f64)>> {
    let bound = |step: &Value, name: &str, open: f64| match step {
        Value::Record(step) => match step.get(name).filter(|value| **value != Value::Null) {
            Some(Value::Int(number)) => Some(*number as f64),
            Some(Value::Float(number)) => Some(*number),
            Some(_) => None,
            None => Some(open),
        },
        _ => None,
    };
    let all = at(&node.properties, path).into_iter().map(|step| {
        let from = bound(step, "MetricIntervalLowerBound", f64::NEG_INFINITY)?;
        Some((from, bound(step, "MetricIntervalUpperBound", f64::INFINITY)?))
    });
    all.collect()
}

/// What is wrong with steps, if something is.
fn wrong(mut steps: Vec<(f64, f64)>) -> Option<String> {
    steps.sort_by(|one, other| one.0.total_cmp(&other.0));
    if let Some((from, to)) = steps.iter().find(|(from, to)| from >= to) {
        return Some(format!("a step begins at {from} and ends at {to}"));
    }
    steps.windows(2).find_map(|pair| match pair {
        [(_, end), (begin, _)] if end > begin => Some(format!("two steps overlap between {begin} and {end}")),
        [(_, end), (begin, _)] if end < begin => Some(format!("no step says what to do between {end} and {begin}")),
        _ => None,
    })
}
