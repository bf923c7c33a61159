use cloudc_base::Finding;
use cloudc_base::value::Value;
use cloudc_graph::Scale;

use crate::context::{Context, Findings};

crate::check::code!("E0582" "start-outside" Error "start_outside.md");

/// Things that start with a number outside of their size.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for scale in context.graph.scales() {
        let (Some((least, most)), Some(start)) = (size(scale), start(scale)) else { continue };
        if start < least || start > most {
            let message = format!("the start {start} is outside of the size {least}..{most}");
            findings.push(Finding::new(&CODE, scale.span, message).help("start within the size, or widen it"));
        }
    }
}

/// The least and the greatest number.
pub(super) fn size(scale: &Scale) -> Option<(i64, i64)> {
    match field(scale, "size")? {
        Value::Range(range) => match &**range {
            (Value::Int(least), Value::Int(most)) => Some((*least, *most)),
            _ => None,
        },
        Value::Int(only) => Some((*only, *only)),
        _ => None,
    }
}

/// The number at first, where it is said.
pub(super) fn start(scale: &Scale) -> Option<i64> {
    match field(scale, "start")? {
        Value::Int(start) => Some(*start),
        _ => None,
    }
}

fn field<'s>(scale: &'s Scale, name: &str) -> Option<&'s Value> {
    match &scale.value {
        Value::Record(fields) => fields.get(name),
        _ => None,
    }
}
