use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Span, nearest};
use cloudc_graph::Party;

use super::identity::gather;
use crate::hir::{self, Expr, ExprKind, ItemKind, Path};
use crate::mistakes::{sentence, unknown_verb};
use crate::program::{Eval, FrameId, Program};

impl Program<'_> {
    /// Who a party of a sentence is: each of them. What is not there falls away (E14).
    pub(super) fn parties(&mut self, frame: FrameId, party: &hir::Party) -> Eval<Vec<Party>> {
        match party {
            hir::Party::Any(noun) => {
                self.any(frame, noun)?;
                Ok(vec![Party::Any(Arc::clone(&noun.text))])
            }
            hir::Party::Value(expr) => {
                let mut found = Vec::new();
                self.party(frame, expr, &mut found)?;
                Ok(found)
            }
        }
    }

    /// `any NOUN` is about a noun or a type that there is, whether or not the program uses it.
    fn any(&mut self, frame: FrameId, noun: &Path) -> Eval<()> {
        if cloudc_facts::facts().resource_type(&noun.text).is_some() {
            return Ok(());
        }
        self.noun(frame, noun).map(|_| ())
    }

    /// The nouns that a party names with `any`.
    fn any_in(party: &hir::Party) -> Vec<Path> {
        let mut nouns = Vec::new();
        match party {
            hir::Party::Any(noun) => nouns.push(noun.clone()),
            hir::Party::Value(expr) => expr.visit(&mut |part| {
                if let ExprKind::Any(noun) = &part.kind {
                    nouns.push(noun.clone());
                }
            }),
        }
        nouns
    }

    /// A verb that is forbidden about any of a noun is one of its verbs.
    pub(super) fn check_any(&mut self, frame: FrameId, object: &hir::Party, verb: &Arc<str>, span: Span) {
        for noun in Self::any_in(object) {
            if cloudc_facts::facts().resource_type(&noun.text).is_some() {
                self.report(unknown_verb::raw(span, verb, &noun.text));
                continue;
            }
            let Ok((items, ..)) = self.noun(frame, &noun) else { continue };
            // What a noun acts as is known of its instances only.
            if items.iter().any(|item| matches!(item.kind, ItemKind::ActsAs { .. })) {
                continue;
            }
            let mut verbs = Vec::new();
            gather(&items, &mut verbs);
            if !verbs.contains(verb) {
                let near = nearest(verb, verbs.iter().map(|verb| &**verb)).map(str::to_owned);
                self.report(unknown_verb::finding(span, verb, &noun.text, near.as_deref(), &verbs));
            }
        }
    }

    fn party(&mut self, frame: FrameId, expr: &Expr, into: &mut Vec<Party>) -> Eval<()> {
        match &expr.kind {
            ExprKind::Name(word) if !self.is_declared(frame, word) && &**word == "internet" => {
                into.push(Party::Internet)
            }
            ExprKind::Name(word) if !self.is_declared(frame, word) && &**word == "anyone" => into.push(Party::Anyone),
            ExprKind::Any(noun) => {
                self.any(frame, noun)?;
                into.push(Party::Any(Arc::clone(&noun.text)));
            }
            ExprKind::List(items) => return items.iter().try_for_each(|item| self.party(frame, item, into)),
            _ => {
                let value = self.value(frame, expr)?;
                return self.party_of(&value, expr.span, into);
            }
        }
        Ok(())
    }

    fn party_of(&mut self, value: &Value, span: Span, into: &mut Vec<Party>) -> Eval<()> {
        self.pay(4, span)?;
        match value {
            Value::Null => {}
            Value::Handle(address) => into.push(Party::Thing(address.clone())),
            Value::Cidr(range) => into.push(Party::Cidr(*range)),
            Value::Ip(address) => into.push(Party::Ip(*address)),
            Value::Later(later) => into.push(Party::Later(Arc::clone(later))),
            Value::List(values) => return values.iter().try_for_each(|value| self.party_of(value, span, into)),
            Value::Record(map) => return map.iter().try_for_each(|(_, value)| self.party_of(value, span, into)),
            other => return self.fail(sentence::no_party(span, other)),
        }
        Ok(())
    }
}

/// A party as messages and keys of addresses name it.
pub(super) fn shown(party: &Party) -> String {
    match party {
        Party::Thing(address) => address.to_string(),
        Party::Cidr(range) => range.to_string(),
        Party::Ip(address) => address.to_string(),
        Party::Later(later) => later.to_string(),
        Party::Internet => "internet".to_owned(),
        Party::Anyone => "anyone".to_owned(),
        Party::Any(noun) => format!("any {noun}"),
    }
}
