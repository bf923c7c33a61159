//! In which order the templates of several regions and accounts are deployed.

use std::collections::{BTreeMap, BTreeSet};

use cloudc_base::{Finding, Span};

use super::program::Program;
use crate::mistakes::circular_places;

/// The templates that are deployed by themselves, each after those that it needs something of.
///
/// # Errors
/// Two need one another.
pub(super) fn order(program: &Program<'_>) -> Result<Vec<usize>, Box<Finding>> {
    let needs = needs(program);
    let layout = &program.layout;
    let mut left: BTreeSet<usize> = layout
        .templates
        .iter()
        .enumerate()
        .filter(|(_, template)| template.parent.is_none())
        .map(|(at, _)| at)
        .collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let waits = |from: usize| needs.keys().any(|(other, to)| *other == from && left.contains(to));
        let Some(next) = left.iter().copied().find(|from| !waits(*from)) else {
            return Err(Box::new(circle(program, &needs, &left)));
        };
        left.remove(&next);
        order.push(next);
    }
    Ok(order)
}

/// For two templates of which one needs something of the other: where the first such need is written, and in words.
fn needs(program: &Program<'_>) -> BTreeMap<(usize, usize), (Span, String)> {
    let (graph, layout) = (program.graph(), &program.layout);
    let mut needs = BTreeMap::new();
    for edge in graph.edges() {
        let root = |number: usize| layout.template(number).map(|template| layout.root(template));
        let (Some(from), Some(to)) = (root(edge.from), root(edge.to)) else { continue };
        if from != to {
            needs.entry((from, to)).or_insert_with(|| {
                let name = |number: usize| graph.node(number).map(|node| node.address.to_string()).unwrap_or_default();
                (edge.span, format!("`{}` needs `{}`", name(edge.from), name(edge.to)))
            });
        }
    }
    needs
}

fn circle(program: &Program<'_>, needs: &BTreeMap<(usize, usize), (Span, String)>, left: &BTreeSet<usize>) -> Finding {
    let inside = needs.iter().filter(|((from, to), _)| left.contains(from) && left.contains(to));
    let ways: Vec<(Span, String)> = inside.map(|(_, way)| way.clone()).collect();
    let span = ways.first().map(|(span, _)| *span).or_else(|| program.graph().nodes().first().map(|node| node.span));
    circular_places::finding(span.unwrap_or(Span::new(cloudc_base::FileId::ROOT, 0, 0)), &ways)
}
