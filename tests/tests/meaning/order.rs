//! Which node comes before which other: `A before B`, `A not before B`, by one edge or a chain of them.

use crate::program::Program;

/// Whether the nodes come in this order.
pub(crate) fn compare(expected: &str, program: &Program) -> Result<(), String> {
    let Some(edges) = &program.edges else { return Err("there is no graph".to_owned()) };
    let wrong: Vec<&str> = expected.lines().filter(|line| holds(line, edges, program) != Some(true)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(format!("order:\n- {}", wrong.join("\n- "))) }
}

/// Whether a line holds; none if it is no line or names what is not there.
fn holds(line: &str, edges: &[(String, String, String)], program: &Program) -> Option<bool> {
    let (first, then) = line.split_once(" before ")?;
    let (first, wanted) = first.strip_suffix(" not").map_or((first, true), |first| (first, false));
    let known = |address: &str| program.nodes.iter().any(|node| node.address.to_string() == address);
    let before = needed(then, edges).contains(&first);
    (known(first) && known(then)).then_some(before == wanted)
}

/// All that a node needs, by however many edges.
fn needed<'e>(of: &'e str, edges: &'e [(String, String, String)]) -> Vec<&'e str> {
    let mut found = vec![of];
    let mut at = 0;
    while let Some(from) = found.get(at).copied() {
        at += 1;
        for (_, to, _) in edges.iter().filter(|edge| edge.0 == from) {
            if !found.contains(&to.as_str()) {
                found.push(to);
            }
        }
    }
    found.split_off(1)
}
