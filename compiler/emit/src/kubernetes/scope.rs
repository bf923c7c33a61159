use cloudc_base::value::Value;
use cloudc_base::{Finding, Span};
use cloudc_graph::Node;

use super::contract::Contract;
use super::program::Program;
use super::text::Piece;
use crate::mistakes::{Site, unspelt_value};

/// One object being written: where one is in it, and what cannot be said.
pub(super) struct Scope<'s, 'a> {
    pub(super) program: &'s Program<'a>,
    pub(super) contract: &'s mut Contract,
    pub(super) findings: &'s mut Vec<Finding>,
    pub(super) node: &'a Node,
    /// The property that is being written.
    pub(super) span: Span,
    /// The way to the value that is being written.
    pub(super) path: Vec<String>,
    /// The fields with something in them that only the cloud knows.
    pub(super) fields: Vec<Field>,
    depth: usize,
}

/// A field with something in it that only the cloud knows.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// The way to it in the object: names, and numbers of items.
    pub(super) path: Vec<String>,
    pub(super) pieces: Vec<Piece>,
}

impl<'s, 'a> Scope<'s, 'a> {
    pub(super) fn new(
        program: &'s Program<'a>,
        contract: &'s mut Contract,
        findings: &'s mut Vec<Finding>,
        node: &'a Node,
    ) -> Scope<'s, 'a> {
        Scope { program, contract, findings, node, span: node.span, path: Vec::new(), fields: Vec::new(), depth: 0 }
    }

    /// A text of the node that must be known now, if it is there; `None` if it is not, which has been reported.
    pub(super) fn said(&mut self, path: &[&str]) -> Option<Option<String>> {
        let found = path.iter().try_fold(&self.node.properties, |value, name| match value {
            Value::Record(record) => record.get(name),
            other => Some(other),
        });
        match found {
            None | Some(Value::Null) => Some(None),
            Some(Value::Text(text)) => Some(Some(text.to_string())),
            Some(_) => {
                self.at_property(path.first().copied().unwrap_or_default());
                let finding = unspelt_value::manifest(&self.site(), &path.join("."), "it must be known now");
                self.fail(finding)
            }
        }
    }

    /// The same for what must be there.
    pub(super) fn named(&mut self, path: &[&str]) -> Option<String> {
        match self.said(path)? {
            Some(text) => Some(text),
            None => {
                let finding = unspelt_value::manifest(&self.site(), &path.join("."), "it is not there");
                self.fail(finding)
            }
        }
    }

    /// Goes to a property of the node.
    pub(super) fn at_property(&mut self, name: &str) {
        let found = self.node.written.iter().find(|(written, _)| **written == *name);
        self.span = found.map_or(self.node.span, |(_, span)| *span);
    }

    /// Where findings about what is being written point.
    pub(super) fn site(&self) -> Site<'a> {
        Site { span: self.span, through: &self.node.through }
    }

    /// The way to the value that is being written, dotted.
    pub(super) fn dotted(&self) -> String {
        self.path.join(".")
    }

    /// Reports what cannot be said.
    pub(super) fn fail<T>(&mut self, finding: Finding) -> Option<T> {
        self.findings.push(finding);
        None
    }

    /// Does something for a part of the value.
    pub(super) fn below<T>(&mut self, step: impl Into<String>, run: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.path.push(step.into());
        let result = self.inside(run);
        self.path.pop();
        result
    }

    /// Does something one level further in; `None` where values nest too deep.
    pub(super) fn inside<T>(&mut self, run: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= cloudc_base::functions::MAX_DEPTH {
            let finding = unspelt_value::manifest(&self.site(), "this value", "it is nested too deep");
            return self.fail(finding);
        }
        self.depth += 1;
        let result = run(self);
        self.depth -= 1;
        result
    }
}
