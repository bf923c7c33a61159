//! Nodes whatever their addresses are: for what sentences make.
//!
//! ```text
//! no aws.sqs.QueuePolicy
//! aws.iam.RolePolicy
//!   RoleName = post.role.RoleName
//!   PolicyDocument.Statement[0].Action = ["sqs:SendMessage"]
//! ```
//!
//! Each node of a type that is named must be meant by one entry, and each entry must mean one node. An entry says as much of
//! its node as it likes; a path leads into a property.

use cloudc_compiler::Value;
use cloudc_compiler::graph::Node;

use crate::program::Program;

/// A node as it is expected: its type, and paths with their values.
struct Entry<'t> {
    ty: &'t str,
    parts: Vec<(&'t str, &'t str)>,
}

/// Whether the nodes of these types are these.
pub(crate) fn compare(expected: &str, program: &Program) -> Result<(), String> {
    let mut wrong = Vec::new();
    let mut types = Vec::new();
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for line in expected.lines() {
        match (line.strip_prefix("  "), line.strip_prefix("no ")) {
            (Some(part), _) => match (entries.last_mut(), part.split_once(" = ")) {
                (Some(entry), Some(part)) => entry.parts.push(part),
                _ => wrong.push(format!("`{line}` belongs to no node")),
            },
            (None, Some(ty)) => types.push(ty),
            (None, None) => {
                types.push(line);
                entries.push(Entry { ty: line, parts: Vec::new() });
            }
        }
    }
    let mut left: Vec<&Node> = program.graph.nodes().iter().filter(|node| types.contains(&&*node.ty)).collect();
    // What says most of its node chooses first.
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.parts.len()));
    for entry in &entries {
        match left.iter().position(|node| entry.means(node)) {
            Some(index) => drop(left.remove(index)),
            None => wrong.push(format!("- {}{}", entry.ty, shown(entry.parts.iter().copied()))),
        }
    }
    wrong.extend(left.iter().map(|node| format!("+ {} ({}){}", node.ty, node.address, properties(node))));
    if wrong.is_empty() { Ok(()) } else { Err(format!("nodes:\n{}", wrong.join("\n"))) }
}

impl Entry<'_> {
    fn means(&self, node: &Node) -> bool {
        let is =
            |(path, value): &(&str, &str)| at(&node.properties, path).is_some_and(|found| found.to_string() == *value);
        self.ty == &*node.ty && self.parts.iter().all(is)
    }
}

/// What stands at a path: `Policies[0].PolicyName`.
fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    let steps = path.split(['.', '[']).map(|step| step.trim_end_matches(']'));
    steps.into_iter().try_fold(value, |value, step| match value {
        Value::Record(record) => record.get(step),
        Value::List(list) => list.get(step.parse::<usize>().ok()?),
        _ => None,
    })
}

fn properties(node: &Node) -> String {
    match &node.properties {
        Value::Record(record) => shown(record.iter()),
        _ => String::new(),
    }
}

fn shown(parts: impl Iterator<Item = (impl std::fmt::Display, impl std::fmt::Display)>) -> String {
    parts.map(|(name, value)| format!("\n    {name} = {value}")).collect()
}
