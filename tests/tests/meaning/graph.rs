//! The whole graph as text, and what is expected of it.
//!
//! ```text
//! ADDRESS: TYPE on CLUSTER in ACCOUNT REGION      (`existing` and `implicit` before the type, where it is)
//!   @protect
//!   Name = VALUE
//!   needs ADDRESS: REASON
//! ```
//!
//! Nodes are sorted by address and properties stand in the order in which they are written. The lines with `@` are
//! compared where a case has any.

use std::fmt::Write as _;

use cloudc_compiler::Value;
use cloudc_compiler::graph::{Mode, Node};

use crate::case::same;
use crate::program::{Program, reason};

/// Whether the graph is this one.
pub(crate) fn compare(expected: &str, program: &Program) -> Result<(), String> {
    same("graph", expected, &view(program, expected))
}

/// The graph as text, with attributes if `like` has any.
pub(crate) fn view(program: &Program, like: &str) -> String {
    let attributes = like.lines().any(|line| line.starts_with("  @"));
    let mut out = String::new();
    for (number, node) in program.graph.nodes().iter().enumerate() {
        let _infallible = writeln!(out, "{}", head(node));
        if attributes {
            asked(node).iter().for_each(|line| out.extend(["  @", line, "\n"]));
        }
        if let Value::Record(properties) = &node.properties {
            properties.iter().for_each(|(name, value)| out.push_str(&format!("  {name} = {value}\n")));
        }
        out.extend(needs(program, number));
    }
    out
}

fn head(node: &Node) -> String {
    let mode = match node.mode {
        Mode::Existing => "existing ",
        Mode::Implicit => "implicit ",
        Mode::Managed | Mode::Read => "",
    };
    let mut head = format!("{}: {mode}{}", node.address, node.ty);
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

/// What a node needs, a line for each reason.
fn needs(program: &Program, number: usize) -> Vec<String> {
    let line = |to: usize, why: &str| Some(format!("  needs {}: {why}\n", program.graph.node(to)?.address));
    let edges = program.graph.needs(number).iter();
    let mut lines: Vec<String> = edges.filter_map(|edge| line(edge.to, reason(&edge.reason))).collect();
    lines.sort();
    lines.dedup();
    lines
}
