//! Which node comes before which other: `A before B`, `A not before B`, by one edge or a chain of them.

use crate::program::Program;

/// Whether the nodes come in this order.
pub(crate) fn compare(expected: &str, program: &Program) -> Result<(), String> {
    let wrong: Vec<&str> = expected.lines().filter(|line| holds(line, program) != Some(true)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(format!("order:\n- {}", wrong.join("\n- "))) }
}

/// Whether a line holds; none if it is no line or names what is not there.
fn holds(line: &str, program: &Program) -> Option<bool> {
    let (first, then) = line.split_once(" before ")?;
    let (first, wanted) = first.strip_suffix(" not").map_or((first, true), |first| (first, false));
    let number = |address: &str| program.graph.nodes().iter().position(|node| node.address.to_string() == address);
    let (first, then) = (number(first)?, number(then)?);
    Some(program.graph.all_needed(then).contains(&first) == wanted)
}
