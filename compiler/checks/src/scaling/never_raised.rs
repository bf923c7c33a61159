use cloudc_base::Finding;
use cloudc_base::value::Value;
use cloudc_graph::Scale;

use super::start_outside::{size, start};
use crate::context::{Context, Findings};

crate::check::code!("W0581" "never-raised" Warning "never_raised.md");

/// What raises a number; `idle` and `down` only lower it.
const RAISE: &[&str] = &["cron", "step", "track", "up"];

/// Things that start at zero and that no rule raises.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for scale in context.graph.scales() {
        let zero = size(scale).is_some_and(|(least, _)| start(scale).unwrap_or(least) == 0);
        if zero && has_count(context, scale) && !raises(scale) {
            let finding = Finding::new(&CODE, scale.span, "it starts at zero, and no rule raises it");
            findings.push(
                finding.help(
                    "give it a rule: `track`, `step`, `cron` or `up`; if somebody raises it by hand, accept this",
                ),
            );
        }
    }
}

/// Whether there is a number that moves: of a function `scale` bounds how many run, and calls are what starts them.
fn has_count(context: &Context<'_>, scale: &Scale) -> bool {
    let instance = context.graph.instance(&scale.of);
    instance.is_some_and(|instance| instance.words.iter().any(|(word, _)| &**word == "capacity"))
}

fn raises(scale: &Scale) -> bool {
    let Value::Record(fields) = &scale.value else { return true };
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Record(record) => record.iter().next().is_none(),
        Value::List(list) => list.iter().next().is_none(),
        _ => false,
    };
    RAISE.iter().any(|name| fields.get(name).is_some_and(|value| !is_empty(value)))
}
