//! The words by which nouns meet: each is an output of a type that the language knows (D13).

use std::sync::Arc;

use cloudc_base::value::{Entries, From, Later, Value};
use cloudc_base::{Address, Span};

use crate::block::Space;
use crate::hir::{Argument, Body, Expr, ExprKind, Field, ItemKind, MemberKind, Name, Path, TypeExpr, TypeKind};
use crate::mistakes::{bad_call, contract_value, unknown_part, wrong_type};
use crate::program::{Eval, FrameId, Program, Silent};

/// Where the types of the words are written.
pub(crate) const FILE: &str = "stdlib/contract.cld";
const TEXT: &str = include_str!("contract.cld");

/// A word of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    Verb,
    Metric,
    Operation,
    Identity,
    Endpoint,
    Capacity,
    Connection,
}

impl Word {
    fn of(word: &str) -> Option<Word> {
        Some(match word {
            "identity" => Word::Identity,
            "endpoint" => Word::Endpoint,
            "capacity" => Word::Capacity,
            "connection" => Word::Connection,
            _ => return None,
        })
    }

    /// The name of its type.
    fn ty(self) -> &'static str {
        match self {
            Word::Verb => "Verb",
            Word::Metric => "Metric",
            Word::Operation => "Operation",
            Word::Identity => "Identity",
            Word::Endpoint => "Endpoint",
            Word::Capacity => "Capacity",
            Word::Connection => "Connection",
        }
    }
}

