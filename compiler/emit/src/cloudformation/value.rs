//! Values as templates spell them.

use cloudc_base::functions::{self, Document, Part};
use cloudc_base::value::{From, Later, Value};

use super::scope::Scope;
use super::text::{self, Kind, Leaf, Piece};
use crate::escaped::escaped;
use crate::mistakes::{secret_place, unsafe_leaf, unspelt_value};
use crate::parts::{Parts, all, parts};
use crate::tree::{Map, Tree};

impl Scope<'_, '_> {
    /// A value of a property; `None` if a part of it has no spelling, which has been reported.
    pub(super) fn value(&mut self, value: &Value) -> Option<Tree> {
        self.inside(|scope| match value {
            Value::Bool(value) => Some(Tree::Bool(*value)),
            Value::Int(number) => Some(Tree::Int(*number)),
            Value::Float(number) => Some(Tree::Float(*number)),
            Value::Text(text) => Some(Tree::text(text)),
            Value::Cidr(_) | Value::Ip(_) => Some(Tree::text(value.to_string())),
            Value::List(values) => {
                let parts: Vec<Option<Tree>> =
                    values.iter().filter(|value| **value != Value::Null).map(|value| scope.value(value)).collect();
                Some(Tree::List(parts.into_iter().collect::<Option<_>>()?))
            }
            Value::Record(record) => {
                let mut map = Map::default();
                let mut whole = true;
                for (name, value) in record.iter().filter(|(_, value)| **value != Value::Null) {
                    match scope.value(value) {
                        Some(tree) => map.set(name, tree),
                        None => whole = false,
                    }
                }
                whole.then(|| Tree::Map(map.sorted()))
            }
            Value::Later(later) => scope.later(later),
            Value::Null
            | Value::Duration(_)
            | Value::Size(_)
            | Value::Percent(_)
            | Value::Range(_)
            | Value::Ports(_)
            | Value::Handle(_) => {
                let finding = unspelt_value::finding(&scope.site(), &value.to_string(), value);
                scope.fail(finding)
            }
        })
    }

    /// A later value.
    fn later(&mut self, later: &Later) -> Option<Tree> {
        let mut pieces = Vec::new();
        if let Some(value) = self.written(later) {
            return self.value(&value);
        }
        self.pieces_of(later, &mut pieces)?;
        Some(text::tree(pieces))
    }

    /// A value as parts of a text.
    pub(super) fn pieces(&mut self, value: &Value, into: &mut Vec<Piece>) -> Option<()> {
        match value {
            Value::Later(later) => self.inside(|scope| scope.pieces_of(later, into)),
            Value::Float(number) => {
                into.push(Piece::Text(Value::Float(*number).to_string().into()));
                Some(())
            }
            other => match functions::plain(other) {
                Some(text) => {
                    into.push(Piece::Text(text.into_owned().into()));
                    Some(())
                }
                None => {
                    let finding = unspelt_value::finding(&self.site(), &other.to_string(), other);
                    self.fail(finding)
                }
            },
        }
    }

    /// A later value as parts of a text: texts, documents and joined texts are taken apart.
    fn pieces_of(&mut self, later: &Later, into: &mut Vec<Piece>) -> Option<()> {
        if let Some(value) = self.written(later) {
            return self.pieces(&value, into);
        }
        match parts(later) {
            Some(Parts::Joined(parts)) => all(parts, |part| self.pieces(part, into)),
            Some(Parts::Document(document)) => self.document(document, into),
            None => {
                let leaf = self.leaf(later)?;
                into.push(Piece::Leaf(leaf));
                Some(())
            }
        }
    }

    /// A document: later values stand in it as its format has it, a text in quotes, a number bare (D25).
    pub(super) fn document(
        &mut self,
        document: Result<Document, functions::Unwritable>,
        into: &mut Vec<Piece>,
    ) -> Option<()> {
        let Ok(document) = document else {
            // The same document was written when the program was evaluated.
            let finding = unspelt_value::later(&self.site(), "this document", "it has no text");
            return self.fail(finding);
        };
        all(document.parts(), |part| match part {
            Part::Text(text) => {
                into.push(Piece::Text(text.clone().into()));
                Some(())
            }
            Part::Leaf(later) => self.inside(|scope| scope.quoted(later, into)),
        })
    }

