use std::collections::BTreeSet;
use std::sync::Arc;

use cloudc_base::{Finding, Span};
use cloudc_facts::ResourceType;
use cloudc_graph::Node;

use super::names::{Key, Names};
use super::program::Program;
use crate::mistakes::Site;
use crate::tree::Name;

/// One template being written: what it needs from outside, and what cannot be said in it.
pub(super) struct Scope<'s, 'a> {
    pub(super) program: &'s Program<'a>,
    /// Which template.
    pub(super) template: usize,
    pub(super) names: &'s mut Names,
    pub(super) findings: &'s mut Vec<Finding>,
    /// What comes in as parameters.
    pub(super) uses: BTreeSet<Key>,
    /// What it reads of the stacks that it holds: the node's number and the attribute.
    pub(super) reads: BTreeSet<(usize, Arc<str>)>,
    /// What the function that answers reads must be allowed to do.
    pub(super) actions: BTreeSet<String>,
    /// What the resource that is being written reads of nodes of this template: their numbers and the attributes.
    pub(super) refers: Vec<(usize, Arc<str>)>,
    pub(super) at: At<'a>,
}

/// Where one is in the program while writing.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    /// The output, resource or property.
    pub(super) span: Span,
    /// The calls that lead there.
    pub(super) through: &'a [Span],
    /// How many values are around.
    pub(super) depth: usize,
    /// Whether a text is being written that is then encoded, so that CloudFormation finds no references to secrets in it.
    pub(super) encoded: bool,
    /// Whether a document is being written, in which nothing can be escaped any more.
    pub(super) document: bool,
    /// Whether CloudFormation takes a reference to an encrypted parameter here.
    pub(super) takes_parameter: bool,
}

impl<'a> At<'a> {
    /// At a declaration.
    pub(super) fn declaration(span: Span, through: &'a [Span]) -> At<'a> {
        At { span, through, depth: 0, encoded: false, document: false, takes_parameter: false }
    }

    /// At a property of a node.
    pub(super) fn property(node: &'a Node, name: &str) -> At<'a> {
        let found = node.written.iter().find(|(written, _)| **written == *name);
        At::declaration(found.map_or(node.span, |(_, span)| *span), &node.through)
    }
}

impl<'s, 'a> Scope<'s, 'a> {
    pub(super) fn new(
        program: &'s Program<'a>,
        template: usize,
        names: &'s mut Names,
        findings: &'s mut Vec<Finding>,
    ) -> Scope<'s, 'a> {
        let start = Span::new(cloudc_base::FileId::ROOT, 0, 0);
        Scope {
            program,
            template,
            names,
            findings,
            uses: BTreeSet::new(),
            reads: BTreeSet::new(),
            actions: BTreeSet::new(),
            refers: Vec::new(),
            at: At::declaration(start, &[]),
        }
    }

    /// Where findings about what is being written point.
    pub(super) fn site(&self) -> Site<'a> {
        Site { span: self.at.span, through: self.at.through }
    }

    /// Reports what cannot be said.
    pub(super) fn fail<T>(&mut self, finding: Finding) -> Option<T> {
        self.findings.push(finding);
        None
    }

    /// The name of a parameter, which the template then has.
    pub(super) fn parameter(&mut self, key: Key) -> Name {
        let name = self.names.of(&key, &self.program.ids);
        self.uses.insert(key);
        name
    }

    /// Does something one level further in; `None` where values nest too deep.
    pub(super) fn inside<T>(&mut self, run: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.at.depth >= cloudc_base::functions::MAX_DEPTH {
            let finding = crate::mistakes::unspelt_value::later(&self.site(), "this value", "it is nested too deep");
            return self.fail(finding);
        }
        self.at.depth += 1;
        let result = run(self);
        self.at.depth -= 1;
        result
    }

    /// The type of a node.
    pub(super) fn ty(&self, number: usize) -> Option<&'s Arc<ResourceType>> {
        self.program.ty(number)
    }
}
