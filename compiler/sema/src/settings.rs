//! `--set name=value`: values of the root file's params, typed.

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, Span, nearest};

use crate::hir::{Expr, ExprKind, Item, ItemKind, TypeExpr, TypeKind};
use crate::mistakes::app_form;
use crate::program::Program;

impl Program<'_> {
    /// Gives params of the root file the values of the command line. A value is written as the language writes it; what
    /// is none is text.
    pub(crate) fn set(&mut self, settings: &[(String, String)]) {
        for (name, text) in settings {
            self.set_one(name, text);
        }
    }

    fn set_one(&mut self, name: &str, text: &str) {
        let ty = self.root_param_type(name);
        // What may be a secret stands in no finding: neither one that is written out nor one with its name misspelt.
        let is_open = ty.as_ref().is_some_and(|ty| !matches!(ty.kind, TypeKind::Secret(_)));
        let (value, span) = self.read_setting(name, if is_open { text } else { "(not shown)" });
        let Some((ty, root)) = ty.zip(self.root) else {
            let params = self.root_params();
            let near = nearest(name, params.iter().map(|param| &**param)).map(str::to_owned);
            return self.report(app_form::no_param(span, name, near.as_deref()));
        };
        let raw = Value::text(text);
        if matches!(ty.kind, TypeKind::Secret(_)) {
            return match self.fit(root, &ty, raw) {
                Ok(Ok(secret)) => drop(self.settings.insert(name.into(), (secret, span))),
                _ => self.report(app_form::secret_set(span, name)),
            };
        }
        // What reads as a value of the param's type is one; `1.10` for a String is text.
        let fits = matches!(self.fit(root, &ty, value.clone()), Ok(Ok(_)));
        let raw_fits = !fits && matches!(self.fit(root, &ty, raw.clone()), Ok(Ok(_)));
        self.settings.insert(name.into(), (if raw_fits { raw } else { value }, span));
    }

    fn root_param_type(&self, name: &str) -> Option<TypeExpr> {
        let items = self.root.and_then(|root| self.get(root)).map(|frame| Arc::clone(&frame.block.items))?;
        let param = |item: &Item| match &item.kind {
            ItemKind::Param { name: known, ty, .. } if *known.text == *name => Some(TypeExpr::clone(ty)),
            _ => None,
        };
        items.iter().find_map(param)
    }

    /// What a setting says: a literal of the language, else text. Where it stands is a file of its own.
    fn read_setting(&mut self, name: &str, text: &str) -> (Value, Span) {
        let before = self.findings.len();
        let line = format!("let {name} = {text}\n");
        let items = self.take(&format!("<--set {name}>"), &line);
        let whole = self
            .sources
            .iter()
            .last()
            .map(|(file, _)| Span::new(file, 0, u32::try_from(line.trim_end().len()).unwrap_or(0)));
        let whole = whole.unwrap_or(Span::new(cloudc_base::FileId::ROOT, 0, 0));
        if self.findings.len() == before
            && let [Item { kind: ItemKind::Let { value, .. }, .. }] = &*items
            && is_literal(value)
        {
            let frame = self.frame(&items, None, Address::root());
            if let Ok(found) = self.value(frame, value) {
                return (found, value.span);
            }
        }
        self.findings.truncate(before);
        (Value::text(text), whole)
    }
}

/// Whether an expression is a value as it stands: no names but those of functions.
fn is_literal(expr: &Expr) -> bool {
    let mut literal = true;
    let mut functions = Vec::new();
    expr.visit(&mut |part| {
        if let ExprKind::Call { callee, .. } = &part.kind {
            functions.push(callee.span);
        }
    });
    expr.visit(&mut |part| {
        let name = matches!(part.kind, ExprKind::Name(_)) && !functions.contains(&part.span);
        literal &= !name && !matches!(part.kind, ExprKind::Unread);
    });
    literal
}
