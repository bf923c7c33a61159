//! What resources wait for without referring to it: `DependsOn`.

use cloudc_graph::Graph;

use super::program::Program;
use super::resource::Resource;

/// How many edges are looked at to find out whether one resource is waited for already.
const MAX_LOOKED_AT: usize = 2000;

/// For each resource of a template the numbers of the nodes that it must wait for and that nothing else in the template
/// makes it wait for.
pub(super) fn waits(program: &Program<'_>, template: usize, resources: &[Resource]) -> Vec<Vec<usize>> {
    let graph = program.graph();
    let mut place = vec![0usize; graph.nodes().len()];
    for (index, &number) in graph.order().iter().enumerate() {
        if let Some(place) = place.get_mut(number) {
            *place = index;
        }
    }
    let mut search = Search { program, graph, template, place, seen: vec![0; graph.nodes().len()], turn: 0 };
    resources.iter().map(|resource| search.of(resource)).collect()
}

struct Search<'s, 'a> {
    program: &'s Program<'a>,
    graph: &'a Graph,
    template: usize,
    /// The place of each node in the order in which they are made.
    place: Vec<usize>,
    /// The turn in which a node was last found to be waited for.
    seen: Vec<u32>,
    turn: u32,
}

impl Search<'_, '_> {
    fn of(&mut self, resource: &Resource) -> Vec<usize> {
        let mut wanted: Vec<usize> = self.needs(resource.number).collect();
        wanted.retain(|number| resource.refers.binary_search_by_key(number, |(referred, _)| *referred).is_err());
        wanted.sort_unstable();
        wanted.dedup();
        if wanted.is_empty() {
            return wanted;
        }
        self.mark(&wanted, resource);
        wanted.retain(|number| self.seen.get(*number) != Some(&self.turn));
        wanted
    }

    /// What a node needs of the same template.
    fn needs(&self, number: usize) -> impl Iterator<Item = usize> {
        let inside = |to: &usize| self.program.layout.template(*to) == Some(self.template);
        self.graph.needs(number).iter().map(|edge| edge.to).filter(inside)
    }

    /// Marks what is needed by something that the resource waits for.
    fn mark(&mut self, wanted: &[usize], resource: &Resource) {
        self.turn += 1;
        let first = wanted.iter().map(|number| self.at(*number)).min().unwrap_or(0);
        let referred = resource.refers.iter().map(|(number, _)| *number);
        let mut work: Vec<usize> = wanted.iter().copied().chain(referred).collect();
        let mut left = MAX_LOOKED_AT;
        while let Some(number) = work.pop() {
            let next: Vec<usize> = self.needs(number).filter(|to| self.at(*to) >= first).take(left).collect();
            left -= next.len();
            for to in next {
                match self.seen.get_mut(to) {
                    Some(seen) if *seen != self.turn => *seen = self.turn,
                    _ => continue,
                }
                work.push(to);
            }
            if left == 0 {
                return;
            }
        }
    }

    fn at(&self, number: usize) -> usize {
        self.place.get(number).copied().unwrap_or(0)
    }
}
