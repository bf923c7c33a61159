use std::sync::Arc;

use cloudc_base::functions::{MAX_TEXT, Unwritable};
use cloudc_base::value::{From, Later, List, Record, Value};
use cloudc_base::{Finding, Span};

use super::Entry;
use super::argument::Given;
use super::bind::Bound;
use crate::mistakes::{bad_call, too_much};
use crate::program::{Eval, FrameId, Program};

/// A call of a function: what it was given, of the kinds that its params take, and how it reports.
///
/// Params are named; what a param that takes no text gives as a text is empty, and so on.
pub(crate) struct Call<'c, 'w> {
    pub(super) program: &'c mut Program<'w>,
    pub(super) frame: FrameId,
    entry: &'static Entry,
    /// All of it.
    pub(super) span: Span,
    bound: Bound<'c>,
}

impl<'c, 'w> Call<'c, 'w> {
    pub(super) fn new(
        program: &'c mut Program<'w>,
        frame: FrameId,
        entry: &'static Entry,
        span: Span,
        bound: Bound<'c>,
    ) -> Call<'c, 'w> {
        Call { program, frame, entry, span, bound }
    }

    /// All that a param was given.
    pub(super) fn many(&self, param: &str) -> &[Given<'c>] {
        let at = self.entry.function.params.iter().position(|known| known.name == param);
        debug_assert!(at.is_some(), "`{}` has no param `{param}`", self.entry.name);
        at.and_then(|index| self.bound.get(index)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn given(&self, param: &str) -> Option<&Given<'c>> {
        self.many(param).first()
    }

    pub(super) fn value(&self, param: &str) -> Value {
        self.given(param).map_or(Value::Null, |given| given.value.clone())
    }

    pub(super) fn text(&self, param: &str) -> Arc<str> {
        if let Value::Text(text) = self.value(param) { text } else { Arc::default() }
    }

    pub(super) fn int(&self, param: &str) -> i64 {
        if let Value::Int(number) = self.value(param) { number } else { 0 }
    }

    pub(super) fn flag(&self, param: &str) -> bool {
        self.value(param) == Value::Bool(true)
    }

    pub(super) fn list(&self, param: &str) -> Arc<List> {
        if let Value::List(values) = self.value(param) { values } else { Arc::new(List::new(Vec::new())) }
    }

    /// A record, if it is one.
    pub(super) fn record(&self, param: &str) -> Option<Arc<Record>> {
        if let Value::Record(record) = self.value(param) { Some(record) } else { None }
    }

    /// Where a param is given; the call, if it is not.
    pub(super) fn at(&self, param: &str) -> Span {
        self.given(param).map_or(self.span, |given| given.span)
    }

    /// The same function of the same arguments, once they are known.
    pub(super) fn later(&self) -> Eval {
        let arguments = self.bound.iter().flatten().map(|given| given.value.clone()).collect();
        Ok(Later::new(From::Call { function: self.entry.name, arguments }, self.span).value())
    }

    /// What is asked once, when the program is applied (see [`From::Lookup`]).
    pub(super) fn lookup(&self, what: &'static str, about: Value) -> Value {
        Later::new(From::Lookup { what, arguments: [about].into() }, self.span).value()
    }

    /// Reports an argument that the function can make nothing of.
    pub(super) fn refuse<T>(&mut self, param: &str, why: impl Into<String>) -> Eval<T> {
        let span = self.at(param);
        self.program.fail(bad_call::value(span, why))
    }

    pub(super) fn fail<T>(&mut self, finding: Finding) -> Eval<T> {
        self.program.fail(finding)
    }

    /// Reports an argument of another kind than the function takes there.
    pub(super) fn wrong<T>(&mut self, param: &str, found: &Value) -> Eval<T> {
        let takes = self.entry.function.params.iter().find(|known| known.name == param).map(|param| param.takes);
        let words = takes.map_or("another value", super::Takes::words);
        let finding = bad_call::wrong(self.at(param), self.entry.name, param, words, found.kind());
        self.program.fail(finding)
    }

    /// Reports what has no text.
    pub(super) fn unwritable<T>(&mut self, param: &str, error: Unwritable) -> Eval<T> {
        let span = self.at(param);
        let finding = match error {
            Unwritable::Value(place, value) => bad_call::unwritable(span, self.entry.name, &place, &value),
            Unwritable::Later(later) => return self.program.too_late(span, &format!("`{}`", self.entry.name), &later),
            Unwritable::Key => bad_call::value(span, "a key of a document is too long: 1000 bytes are read everywhere"),
            Unwritable::Deep => bad_call::value(span, "this is nested too deep for a document"),
            Unwritable::Long | Unwritable::Arguments => too_much::weight(span),
        };
        self.program.fail(finding)
    }

    /// A text, if it is not too long.
    pub(super) fn bounded(&mut self, text: String) -> Eval {
        if text.len() > MAX_TEXT { self.program.fail(too_much::weight(self.span)) } else { Ok(Value::text(text)) }
    }
}

/// A text of the user's, as messages show it: in backticks, on one line, and cut where it is long.
pub(super) fn short(text: &str) -> String {
    let (shown, rest) = match text.char_indices().nth(60) {
        Some((end, _)) => (text.get(..end).unwrap_or_default(), ".."),
        None => (text, ""),
    };
    let escaped = Value::text(shown).to_string();
    format!("`{}{rest}`", escaped.trim_start_matches('"').trim_end_matches('"'))
}
