//! In which order the templates of several regions and accounts are deployed.

use std::collections::BTreeSet;

use cloudc_graph::references;

use super::program::Program;

/// The templates that are deployed by themselves, each after those that it needs something of. If the program's own template
/// has to come before something that the outputs tell, they stand in the last one.
pub(super) fn order(program: &mut Program<'_>) -> Vec<usize> {
    let needs = needs(program);
    let main = program.layout.main();
    let told = told(program).into_iter().filter(|owner| *owner != main).map(|owner| (main, owner));
    if let Some(order) = sorted(program, &needs.iter().copied().chain(told).collect()) {
        return order;
    }
    // Turns leave no circle.
    let order = sorted(program, &needs).unwrap_or_default();
    if let Some(last) = order.last() {
        program.layout.move_outputs(*last);
    }
    order
}

fn sorted(program: &Program<'_>, needs: &BTreeSet<(usize, usize)>) -> Option<Vec<usize>> {
    let templates = program.layout.templates.iter().enumerate();
    let mut left: BTreeSet<usize> =
        templates.filter(|(_, template)| template.parent.is_none()).map(|(at, _)| at).collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let waits = |from: usize| needs.iter().any(|(other, to)| *other == from && left.contains(to));
        let next = left.iter().copied().find(|from| !waits(*from))?;
        left.remove(&next);
        order.push(next);
    }
    Some(order)
}

/// Which template needs something of which other.
fn needs(program: &Program<'_>) -> BTreeSet<(usize, usize)> {
    let layout = &program.layout;
    let edges = program.graph().edges().iter();
    let pairs = edges.filter_map(|edge| Some((layout.template(edge.from)?, layout.template(edge.to)?)));
    pairs.filter(|(from, to)| from != to).collect()
}

/// The templates that the program's outputs tell something of.
fn told(program: &Program<'_>) -> BTreeSet<usize> {
    let mut told = BTreeSet::new();
    for output in program.graph().outputs() {
        references(&output.value, |reference| {
            let owner = program.graph().number(reference.of).and_then(|number| program.layout.template(number));
            told.extend(owner);
        });
    }
    told
}
