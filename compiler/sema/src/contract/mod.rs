//! The words by which nouns meet: each is an output of a type that the language knows (D13).

mod called;
mod capacity;
mod operation;
mod rules;

use cloudc_base::value::Value;
use cloudc_base::{Address, Span};

use crate::hir::{Expr, Name, Path, TypeExpr, TypeKind};
use crate::mistakes::contract_value;
use crate::program::{Eval, FrameId, Program, Silent};

/// Where the types of the words are written.
pub(crate) const FILE: &str = "stdlib/contract.cld";
const TEXT: &str = include_str!("contract.cld");

/// A word of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    Verb,
    Metric,
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
            Word::Metric => "Faces",
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
        self.as_word(word, name, found, value)
    }

    fn as_word(&mut self, word: Word, name: &Name, found: Value, value: &Expr) -> Eval {
        match &found {
            Value::Null => return Ok(found),
            // Records and lists are known whatever is in them (D3), so what is not known is none.
            Value::Later(later) if later.param().is_none() => {
                return self.fail(contract_value::later(value.span, &name.text, later.origin()));
            }
            _ => {}
        }
        let found = self.as_named(word.ty(), name, found, value.span)?;
        self.check_word(word, name, &found, value)?;
        Ok(found)
    }

    /// A value as a type of the contract has it.
    fn as_named(&mut self, ty: &str, name: &Name, value: Value, span: Span) -> Eval {
        let frame = self.contract_frame()?;
        let ty = TypeExpr { kind: TypeKind::Named(Path { text: ty.into(), span }), span };
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

    /// The word of a handle's contract, if it gives it.
    pub(crate) fn word_of(&mut self, address: &Address, word: &str) -> Eval<Option<Value>> {
        let Some(instance) = self.instances.get(address).cloned() else { return Ok(None) };
        let name = Name { text: word.into(), span: instance.span };
        Ok(self.shown(address, &instance, &name)?.filter(|value| *value != Value::Null))
    }

    /// What a wrapper acts as: a handle of an instance.
    pub(crate) fn inner_handle(&mut self, frame: FrameId, inner: &Expr) -> Eval {
        match self.value(frame, inner)? {
            Value::Handle(address) if self.resources.contains_key(&address) => {
                self.fail(contract_value::acts_as_resource(inner.span, &address.to_string()))
            }
            // What it acts as may act as something else: that must not lead back here.
            Value::Handle(address) => {
                let frame = self.instances.get(&address).map(|instance| instance.frame);
                frame.map_or(Ok(None), |frame| self.acts_as(frame, inner.span))?;
                Ok(Value::Handle(address))
            }
            Value::Null => Ok(Value::Null),
            other => self.fail(contract_value::acts_as(inner.span, &other)),
        }
    }
}
