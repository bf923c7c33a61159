//! Metrics with arguments (D47): the one place where something on a handle is called.

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, Span};

use super::Word;
use crate::block::Space;
use crate::hir::{Argument, Expr, Field, ItemKind, Name};
use crate::mistakes::{bad_call, contract_value, unknown_part, wrong_type};
use crate::program::{Eval, FrameId, Program, Silent};

impl Program<'_> {
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
            return self.fail(bad_call::method(span, &name.text));
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
        self.as_word(Word::Metric, name, found, &value)
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
}
