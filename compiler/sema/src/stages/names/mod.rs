//! The first stage (D2): every name that a file of the program uses is declared, whether or not anything computes it.

mod scope;
mod types;

use std::sync::Arc;

use cloudc_base::Span;
use cloudc_facts::facts;

use self::scope::Scope;
use self::types::plain;
use super::given::names_in;
use crate::functions;
use crate::hir::{Body, Expr, ExprKind, Field, ForHead, Head, Item, ItemKind, Items, MemberKind, Name, Party, Path};
use crate::hir::{Target, TargetStep, TextPart, TypeExpr};
use crate::mistakes::{attribute, duplicate_name, unknown_function, unknown_name, unknown_noun, unknown_resource};
use crate::program::{FrameId, Program};

/// Names that need no declaration.
const GIVEN: &[&str] = &["app", "self", "given"];

impl Program<'_> {
    /// Looks at every name in declarations that are computed in `frame`.
    pub(crate) fn check_names(&mut self, frame: FrameId, items: &Items) {
        let mut names = Names { program: self, frame, scope: Scope::default(), nouns: Scope::default(), around: 0 };
        names.items(items);
    }
}

struct Names<'p, 'w> {
    program: &'p mut Program<'w>,
    /// Where nouns and types are looked up.
    frame: FrameId,
    scope: Scope,
    /// The nouns and types that components around declare.
    nouns: Scope,
    /// How many names are declared outside of the component.
    around: usize,
}

impl Names<'_, '_> {
    /// Declarations that see one another, and what is declared around them.
    ///
    /// A component may call its parts what its file calls others: who reads it need not know the file.
    fn items(&mut self, items: &Items) {
        let (before, nouns) = (self.scope.len(), self.nouns.len());
        let mut declared = Vec::new();
        items.iter().for_each(|item| values(item, &mut declared));
        declared.into_iter().for_each(|name| self.scope.push((name.text, name.span)));
        for item in items.iter() {
            if let ItemKind::Component { name, .. } | ItemKind::Type { name, .. } | ItemKind::Use { name, .. } =
                &item.kind
            {
                self.nouns.push((Arc::clone(&name.text), name.span));
            }
        }
        items.iter().for_each(|item| self.item(item));
        self.scope.truncate(before);
        self.nouns.truncate(nouns);
    }

    fn item(&mut self, item: &Item) {
        for attribute in &item.attributes {
            if matches!(&*attribute.name.text, "after" | "timeout" | "region") {
                attribute.arguments.iter().for_each(|argument| self.expr(&argument.value));
            }
        }
        match &item.kind {
            ItemKind::App { body, .. } => self.body(body),
            ItemKind::Use { .. } => {}
            ItemKind::Type { name, ty } => {
                self.ty(ty);
                self.finite(name, ty);
            }
            ItemKind::Param { name, ty, default } => {
                self.ty(ty);
                if let Some(default) = default {
                    self.expr(default);
                    self.default(name, ty, default);
                }
            }
            ItemKind::Let { value, .. }
            | ItemKind::Output { value, .. }
            | ItemKind::Verb { value, .. }
            | ItemKind::Operation { value, .. }
            | ItemKind::Contract { value, .. }
            | ItemKind::ActsAs { inner: value } => self.expr(value),
            ItemKind::Metric { params, value, .. } => self.metric(params, value),
            ItemKind::Component { items, .. } => self.component(items),
            ItemKind::Scale { target, body } | ItemKind::Patch { target, body } => {
                self.target(target);
                self.body(body);
            }
            ItemKind::Resource { ty, on, body, .. } | ItemKind::Existing { ty, on, body, .. } => {
                self.resource(ty, matches!(item.kind, ItemKind::Existing { .. }));
                on.iter().for_each(|on| self.expr(on));
                self.body(body);
            }
            ItemKind::Call { noun, body, .. } => {
                self.noun(noun);
                self.body(body);
            }
            ItemKind::Assert { condition, message } => {
                self.expr(condition);
                self.expr(message);
            }
            ItemKind::Sentence(sentence) => {
                self.party(&sentence.subject);
                sentence.object.iter().chain(&sentence.except).for_each(|party| self.party(party));
                sentence.ports.iter().for_each(|ports| self.expr(ports));
                if sentence.object.is_none() {
                    self.expr(&sentence.verb);
                }
            }
            ItemKind::For { head, items } => {
                self.expr(&head.over);
                self.looped(head, |names| names.items(items));
            }
            ItemKind::ForEach { name, items, .. } => {
                self.scope.push((Arc::clone(&name.text), name.span));
                self.items(items);
                let before = self.scope.len().saturating_sub(1);
                self.scope.truncate(before);
            }
            ItemKind::If { branches, otherwise } => {
                branches.iter().for_each(|(condition, _)| self.expr(condition));
                // What branches declare is declared where they stand: it is in scope already.
                let bodies = branches.iter().map(|(_, items)| items).chain(otherwise);
                bodies.for_each(|items| items.iter().for_each(|item| self.item(item)));
            }
        }
    }