    /// A later value inside of a document.
    fn quoted(&mut self, later: &Later, into: &mut Vec<Piece>) -> Option<()> {
        let mut pieces = Vec::new();
        let outside = std::mem::replace(&mut self.at.document, true);
        let whole = self.pieces_of(later, &mut pieces);
        self.at.document = outside;
        whole?;
        if let [Piece::Leaf(Leaf { kind: Kind::Bare, .. })] = pieces.as_slice() {
            into.append(&mut pieces);
            return Some(());
        }
        into.push(Piece::Text("\"".into()));
        for piece in pieces {
            into.push(match piece {
                Piece::Text(text) => Piece::Text(escaped(&text).into()),
                Piece::Leaf(leaf) if leaf.safe => Piece::Leaf(leaf),
                Piece::Leaf(_) if later.is_secret() => {
                    let finding = secret_place::document(&self.site(), later);
                    return self.fail(finding);
                }
                Piece::Leaf(_) => {
                    let finding = unsafe_leaf::finding(&self.site(), later);
                    return self.fail(finding);
                }
            });
        }
        into.push(Piece::Text("\"".into()));
        Some(())
    }

    /// A later value that is no text of parts.
    pub(super) fn leaf(&mut self, later: &Later) -> Option<Leaf> {
        match later.from() {
            From::Attribute { of, path } => self.attribute(of, path, later),
            From::App(name) => self.app(name, later),
            From::Secret(reference) => self.secret(reference, later),
            From::Param(address) => self.param(address, later),
            From::Lookup { what, arguments } => self.lookup(what, arguments, later),
            From::Call { function, arguments } => self.call(function, arguments, later),
            From::Element { of, index } => self.element(of, *index),
            From::Joined(_) => {
                let mut pieces = Vec::new();
                self.inside(|scope| scope.pieces_of(later, &mut pieces))?;
                Some(whole(pieces))
            }
        }
    }

    fn call(&mut self, function: &'static str, arguments: &[Value], later: &Later) -> Option<Leaf> {
        match (function, arguments) {
            ("base64", [text]) => {
                let outside = std::mem::replace(&mut self.at.encoded, true);
                let tree = self.value(text);
                self.at.encoded = outside;
                let tree = Tree::call("Fn::Base64", tree?);
                Some(Leaf { tree, inline: None, kind: Kind::Text, safe: true })
            }
            ("join", [list @ Value::Later(_), Value::Text(between)]) => {
                let list = self.value(list)?;
                let tree = Tree::call("Fn::Join", Tree::List(vec![Tree::text(between), list]));
                Some(Leaf { tree, inline: None, kind: Kind::Text, safe: false })
            }
            ("split", [text, Value::Text(between)]) => {
                let mut pieces = Vec::new();
                self.pieces(text, &mut pieces)?;
                let text = whole(pieces);
                let tree = Tree::call("Fn::Split", Tree::List(vec![Tree::text(between), text.tree]));
                Some(Leaf { tree, inline: None, kind: Kind::List, safe: text.safe })
            }
            ("subnet", [Value::Later(range), Value::Int(bits), Value::Int(number)]) => {
                self.subnet(range, *bits, *number)
            }
            ("json" | "yaml", _) => {
                let mut pieces = Vec::new();
                self.inside(|scope| scope.pieces_of(later, &mut pieces))?;
                Some(whole(pieces))
            }
            _ => {
                let finding = unspelt_value::later(&self.site(), function, "its arguments are known only later");
                self.fail(finding)
            }
        }
    }

    /// An element of a later list.
    fn element(&mut self, of: &Later, index: u32) -> Option<Leaf> {
        let list = match self.written(of) {
            Some(value) => Leaf { tree: self.value(&value)?, inline: None, kind: Kind::List, safe: false },
            None => self.inside(|scope| scope.leaf(of))?,
        };
        let tree = Tree::call("Fn::Select", Tree::List(vec![Tree::Int(i64::from(index)), list.tree]));
        Some(Leaf { tree, inline: None, kind: Kind::Text, safe: list.safe })
    }
}

/// Pieces as one value.
fn whole(pieces: Vec<Piece>) -> Leaf {
    let plain = |text: &str| escaped(text) == text;
    let safe = pieces.iter().all(|piece| match piece {
        Piece::Text(text) => plain(text),
        Piece::Leaf(leaf) => leaf.safe,
    });
    Leaf { tree: text::tree(pieces), inline: None, kind: Kind::Text, safe }
}
