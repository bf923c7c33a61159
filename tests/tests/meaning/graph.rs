//! The whole graph as text, and what is expected of it.
//!
//! ```text
//! ADDRESS: TYPE on CLUSTER in ACCOUNT REGION
//!   @protect
//!   Name = VALUE
//!   needs ADDRESS: REASON
//! ```
//!
//! Nodes are sorted by address and properties stand in the order in which they are written. The lines with `@` are
//! compared where a case has any.

use std::fmt::Write as _;

use cloudc_base::value::Value;
use cloudc_graph::{Mode, Node};

use crate::case::same;
use crate::program::Program;

/// Whether the graph is this one.
pub(crate) fn compare(expected: &str, program: &Program) -> Result<(), String> {
    // Without a graph there are no edges to compare yet.
    let known = |line: &&str| program.edges.is_some() || !line.starts_with("  needs ");
    let expected: String = expected.lines().filter(known).map(|line| format!("{line}\n")).collect();
    same("graph", &expected, &view(program, &expected))
}

/// The graph as text, with attributes if `like` has any.
pub(crate) fn view(program: &Program, like: &str) -> String {
    let attributes = like.lines().any(|line| line.starts_with("  @"));
    let mut out = String::new();
    for node in &program.nodes {
        let _infallible = writeln!(out, "{}", head(node));
        if attributes {
            asked(node).iter().for_each(|line| out.extend(["  @", line, "\n"]));
        }
        if let Value::Record(properties) = &node.properties {
            properties.iter().for_each(|(name, value)| out.push_str(&format!("  {name} = {value}\n")));
        }
        needs(program, node, &mut out);
    }
    out
}

fn head(node: &Node) -> String {
    let existing = if node.mode == Mode::Existing { "existing " } else { "" };
    let mut head = format!("{}: {existing}{}", node.address, node.ty);
    if let Some(cluster) = &node.on {
        head.push_str(&format!(" on {cluster}"));
    }
    let place: Vec<&str> =
        [&node.place.account, &node.place.region].into_iter().flatten().map(|part| &**part).collect();
    if !place.is_empty() {
        head.push_str(&format!(" in {}", place.join(" ")));
    }
    head
}

fn asked(node: &Node) -> Vec<String> {
    let asked = &node.lifecycle;
    let flags = [("protect", asked.protect), ("retain", asked.retain), ("snapshot", asked.snapshot)];
    let mut lines: Vec<String> = flags.iter().filter(|(_, is)| *is).map(|(name, _)| (*name).to_owned()).collect();
    lines.extend(asked.external.iter().map(|path| format!("external {path}")));
    lines.extend(asked.was.iter().map(|address| format!("was {address}")));
    lines.extend(asked.timeout.map(|time| format!("timeout {time}")));
    lines
}

fn needs(program: &Program, node: &Node, out: &mut String) {
    let address = node.address.to_string();
    let mut lines: Vec<String> = program
        .edges
        .iter()
        .flatten()
        .filter(|(from, ..)| *from == address)
        .map(|(_, to, reason)| format!("  needs {to}: {reason}\n"))
        .collect();
    lines.sort();
    lines.dedup();
    out.extend(lines);
}
