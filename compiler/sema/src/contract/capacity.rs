//! `capacity = { count = PLACE, size = RANGE }`: the number that a `scale` owns.

use std::sync::Arc;

use cloudc_base::value::{Entries, From, Later, Value};
use cloudc_base::{Address, Span, nearest};

use super::Word;
use crate::hir::{Body, Expr, ExprKind, MemberKind, Name};
use crate::mistakes::{contract_value, unknown_part};
use crate::program::{Eval, FrameId, Program, Silent};

impl Program<'_> {
    /// `capacity = { count = PLACE, size = RANGE }`: the count is the place of a property, not what stands there.
    pub(super) fn capacity(&mut self, frame: FrameId, word: &Name, value: &Expr) -> Eval {
        let ExprKind::Record(body) = &value.kind else { return self.contract(frame, Word::Capacity, word, value) };
        let mut count = None;
        let mut others = Vec::new();
        for member in body.members.iter() {
            match &member.kind {
                MemberKind::Set { target, value } if target.plain().is_some_and(|name| &*name.text == "count") => {
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
        self.as_word(Word::Capacity, word, record.seal(), value)
    }

    /// What `count` says: the place of a property, or null where the noun has none.
    fn property_place(&mut self, frame: FrameId, expr: &Expr) -> Eval {
        if let ExprKind::Choice { branches, otherwise } = &expr.kind {
            for (condition, value) in branches {
                if self.condition(frame, condition)? {
                    return self.property_place(frame, value);
                }
            }
            return otherwise.as_ref().map_or(Ok(Value::Null), |value| self.property_place(frame, value));
        }
        match self.place_of(frame, expr)? {
            Some((of, path)) => {
                self.check_place(&of, &path, expr.span)?;
                Ok(Later::new(From::Attribute { of, path: path.into() }, expr.span).value())
            }
            None => self.named_place(frame, expr),
        }
    }

    /// The resource and the dotted property that an expression names, if it does.
    fn place_of(&mut self, frame: FrameId, expr: &Expr) -> Eval<Option<(Address, String)>> {
        let ExprKind::Step { of, name, .. } = &expr.kind else { return Ok(None) };
        if let Some((address, path)) = self.place_of(frame, of)? {
            return Ok(Some((address, format!("{path}.{}", name.text))));
        }
        match self.value(frame, of)? {
            Value::Handle(address) if self.resources.contains_key(&address) => {
                Ok(Some((address, name.text.to_string())))
            }
            _ => Ok(None),
        }
    }

    /// The type of the resource has the property.
    fn check_place(&mut self, of: &Address, path: &str, span: Span) -> Eval<()> {
        let Some(resource) = self.resources.get(of) else { return Ok(()) };
        let (ty, schema) = (resource.ty.name().to_owned(), resource.ty.schema());
        if schema.at(path).is_some() {
            return Ok(());
        }
        let names = schema.property_names();
        let near = nearest(path, names.iter().map(|name| &**name)).map(str::to_owned);
        self.fail(unknown_part::finding(span, path, &format!("`{ty}`"), None).help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`count` names a property".to_owned(),
        }))
    }

    /// A count that is handed on: what another noun says of its own.
    fn named_place(&mut self, frame: FrameId, expr: &Expr) -> Eval {
        match self.value(frame, expr)? {
            Value::Null => Ok(Value::Null),
            Value::Later(later) if matches!(later.from(), From::Attribute { .. }) => Ok(Value::Later(later)),
            other => self.fail(contract_value::no_property(expr.span, &other)),
        }
    }
}
