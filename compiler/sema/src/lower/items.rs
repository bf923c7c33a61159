use std::sync::Arc;

use cloudc_syntax::{Kind, Node};

use super::members::conditions;
use super::{Lower, parts};
use crate::hir::{Attribute, Item, ItemKind, Items, Party, Sentence};

impl Lower<'_> {
    /// What a file, component or branch declares; a form that could not be read is left out.
    pub(super) fn items(self, node: Node<'_>) -> Items {
        self.declared(node).into()
    }

    /// The same, to be put together with others.
    pub(super) fn declared(self, node: Node<'_>) -> Vec<Item> {
        parts(node).filter_map(|part| self.item(part)).collect()
    }

    fn item(self, node: Node<'_>) -> Option<Item> {
        let (attributes, doc, form) = undecorated(self, node)?;
        Some(Item { attributes, doc, kind: self.form(form)?, span: self.span(form) })
    }

    fn form(self, node: Node<'_>) -> Option<ItemKind> {
        let mut inner = parts(node);
        match node.kind() {
            Kind::Scale => {
                Some(ItemKind::Scale { target: Box::new(self.target(inner.next()?)), body: self.body_of(node) })
            }
            Kind::Patch => {
                Some(ItemKind::Patch { target: Box::new(self.target(inner.next()?)), body: self.body_of(node) })
            }
            Kind::Acts => Some(ItemKind::ActsAs { inner: self.expr(inner.next()?) }),
            Kind::Assert => {
                let (condition, message) = (self.expr(inner.next()?), self.expr(inner.next()?));
                Some(ItemKind::Assert { condition, message })
            }
            Kind::Use => {
                let (path, name) = (self.expr(inner.next()?), self.label(inner.next()?));
                Some(ItemKind::Use { path, name })
            }
            Kind::Call => {
                let (noun, name) = (self.path(inner.next()?), self.label(inner.next()?));
                Some(ItemKind::Call { noun, name, body: self.body_of(node) })
            }
            Kind::Assign | Kind::Block => self.contract(node),
            Kind::Allow | Kind::Never => self.sentence(node).map(Arc::new).map(ItemKind::Sentence),
            Kind::For => self.looped_items(node),
            Kind::If => Some(self.branched_items(node)),
            _ => self.named(node),
        }
    }

    /// The forms that begin with a word and a name.
    fn named(self, node: Node<'_>) -> Option<ItemKind> {
        let mut inner = parts(node);
        let name = self.label(inner.next()?);
        let last = parts(node).last()?;
        Some(match node.kind() {
            Kind::App => ItemKind::App { name, body: self.body_of(node) },
            Kind::Let => ItemKind::Let { name, value: self.expr(last) },
            Kind::Output => ItemKind::Output { name, value: self.expr(last) },
            Kind::Verb => ItemKind::Verb { name, value: self.expr(last) },
            Kind::Operation => ItemKind::Operation { name, value: self.expr(last) },
            Kind::TypeDef => ItemKind::Type { name, ty: Box::new(self.ty(last)) },
            Kind::Component => ItemKind::Component { name, items: self.items(node.child(Kind::Body)?) },
            Kind::Metric => {
                let params = node.child(Kind::Params).map(|params| self.fields(params)).unwrap_or_default();
                ItemKind::Metric { name, params, value: self.expr(last) }
            }
            Kind::Param => {
                let ty = Box::new(self.ty(inner.next()?));
                ItemKind::Param { name, ty, default: inner.next().map(|default| Box::new(self.expr(default))) }
            }
            Kind::Resource | Kind::Existing => {
                let ty = self.path(inner.next()?);
                let on = inner.next().filter(|part| part.kind() != Kind::Body).map(|on| Box::new(self.expr(on)));
                let body = self.body_of(node);
                match node.kind() {
                    Kind::Resource => ItemKind::Resource { name, ty, on, body },
                    _ => ItemKind::Existing { name, ty, on, body },
                }
            }
            _ => return None,
        })
    }

    /// `identity = ..`; any other assignment among declarations has been reported.
    fn contract(self, node: Node<'_>) -> Option<ItemKind> {
        let first = parts(node).next()?;
        let word = if first.kind() == Kind::Target { parts(first).next()? } else { first };
        let known = cloudc_syntax::words::CONTRACT.contains(&word.text());
        let value = self.expr(parts(node).last()?);
        known.then(|| ItemKind::Contract { word: self.label(word), value })
    }

    fn sentence(self, node: Node<'_>) -> Option<Sentence> {
        let party = |part: Node<'_>| match (part.kind(), parts(part).next()) {
            (Kind::AnyOf, Some(path)) => Party::Any(self.path(path)),
            _ => Party::Value(self.expr(part)),
        };
        let inside = |kind: Kind| node.child(kind).and_then(|part| parts(part).next());
        let mut parties =
            parts(node).filter(|part| !matches!(part.kind(), Kind::VerbWord | Kind::Ports | Kind::Except));
        Some(Sentence {
            never: node.kind() == Kind::Never,
            subject: party(parties.next()?),
            verb: self.expr(inside(Kind::VerbWord)?),
            object: parties.next().map(party),
            ports: inside(Kind::Ports).map(|ports| self.expr(ports)),
            except: inside(Kind::Except).map(party),
        })
    }

    fn looped_items(self, node: Node<'_>) -> Option<ItemKind> {
        let items = node.child(Kind::Body).map(|body| self.items(body)).unwrap_or_else(|| Arc::from([]));
        if let Some(each) = node.child(Kind::ForEach) {
            let mut inner = parts(each);
            return Some(ItemKind::ForEach { name: self.label(inner.next()?), ty: self.path(inner.next()?), items });
        }
        Some(ItemKind::For { head: Box::new(self.for_head(node.child(Kind::ForHead)?)?), items })
    }

    fn branched_items(self, node: Node<'_>) -> ItemKind {
        let (branches, otherwise) = conditions(node);
        let branches = branches.into_iter().map(|(condition, body)| (self.expr(condition), self.items(body))).collect();
        ItemKind::If { branches, otherwise: otherwise.map(|body| self.items(body)) }
    }
}

/// A member's attributes and documentation, and the form they are about.
pub(super) fn undecorated<'t>(
    lower: Lower<'_>,
    node: Node<'t>,
) -> Option<(Vec<Attribute>, Option<Arc<str>>, Node<'t>)> {
    if node.kind() != Kind::Decorated {
        return Some((Vec::new(), None, node));
    }
    let attribute = |part: Node<'_>| {
        let name = lower.label(part.child(Kind::Name)?);
        Some(Attribute {
            name,
            arguments: part.child(Kind::Args).map(|args| lower.arguments(args)).unwrap_or_default(),
        })
    };
    let attributes = parts(node).filter(|part| part.kind() == Kind::Attribute).filter_map(attribute).collect();
    let lines: Vec<&str> =
        parts(node).filter(|part| part.kind() == Kind::Doc).map(|part| doc_line(part.text())).collect();
    let doc = (!lines.is_empty()).then(|| Arc::from(lines.join("\n")));
    let form = parts(node).find(|part| !matches!(part.kind(), Kind::Attribute | Kind::Doc))?;
    Some((attributes, doc, form))
}

/// A line of documentation without its mark and the blank behind it.
fn doc_line(text: &str) -> &str {
    let text = text.trim_start_matches('/').trim_end();
    text.strip_prefix(' ').unwrap_or(text)
}
