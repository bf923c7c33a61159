use std::sync::Arc;

use cloudc_base::Span;
use cloudc_base::value::{From, Later, Value};
use cloudc_facts::ResourceType;
use cloudc_graph::Node;

use super::program::Program;

/// The ARN of something that exists, made of what is written about it: its type's ARNs have a known shape.
pub(super) fn arn(program: &Program<'_>, node: &Node, ty: &ResourceType, path: &str, origin: Span) -> Option<Value> {
    let kind = ty.name().rsplit('.').next().unwrap_or_default();
    if path != "Arn" && path.strip_suffix("Arn") != Some(kind) {
        return None;
    }
    let mut parts = Vec::new();
    let mut rest = ty.arn()?;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, after) = after.split_once('}')?;
        parts.push(Value::text(before));
        parts.push(part(program, node, name, origin)?);
        rest = after;
    }
    parts.push(Value::text(rest));
    parts.retain(|part| *part != Value::text(""));
    Some(Later::new(From::Joined(parts.into()), origin).value())
}

/// What stands for a name in the shape of an ARN.
fn part(program: &Program<'_>, node: &Node, name: &str, origin: Span) -> Option<Value> {
    let app = |name: &str| Later::new(From::App(name.into()), origin).value();
    match name {
        "Partition" => Some(app("partition")),
        "Region" => match &node.place.region {
            Some(region) => Some(Value::Text(Arc::clone(region))),
            None => Some(program.region().map_or_else(|| app("region"), Value::text)),
        },
        "Account" => match &node.place.account {
            Some(account) => program.account(account).map(Value::text),
            None => Some(app("account")),
        },
        name => match &node.properties {
            Value::Record(record) => record.get(name).cloned(),
            _ => None,
        },
    }
}