    /// A component: its names are its own, and those of its file are known too.
    fn component(&mut self, items: &Items) {
        let outer = std::mem::take(&mut self.around);
        self.around = self.scope.len();
        self.items(items);
        self.around = outer;
    }

    /// A default that is a literal is of the param's type, whether or not anybody needs it.
    fn default(&mut self, name: &Name, ty: &TypeExpr, default: &Expr) {
        let literal = names_in(default).is_empty();
        if literal
            && plain(ty)
            && let Ok(value) = self.program.value(self.frame, default)
        {
            let _fitted = self.program.typed_default(self.frame, name, ty, value, default.span);
        }
    }

    fn metric(&mut self, params: &[Field], value: &Expr) {
        let before = self.scope.len();
        params.iter().for_each(|param| self.scope.push((Arc::clone(&param.name.text), param.name.span)));
        self.expr(value);
        self.scope.truncate(before);
    }

    /// Inside of a loop its names are known, and no others of these names are.
    fn looped(&mut self, head: &ForHead, inside: impl FnOnce(&mut Self)) {
        let before = self.scope.len();
        for name in head.key.iter().chain([&head.name]) {
            self.shadows(name);
            self.scope.push((Arc::clone(&name.text), name.span));
        }
        head.condition.iter().for_each(|condition| self.expr(condition));
        inside(self);
        self.scope.truncate(before);
    }

    /// Nothing shadows (D11).
    fn shadows(&mut self, name: &Name) {
        let known = self.scope.find(&name.text);
        let first = known.iter().find(|(number, span)| *number >= self.around && *span != name.span);
        if let Some((_, first)) = first {
            let finding = duplicate_name::finding(&name.text, name.span, *first);
            self.program.report(finding);
        }
    }

    fn noun(&mut self, noun: &crate::hir::Path) {
        let first = noun.text.split('.').next().unwrap_or_default();
        if !self.nouns.find(first).is_empty() {
            return;
        }
        if let Ok(None) = self.program.meaning(self.frame, noun) {
            let near = self.program.near_noun(self.frame, &noun.text);
            self.program.report(unknown_noun::finding(noun.span, &noun.text, near.as_deref()));
        }
    }

    /// The type of a resource; what exists already may be an instance of a noun.
    fn resource(&mut self, ty: &Path, existing: bool) {
        if facts().resource_type(&ty.text).is_some() {
            return;
        }
        if !existing {
            let near = facts().suggest(&ty.text);
            return self.program.report(unknown_resource::finding(ty.span, &ty.text, near));
        }
        if !self.is_noun(ty) {
            let _silent = self.program.no_such(self.frame, ty);
        }
    }

    /// Whether a noun or type is called so here.
    fn is_noun(&mut self, path: &Path) -> bool {
        let first = path.text.split('.').next().unwrap_or_default();
        !self.nouns.find(first).is_empty() || !matches!(self.program.meaning(self.frame, path), Ok(None))
    }

    fn party(&mut self, party: &Party) {
        let Party::Value(expr) = party else { return };
        match &expr.kind {
            ExprKind::List(parties) => parties.iter().for_each(|expr| self.party(&Party::Value(expr.clone()))),
            ExprKind::Name(name) if matches!(&**name, "internet" | "anyone") => {}
            _ => self.expr(expr),
        }
    }

