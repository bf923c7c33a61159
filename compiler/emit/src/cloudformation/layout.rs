//! Which node stands in which template: one template for each region and account, or one for each of their turns, and stacks
//! inside of a template that would be too large.

use std::collections::{BTreeMap, BTreeSet};

use cloudc_graph::Place;

use super::program::Program;
use super::turns::turns;
use crate::tree::Name;

/// All templates.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The templates; what another one holds comes after it.
    pub(super) templates: Vec<Template>,
    /// The template of each node, by the node's number.
    of: Vec<Option<usize>>,
    /// The template that has the program's outputs, if its own has to come before something that they tell.
    outputs: Option<usize>,
}

/// A template.
#[derive(Debug)]
pub(super) struct Template {
    /// Region and account; none are the program's own.
    pub(super) place: Place,
    /// How many templates of this place come after it.
    pub(super) turn: usize,
    /// The template that holds this one as a stack, and what the stack is called there.
    pub(super) parent: Option<(usize, Name)>,
    /// The numbers of the nodes in it, sorted.
    pub(super) nodes: Vec<usize>,
}

impl Layout {
    /// The templates, those of the program's own region and account first.
    pub(super) fn of(program: &Program<'_>) -> Layout {
        let nodes = program.graph().nodes();
        let at = |number: usize, node| program.is_resource(number).then(|| program.place(node));
        let places: Vec<Option<Place>> = nodes.iter().enumerate().map(|(number, node)| at(number, node)).collect();
        let all: BTreeSet<&Place> = places.iter().flatten().collect();
        let index: BTreeMap<&Place, usize> = all.into_iter().zip(0..).collect();
        let turns = turns(program, &places.iter().map(|place| index.get(place.as_ref()?).copied()).collect::<Vec<_>>());
        let mut found: BTreeMap<(Place, usize), Vec<usize>> = BTreeMap::from([((Place::default(), 0), Vec::new())]);
        for (number, (place, turn)) in places.into_iter().zip(turns).enumerate() {
            if let Some(place) = place {
                found.entry((place, turn)).or_default().push(number);
            }
        }
        let template = |((place, turn), nodes)| Template { place, turn, parent: None, nodes };
        let mut layout = Layout { templates: found.into_iter().map(template).collect(), of: Vec::new(), outputs: None };
        layout.index(nodes.len());
        layout
    }

    /// Divides a template: its nodes go into stacks that it holds.
    pub(super) fn divide(&mut self, template: usize, parts: Vec<(Name, Vec<usize>)>) {
        let Some(whole) = self.templates.get_mut(template) else { return };
        whole.nodes.clear();
        let (place, turn) = (whole.place.clone(), whole.turn);
        let parts = parts.into_iter().map(|(name, nodes)| Template {
            place: place.clone(),
            turn,
            parent: Some((template, name)),
            nodes,
        });
        self.templates.extend(parts);
        self.index(self.of.len());
    }

    fn index(&mut self, count: usize) {
        self.of = vec![None; count];
        for (index, template) in self.templates.iter().enumerate() {
            for &number in &template.nodes {
                if let Some(of) = self.of.get_mut(number) {
                    *of = Some(index);
                }
            }
        }
    }

    /// The template that holds a node.
    pub(super) fn template(&self, number: usize) -> Option<usize> {
        self.of.get(number).copied().flatten()
    }

    /// Region and account of a template.
    pub(super) fn place(&self, template: usize) -> Option<&Place> {
        self.templates.get(template).map(|template| &template.place)
    }

    /// What tells a template from others in names: its account and region if they are not the program's own, and that it comes
    /// before others of its place.
    pub(super) fn words(&self, template: usize) -> Vec<String> {
        let Some(template) = self.templates.get(template) else { return Vec::new() };
        let place =
            [&template.place.account, &template.place.region].into_iter().flatten().map(|word| word.to_string());
        let turn = match template.turn {
            0 => None,
            1 => Some("early".to_owned()),
            turn => Some(format!("early-{turn}")),
        };
        place.chain(turn).collect()
    }

    /// Says that the outputs stand in another template than the program's own.
    pub(super) fn move_outputs(&mut self, template: usize) {
        self.outputs = Some(template);
    }

    /// The template that has the program's outputs: that of its own region and account, if there is anything in it.
    pub(super) fn main(&self) -> usize {
        if let Some(template) = self.outputs {
            return template;
        }
        let roots = || self.templates.iter().enumerate().filter(|(_, template)| template.parent.is_none());
        let filled =
            |index: usize, template: &Template| !template.nodes.is_empty() || self.stacks(index).next().is_some();
        roots().find(|(index, template)| filled(*index, template)).map_or(0, |(index, _)| index)
    }

    /// The template of a place that others are held by.
    pub(super) fn root(&self, template: usize) -> usize {
        self.templates.get(template).and_then(|template| template.parent.as_ref()).map_or(template, |(root, _)| *root)
    }

    /// What a template is called as a stack inside of another, if it is one.
    pub(super) fn stack_in(&self, template: usize, root: usize) -> Option<&Name> {
        let (parent, name) = self.templates.get(template)?.parent.as_ref()?;
        (*parent == root).then_some(name)
    }

    /// The stacks that a template holds.
    pub(super) fn stacks(&self, root: usize) -> impl Iterator<Item = (usize, &Name)> {
        self.templates.iter().enumerate().filter_map(move |(index, template)| match &template.parent {
            Some((parent, name)) if *parent == root => Some((index, name)),
            _ => None,
        })
    }
}
