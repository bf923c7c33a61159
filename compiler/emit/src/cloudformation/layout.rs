//! Which node stands in which template: one template for each region and account, and stacks inside of a template that
//! would be too large.

use std::collections::BTreeMap;

use cloudc_graph::Place;

use super::program::Program;
use crate::tree::Name;

/// All templates.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The templates; what another one holds comes after it.
    pub(super) templates: Vec<Template>,
    /// The template of each node, by the node's number.
    of: Vec<Option<usize>>,
}

/// A template.
#[derive(Debug)]
pub(super) struct Template {
    /// Region and account; none are the program's own.
    pub(super) place: Place,
    /// The template that holds this one as a stack, and what the stack is called there.
    pub(super) parent: Option<(usize, Name)>,
    /// The numbers of the nodes in it, sorted.
    pub(super) nodes: Vec<usize>,
}

impl Layout {
    /// One template for each region and account, the program's own first.
    pub(super) fn of(program: &Program<'_>) -> Layout {
        let mut places: BTreeMap<Place, Vec<usize>> = BTreeMap::from([(Place::default(), Vec::new())]);
        for (number, node) in program.graph().nodes().iter().enumerate() {
            if program.is_resource(number) {
                places.entry(program.place(node)).or_default().push(number);
            }
        }
        let templates = places.into_iter().map(|(place, nodes)| Template { place, parent: None, nodes });
        let mut layout = Layout { templates: templates.collect(), of: Vec::new() };
        layout.index(program.graph().nodes().len());
        layout
    }

    /// Divides a template: its nodes go into stacks that it holds.
    pub(super) fn divide(&mut self, template: usize, parts: Vec<(Name, Vec<usize>)>) {
        let Some(whole) = self.templates.get_mut(template) else { return };
        whole.nodes.clear();
        let place = whole.place.clone();
        let parts = parts.into_iter().map(|(name, nodes)| Template {
            place: place.clone(),
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

    /// The template that has the program's outputs: that of its own region and account, if there is anything in it.
    pub(super) fn main(&self) -> usize {
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
