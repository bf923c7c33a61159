use cloudc_base::Address;
use cloudc_base::value::Value;

use super::view::{View, Wants};
use crate::Node;

/// An object is refused when its namespace is not there (D26).
pub(super) const RULE: super::Rule = super::Rule { name: "an object waits for its namespace", find };

/// A namespace of a cluster.
type Space<'g> = (&'g Address, &'g str);

fn find(view: &View<'_>, wants: &mut Wants) {
    let named = |&number: &u32| {
        let node = view.node(number)?;
        Some(((node.on.as_ref()?, text(&node.properties, &["metadata", "name"])?), number))
    };
    let mut spaces: Vec<(Space<'_>, u32)> = view.of_type("k8s.core.v1.Namespace").iter().filter_map(named).collect();
    spaces.sort_unstable();
    let mut inside: Vec<(Space<'_>, u32)> =
        view.nodes().filter_map(|(number, node)| Some((space(node)?, number))).collect();
    inside.sort_unstable();
    for group in inside.chunk_by(|a, b| a.0 == b.0) {
        let Some((space, _)) = group.first() else { continue };
        let start = spaces.partition_point(|(found, _)| found < space);
        let found = spaces.get(start..).unwrap_or_default().iter().take_while(|(found, _)| found == space);
        let found: Vec<u32> = found.map(|&(_, number)| number).collect();
        let who: Vec<u32> = group.iter().map(|&(_, number)| number).collect();
        wants.all(&who, &found);
    }
}

/// The namespace that a node goes to.
fn space(node: &Node) -> Option<Space<'_>> {
    let path: &[&str] = if &*node.ty == "helm.Release" { &["namespace"] } else { &["metadata", "namespace"] };
    Some((node.on.as_ref()?, text(&node.properties, path)?))
}

/// A text in records.
pub(super) fn text<'v>(value: &'v Value, path: &[&str]) -> Option<&'v str> {
    let mut at = value;
    for name in path {
        let Value::Record(record) = at else { return None };
        at = record.get(name)?;
    }
    match at {
        Value::Text(text) => Some(text),
        _ => None,
    }
}
