//! Values as manifests spell them.

use std::sync::Arc;

use cloudc_base::functions::{self, Document, Part, Unwritable};
use cloudc_base::value::{From, Later, Value};
use cloudc_facts::Kind;

use super::contract::Taker;
use super::scope::{Field, Scope};
use super::text::{Form, Leaf, Piece, merged};
use crate::mistakes::{later_value, secret_place, unset_param, unspelt_value};
use crate::parts::{Parts, all, parts};
use crate::tree::{Map, Tree};
use crate::{Charts, LaterValues};

impl Scope<'_, '_> {
    /// A value of a property; `None` if a part of it has no spelling, which has been reported.
    pub(super) fn value(&mut self, value: &Value) -> Option<Tree> {
        match value {
            Value::Bool(value) => Some(Tree::Bool(*value)),
            Value::Int(number) => Some(Tree::Int(*number)),
            Value::Float(number) => Some(Tree::Float(*number)),
            Value::Text(text) => Some(Tree::text(text)),
            Value::Cidr(_) | Value::Ip(_) => Some(Tree::text(value.to_string())),
            Value::List(values) => self.list(values.iter()),
            Value::Record(record) => self.record(record.iter()),
            Value::Later(later) => self.later(later),
            Value::Null
            | Value::Duration(_)
            | Value::Size(_)
            | Value::Percent(_)
            | Value::Range(_)
            | Value::Ports(_)
            | Value::Handle(_) => {
                let finding = unspelt_value::in_manifest(&self.site(), &value.to_string(), value);
                self.fail(finding)
            }
        }
    }