impl Program<'_> {
    /// `identity = ..` and the others.
    pub(crate) fn word(&mut self, frame: FrameId, word: &Name, value: &Expr) -> Eval {
        match Word::of(&word.text) {
            Some(Word::Capacity) => self.capacity(frame, word, value),
            Some(known) => self.contract(frame, known, word, value),
            None => Err(Silent),
        }
    }

    /// The value of a word, as its type has it.
    pub(crate) fn contract(&mut self, frame: FrameId, word: Word, name: &Name, value: &Expr) -> Eval {
        let found = self.value(frame, value)?;
        self.as_word(word, name, found, value.span)
    }

    fn as_word(&mut self, word: Word, name: &Name, value: Value, span: Span) -> Eval {
        if value == Value::Null {
            return Ok(value);
        }
        let frame = self.contract_frame()?;
        let ty = TypeExpr { kind: TypeKind::Named(Path { text: word.ty().into(), span }), span };
        match self.fit(frame, &ty, value)? {
            Ok(value) => Ok(value),
            Err(misfits) => {
                for misfit in &misfits {
                    self.report(contract_value::finding(span, &name.text, misfit));
                }
                Err(Silent)
            }
        }
    }

    /// The frame of the file that holds the types of the words.
    pub(crate) fn contract_frame(&mut self) -> Eval<FrameId> {
        if let Some(&frame) = self.modules.get(FILE) {
            return Ok(frame);
        }
        let items = self.take(FILE, TEXT);
        let frame = self.frame(&items, None, Address::root());
        self.modules.insert(FILE.to_owned(), frame);
        Ok(frame)
    }

    /// `capacity = { count = PLACE, size = RANGE }`: the count is the place of a property, not what stands there.
    fn capacity(&mut self, frame: FrameId, word: &Name, value: &Expr) -> Eval {
        let ExprKind::Record(body) = &value.kind else { return self.contract(frame, Word::Capacity, word, value) };
        let mut count = None;
        let mut others = Vec::new();
        for member in body.members.iter() {
            match &member.kind {
                MemberKind::Set { target, value } if is_count(&target.first) && target.rest.is_empty() => {
                    count = Some(self.property_place(frame, value)?);
                }
                _ => others.push(member.clone()),
            }
        }
        let Value::Record(others) = self.record(frame, &Body { members: others.into(), span: body.span })? else {
            return Err(Silent);
        };
        let mut record = Entries::new();
        count.into_iter().for_each(|count| record.set("count", count));
        others.iter().for_each(|(name, value)| record.set(Arc::clone(name), value.clone()));
        self.as_word(Word::Capacity, word, record.seal(), value.span)
    }

    /// The place of a property: the resource, and the way to the property in it.
    fn property_place(&mut self, frame: FrameId, expr: &Expr) -> Eval {
        let mut path: Vec<Arc<str>> = Vec::new();
        let mut at = expr;
        while let ExprKind::Step { of, name, .. } = &at.kind {
            path.insert(0, Arc::clone(&name.text));
            at = of;
            let ends = matches!(at.kind, ExprKind::Name(_) | ExprKind::Index { .. });
            if !ends {
                continue;
            }
            return match self.value(frame, at)? {
                Value::Handle(of) if self.resources.contains_key(&of) => {
                    let from = From::Attribute { of, path: path.join(".").into() };
                    Ok(Later::new(from, expr.span).value())
                }
                Value::Null => Ok(Value::Null),
                _ => self.value(frame, expr),
            };
        }
        self.value(frame, expr)
    }

    /// What is called on a handle: a metric with arguments (D47).
    pub(crate) fn called(
        &mut self,
        frame: FrameId,
        of: &Expr,
        name: &Name,
        arguments: &[Argument],
        span: Span,
    ) -> Eval {
        let Value::Handle(address) = self.value(frame, of)? else {
            return self.fail(bad_call::value(span, format!("`{}` cannot be called here", name.text)));
        };
        let Some((place, params, value)) = self.metric_of(&address, &name.text, span)? else {
            return self.fail(unknown_part::finding(name.span, &name.text, &format!("`{address}`"), None));
        };
        if params.is_empty() {
            return self.fail(contract_value::metric_uncalled(span, &name.text));
        }
        let mut locals = Vec::new();
        for (index, param) in params.iter().enumerate() {
            let named = arguments
                .iter()
                .find(|argument| argument.name.as_ref().is_some_and(|name| name.text == param.name.text));
            let positional = arguments.get(index).filter(|argument| argument.name.is_none());
            let given = match (named.or(positional), &param.default) {
                (Some(argument), _) => (self.value(frame, &argument.value)?, argument.value.span),
                (None, Some(default)) => (self.value(place, default)?, default.span),
                (None, None) => return self.fail(contract_value::argument_missing(span, &name.text, &param.name.text)),
            };
            let fitted = match self.fit(place, &param.ty, given.0)? {
                Ok(value) => value,
                Err(misfits) => {
                    for misfit in &misfits {
                        self.report(wrong_type::finding(given.1, &param.name.text, param.ty.span, misfit));
                    }
                    return Err(Silent);
                }
            };
            locals.push((Arc::clone(&param.name.text), fitted));
        }
        if arguments.len() > params.len() {
            return self.fail(contract_value::too_many(span, &name.text, params.len()));
        }
        let scope = self.scope(place, locals);
        let found = self.value(scope, &value)?;
        self.as_word(Word::Metric, name, found, value.span)
    }

    /// The metric of a handle: where it is declared, its params, and its value.
    fn metric_of(&mut self, address: &Address, name: &str, span: Span) -> Eval<Option<(FrameId, Vec<Field>, Expr)>> {
        let Some(frame) = self.instances.get(address).map(|instance| instance.frame) else { return Ok(None) };
        let mut at = Some(frame);
        while let Some(id) = at {
            let Some(here) = self.get(id) else { return Err(Silent) };
            let Some(index) = here.block.find(Space::Faces, name) else { break };
            let items = Arc::clone(&here.block.items);
            match items.get(index).map(|item| &item.kind) {
                Some(ItemKind::Metric { params, value, .. }) => return Ok(Some((id, params.clone(), value.clone()))),
                Some(ItemKind::If { branches, otherwise }) => {
                    at = self.branch(id, index, branches, otherwise.as_ref())?;
                }
                _ => break,
            }
        }
        match self.acts_as(frame, span)? {
            Some(inner) if inner != *address => self.metric_of(&inner, name, span),
            _ => Ok(None),
        }
    }

    /// The word of a handle's contract, if it gives it.
    pub(crate) fn word_of(&mut self, address: &Address, word: &str) -> Eval<Option<Value>> {
        let Some(instance) = self.instances.get(address).cloned() else { return Ok(None) };
        let name = Name { text: word.into(), span: instance.span };
        Ok(self.shown(address, &instance, &name)?.filter(|value| *value != Value::Null))
    }

    /// What a wrapper acts as: a handle of an instance.
    pub(crate) fn inner_handle(&mut self, frame: FrameId, inner: &Expr) -> Eval {
        match self.value(frame, inner)? {
            value @ (Value::Handle(_) | Value::Null) => Ok(value),
            other => self.fail(contract_value::acts_as(inner.span, &other)),
        }
    }
}

fn is_count(first: &Expr) -> bool {
    matches!(&first.kind, ExprKind::Literal(Value::Text(text)) if &**text == "count")
}
