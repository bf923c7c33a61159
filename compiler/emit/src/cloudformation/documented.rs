use std::collections::BTreeSet;
use std::sync::Arc;

use cloudc_base::value::{From, Value};
use cloudc_graph::Graph;

/// The secrets that stand in documents of a program, by reference or as `param:NAME`: nothing can escape them there.
pub(super) fn documented(graph: &Graph) -> BTreeSet<Arc<str>> {
    let mut found = BTreeSet::new();
    let mut work: Vec<(&Value, bool)> = graph.nodes().iter().map(|node| (&node.properties, false)).collect();
    while let Some((value, inside)) = work.pop() {
        if !value.is_secret() {
            continue;
        }
        match value {
            Value::List(values) => work.extend(values.iter().map(|value| (value, inside))),
            Value::Record(record) => work.extend(record.iter().map(|(_, value)| (value, inside))),
            Value::Later(later) => match later.from() {
                From::Secret(reference) if inside => {
                    found.insert(Arc::clone(reference));
                }
                From::Param(address) if inside => {
                    found.extend(address.last().map(|step| Arc::from(format!("param:{}", step.name))));
                }
                From::Joined(parts) => work.extend(parts.iter().map(|part| (part, inside))),
                From::Call { function, arguments } => {
                    let inside = inside || matches!(*function, "json" | "yaml");
                    work.extend(arguments.iter().map(|argument| (argument, inside)));
                }
                _ => {}
            },
            _ => {}
        }
    }
    found
}
