use std::sync::Arc;

use cloudc_base::functions::plain;
use cloudc_base::value::Value;

use super::call::Call;
use crate::program::Eval;

/// A function: what it takes, and what it gives.
#[derive(Debug)]
pub(crate) struct Function {
    /// In the order in which arguments without names are given.
    pub(super) params: &'static [Param],
    /// The type of what it gives, as the language writes it.
    pub(super) gives: &'static str,
    pub(super) run: fn(&mut Call<'_, '_>) -> Eval,
}

/// What a function takes under one name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Param {
    pub(super) name: &'static str,
    pub(super) takes: Takes,
    /// What it is if the call does not say; without it the call must.
    pub(super) preset: Option<Preset>,
    /// Whether it takes any number of arguments; those behind it are given by name.
    pub(super) many: bool,
    pub(super) waits: Waits,
}

/// The kind of value that a param takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    Any,
    /// A String, and what becomes one (D8).
    Text,
    /// A list of Strings.
    Texts,
    Int,
    Number,
    Bool,
    List,
    Record,
    Cidr,
    /// Several kinds, which the function tells apart itself: their type, and their words in messages.
    One(&'static str, &'static str),
}

/// What a param is if the call does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Preset {
    Null,
    Bool(bool),
    Text(&'static str),
    NoList,
}

/// Whether what a param is given may be known later (D4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waits {
    /// All of it must be known now.
    No,
    /// It must be known; what is in it, if it is a list or record, may be later.
    Parts,
    Yes,
}

impl Param {
    pub(super) const fn new(name: &'static str, takes: Takes) -> Param {
        Param { name, takes, preset: None, many: false, waits: Waits::Parts }
    }

    /// It need not be given.
    pub(super) const fn or(self, preset: Preset) -> Param {
        Param { preset: Some(preset), ..self }
    }

    /// It takes one argument or more.
    pub(super) const fn many(self) -> Param {
        Param { many: true, ..self }
    }

    /// It may be known later.
    pub(super) const fn later(self) -> Param {
        Param { waits: Waits::Yes, ..self }
    }

    /// No part of it may be known later.
    pub(super) const fn known(self) -> Param {
        Param { waits: Waits::No, ..self }
    }
}

impl Takes {
    /// The value as the function is given it; none if it is of another kind. Later values pass.
    pub(super) fn fit(self, value: Value) -> Option<Value> {
        let fits = match (self, &value) {
            (Takes::Any | Takes::One(..), _) | (_, Value::Later(_)) => true,
            (Takes::Text, _) => return text(&value),
            (Takes::Texts, Value::List(values)) => {
                return values.iter().map(text).collect::<Option<Vec<_>>>().map(Value::list);
            }
            (Takes::Int, Value::Int(_)) | (Takes::Number, Value::Int(_) | Value::Float(_)) => true,
            (Takes::Bool, Value::Bool(_)) | (Takes::List, Value::List(_)) => true,
            (Takes::Record, Value::Record(_)) | (Takes::Cidr, Value::Cidr(_)) => true,
            _ => false,
        };
        fits.then_some(value)
    }

    /// The type, as the language writes it.
    pub(super) fn ty(self) -> &'static str {
        match self {
            Takes::Any => "Any",
            Takes::Text => "String",
            Takes::Texts => "[String]",
            Takes::Int => "Int",
            Takes::Number => "Number",
            Takes::Bool => "Bool",
            Takes::List => "[Any]",
            Takes::Record => "{Any}",
            Takes::Cidr => "Cidr",
            Takes::One(ty, _) => ty,
        }
    }

    /// The kind, as messages say it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Takes::Any => "a value",
            Takes::Text => "a String",
            Takes::Texts => "a list of Strings",
            Takes::Int => "an Int",
            Takes::Number => "a number",
            Takes::Bool => "a Bool",
            Takes::List => "a list",
            Takes::Record => "a record",
            Takes::Cidr => "a Cidr",
            Takes::One(_, words) => words,
        }
    }
}

/// A text, also of what becomes one; a later value is left as it is.
fn text(value: &Value) -> Option<Value> {
    match value {
        Value::Text(text) => Some(Value::Text(Arc::clone(text))),
        Value::Later(_) => Some(value.clone()),
        other => plain(other).map(Value::text),
    }
}

impl Preset {
    pub(super) fn value(self) -> Value {
        match self {
            Preset::Null => Value::Null,
            Preset::Bool(value) => Value::Bool(value),
            Preset::Text(text) => Value::text(text),
            Preset::NoList => Value::list([]),
        }
    }
}