    fn target(&mut self, target: &Target) {
        if let Head::Plain(name) = &target.first {
            self.name(&name.text, name.span);
        }
        for step in &target.rest {
            if let TargetStep::Key(key) = step {
                self.expr(key);
            }
        }
    }

    fn body(&mut self, body: &Body) {
        for member in body.members.iter() {
            match &member.kind {
                MemberKind::Set { target, value } => {
                    if let Head::Computed(first) = &target.first {
                        self.expr(first);
                    }
                    for step in &target.rest {
                        if let TargetStep::Key(key) = step {
                            self.expr(key);
                        }
                    }
                    self.expr(value);
                }
                MemberKind::Entry { label, body, .. } => {
                    self.expr(label);
                    self.body(body);
                }
                MemberKind::Spread(value) => self.expr(value),
                MemberKind::Attribute(name) => self.program.report(attribute::in_body(name.span, &name.text)),
                MemberKind::Fold { head, key, value } => {
                    self.expr(&head.over);
                    self.looped(head, |names| {
                        names.expr(key);
                        names.expr(value);
                    });
                }
                MemberKind::For { head, body } => {
                    self.expr(&head.over);
                    self.looped(head, |names| names.body(body));
                }
                MemberKind::If { branches, otherwise } => {
                    for (condition, body) in branches {
                        self.expr(condition);
                        self.body(body);
                    }
                    otherwise.iter().for_each(|body| self.body(body));
                }
            }
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Unread | ExprKind::Literal(_) | ExprKind::Any(_) => {}
            ExprKind::Name(name) => self.name(name, expr.span),
            ExprKind::Text(parts) => parts.iter().for_each(|part| {
                if let TextPart::Value(value) = part {
                    self.expr(value);
                }
            }),
            ExprKind::List(items) => items.iter().for_each(|item| self.expr(item)),
            ExprKind::Comprehension { head, value } => {
                self.expr(&head.over);
                self.looped(head, |names| names.expr(value));
            }
            ExprKind::Record(body) => self.body(body),
            ExprKind::Step { of, .. } => self.expr(of),
            ExprKind::Index { of, key, .. } => {
                self.expr(of);
                self.expr(key);
            }
            ExprKind::Call { callee, arguments } => {
                match &callee.kind {
                    ExprKind::Name(name) => self.function(name, callee.span),
                    ExprKind::Step { of, .. } => self.expr(of),
                    _ => {}
                }
                arguments.iter().for_each(|argument| self.expr(&argument.value));
            }
            ExprKind::Binary { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Not(inner) | ExprKind::Negative(inner) | ExprKind::Spread(inner) => self.expr(inner),
            ExprKind::Choice { branches, otherwise } => {
                for (condition, value) in branches {
                    self.expr(condition);
                    self.expr(value);
                }
                otherwise.iter().for_each(|value| self.expr(value));
            }
        }
    }

    fn name(&mut self, name: &Arc<str>, span: Span) {
        if GIVEN.contains(&&**name) || !self.scope.find(name).is_empty() {
            return;
        }
        let near = self.program.guess(name, self.scope.names());
        self.program.report(unknown_name::finding(span, name, near.as_deref()));
    }

    fn function(&mut self, name: &str, span: Span) {
        if !functions::is_function(name) {
            self.program.report(unknown_function::finding(span, name, functions::near(name)));
        }
    }
}

/// The values that an item declares where it stands, those in branches and loops included.
fn values(item: &Item, into: &mut Vec<Name>) {
    match &item.kind {
        ItemKind::Param { name, .. }
        | ItemKind::Let { name, .. }
        | ItemKind::Resource { name, .. }
        | ItemKind::Existing { name, .. }
        | ItemKind::Call { name, .. } => into.push(name.clone()),
        ItemKind::If { branches, otherwise } => {
            let bodies = branches.iter().map(|(_, items)| items).chain(otherwise);
            bodies.for_each(|items| items.iter().for_each(|item| values(item, into)));
        }
        ItemKind::For { items, .. } => items.iter().for_each(|item| values(item, into)),
        _ => {}
    }
}