    fn list<'v>(&mut self, values: impl Iterator<Item = &'v Value>) -> Option<Tree> {
        let written = values.filter(|value| **value != Value::Null).enumerate();
        let items: Vec<Option<Tree>> = written
            .map(|(index, value)| {
                let tree = self.below(index.to_string(), |scope| scope.value(value))?;
                Some(named_first(tree))
            })
            .collect();
        Some(Tree::List(items.into_iter().collect::<Option<_>>()?))
    }

    fn record<'v>(&mut self, entries: impl Iterator<Item = (&'v Arc<str>, &'v Value)>) -> Option<Tree> {
        let mut map = Map::default();
        let mut whole = true;
        for (name, value) in entries.filter(|(_, value)| **value != Value::Null) {
            match self.below(&**name, |scope| scope.value(value)) {
                Some(tree) => map.set(name, tree),
                None => whole = false,
            }
        }
        whole.then(|| Tree::Map(map.sorted()))
    }

    /// A later value: marks stand for what only the cloud knows.
    fn later(&mut self, later: &Arc<Later>) -> Option<Tree> {
        if let Some(value) = self.known(later) {
            return self.inside(|scope| scope.value(&value));
        }
        let mut pieces = Vec::new();
        self.pieces_of(later, &mut pieces)?;
        let pieces = merged(pieces);
        if !pieces.iter().any(|piece| matches!(piece, Piece::Leaf(_))) {
            return Some(Tree::text(self.contract.marked(&pieces)));
        }
        self.refuse(&pieces)?;
        let tree = self.standing_in(&pieces)?;
        let place = format!("{}: {}", self.node.address, self.dotted());
        let by_helm = &*self.node.ty == "helm.Release" && self.program.input.options.charts == Charts::Helm;
        self.contract.uses(&pieces, &place, if by_helm { Taker::Helm } else { Taker::Object });
        self.fields.push(Field { path: self.path.clone(), pieces });
        Some(tree)
    }

    /// Refuses what may not stand here: anything later without a way for it, and secrets.
    fn refuse(&mut self, pieces: &[Piece]) -> Option<()> {
        let laters: Vec<Arc<Later>> = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Leaf(leaf) => self.contract.values.get(leaf.value).map(|value| Arc::clone(&value.later)),
                Piece::Text(_) => None,
            })
            .collect();
        let mut fits = true;
        for later in laters {
            let (site, place) = (self.site(), self.dotted());
            let finding = if later.is_secret() {
                Some(secret_place::outside_of_secret(&site, &self.node.address, &place, &later))
            } else if self.program.input.options.later == LaterValues::Refused {
                Some(later_value::finding(&site, &self.node.address, &place, &later))
            } else {
                None
            };
            if let Some(finding) = finding {
                self.findings.push(finding);
                fits = false;
            }
        }
        fits.then_some(())
    }

    /// What stands in a field until its values are there: of the kind that the field takes.
    fn standing_in(&mut self, pieces: &[Piece]) -> Option<Tree> {
        let kind = self.program.ty(self.node).and_then(|ty| ty.schema().at(&self.path.join("/"))).map(|of| of.kind());
        match (kind, pieces) {
            (Some(Kind::Integer | Kind::Number), [Piece::Leaf(_)]) => Some(Tree::Int(0)),
            (Some(Kind::Bool), [Piece::Leaf(_)]) => Some(Tree::Bool(false)),
            (Some(Kind::List | Kind::Object), _) => {
                let finding = unspelt_value::manifest(&self.site(), &self.dotted(), "it is no single value");
                self.fail(finding)
            }
            _ => Some(Tree::text(self.contract.marked(pieces))),
        }
    }

    /// A value as parts of a text.
    pub(super) fn pieces(&mut self, value: &Value, into: &mut Vec<Piece>) -> Option<()> {
        match value {
            Value::Later(later) => self.inside(|scope| scope.pieces_of(later, into)),
            other => {
                let text = match other {
                    Value::Float(_) => Some(other.to_string()),
                    other => functions::plain(other).map(std::borrow::Cow::into_owned),
                };
                match text {
                    Some(text) => {
                        into.push(Piece::Text(text));
                        Some(())
                    }
                    None => {
                        let finding = unspelt_value::in_manifest(&self.site(), &other.to_string(), other);
                        self.fail(finding)
                    }
                }
            }
        }
    }

    /// A later value as parts of a text: texts, documents and joined texts are taken apart.
    pub(super) fn pieces_of(&mut self, later: &Arc<Later>, into: &mut Vec<Piece>) -> Option<()> {
        if let Some(value) = self.known(later) {
            return self.pieces(&value, into);
        }
        match (parts(later), later.from()) {
            (Some(Parts::Joined(parts)), _) => all(parts, |part| self.pieces(part, into)),
            (Some(Parts::Document(document)), _) => self.document(document, into),
            (None, From::Param(address)) if !self.program.input.options.keep_params && !later.is_secret() => {
                let name = address.last().map_or_else(String::new, |step| step.name.to_string());
                let finding = unset_param::finding(&self.site(), &name, later);
                self.fail(finding)
            }
            (None, _) => {
                into.push(Piece::Leaf(Leaf { value: self.contract.value(later), form: Form::Plain }));
                Some(())
            }
        }
    }

    /// What the program itself says of a later value.
    fn known(&self, later: &Later) -> Option<Value> {
        match later.from() {
            From::App(name) if **name == *"region" => self.program.region().map(Value::text),
            From::Attribute { of, path } => {
                // What is secret stays so, whoever wrote it.
                let shown = |value: &&Value| **value != Value::Null && (!later.is_secret() || value.is_secret());
                self.program.written(of, path).filter(shown).cloned()
            }
            _ => None,
        }
    }

    /// A document: a later text stands in it between quotes, a later number bare (D25).
    fn document(&mut self, document: Result<Document, Unwritable>, into: &mut Vec<Piece>) -> Option<()> {
        let Ok(document) = document else {
            // The same document was written when the program was evaluated.
            let finding = unspelt_value::manifest(&self.site(), "this document", "it has no text");
            return self.fail(finding);
        };
        all(document.parts(), |part| match part {
            Part::Text(text) => {
                into.push(Piece::Text(text.clone()));
                Some(())
            }
            Part::Leaf(later) => self.inside(|scope| scope.quoted(later, into)),
        })
    }

    /// A later value inside of a document.
    fn quoted(&mut self, later: &Arc<Later>, into: &mut Vec<Piece>) -> Option<()> {
        let mut pieces = Vec::new();
        if let From::Call { function: "split", arguments } = later.from() {
            return self.split(arguments, into);
        }
        self.pieces_of(later, &mut pieces)?;
        if pieces.len() == 1 && self.is_bare(later) {
            into.append(&mut pieces);
            return Some(());
        }
        into.push(Piece::Text("\"".to_owned()));
        into.extend(pieces.into_iter().map(|piece| match piece {
            Piece::Text(text) => Piece::Text(crate::escaped::escaped(&text)),
            Piece::Leaf(leaf) => Piece::Leaf(Leaf { form: Form::Quoted, ..leaf }),
        }));
        into.push(Piece::Text("\"".to_owned()));
        Some(())
    }

    /// A later text inside of a document that is a list there.
    fn split(&mut self, arguments: &[Value], into: &mut Vec<Piece>) -> Option<()> {
        let mut pieces = Vec::new();
        if let [text, Value::Text(between)] = arguments {
            self.pieces(text, &mut pieces)?;
            if let [Piece::Leaf(leaf)] = merged(pieces).as_slice() {
                into.push(Piece::Leaf(Leaf { form: Form::List(Arc::clone(between)), ..leaf.clone() }));
                return Some(());
            }
        }
        let finding =
            unspelt_value::manifest(&self.site(), "split(..)", "only a whole value can be split in a document");
        self.fail(finding)
    }

    /// Whether a later value is a number, `true` or `false`.
    fn is_bare(&self, later: &Later) -> bool {
        let kind = match later.from() {
            From::Attribute { of, path } => {
                let ty = self.program.graph().find(of).and_then(|node| self.program.ty(node));
                ty.and_then(|ty| ty.attribute(path)).map(|schema| schema.kind())
            }
            From::Param(address) => {
                let name = address.last().map(|step| &step.name);
                let params = &self.program.input.options.params;
                return params.iter().any(|param| Some(&param.name) == name && param.kind.is_bare());
            }
            _ => None,
        };
        matches!(kind, Some(Kind::Integer | Kind::Number | Kind::Bool))
    }
}

/// A map with its `name` first, as lists of Kubernetes are read.
fn named_first(tree: Tree) -> Tree {
    match tree {
        Tree::Map(map) => Tree::Map(map.first(&["name"])),
        other => other,
    }
}
