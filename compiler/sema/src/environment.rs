//! Environments (E4): files that say of which program they are made, with which values.

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, Span, nearest};

use crate::hir::{Body, Expr, ExprKind, Item, ItemKind, Items, Member, MemberKind, Name};
use crate::mistakes::app_form;
use crate::noun::NounId;
use crate::program::{Eval, FrameId, Instance, Program};

/// The `app` of an environment: its name and body, and where its fields are computed.
#[derive(Debug, Clone)]
pub(crate) struct Environment {
    pub(crate) frame: FrameId,
    pub(crate) name: Name,
    pub(crate) body: Body,
}

impl Program<'_> {
    /// Begins with the declarations of the root file: those of an environment lead to the file that it is made of.
    pub(crate) fn enter(&mut self, items: &Items) {
        let root = self.frame(items, None, Address::root());
        self.root = Some(root);
        if !Self::is_app(items) {
            let noun = self.sources.iter().next().map(|(_, source)| stem(source.name())).unwrap_or_default();
            self.instances.insert(Address::root(), Self::root_instance(root, noun));
        }
        if let Some(made) = self.made_of(items) {
            self.root = None;
            if let Ok((items, environment)) = made {
                let root = self.frame(&items, None, Address::root());
                self.root = Some(root);
                self.check_app_form(&environment.body);
                self.check_with(&environment);
                self.environments.insert(root, environment);
            }
        }
    }

    /// The declarations that an environment is made of, and what it says beside; none if these are no environment.
    pub(crate) fn made_of(&mut self, items: &Items) -> Option<Eval<(Items, Environment)>> {
        let (name, body, of) = items.iter().find_map(environment)?;
        let own =
            |item: &Item| matches!(item.kind, ItemKind::App { .. } | ItemKind::Let { .. } | ItemKind::Param { .. });
        for item in items.iter().filter(|item| !own(item)) {
            self.report(app_form::environment_holds(item.span));
        }
        let frame = self.frame(items, None, Address::root());
        Some(self.file_of(&of).map(|items| (items, Environment { frame, name, body })))
    }

    /// What the file declares that an environment is made of.
    fn file_of(&mut self, of: &Expr) -> Eval<Items> {
        let ExprKind::Literal(Value::Text(path)) = &of.kind else { return self.fail(app_form::of(of.span)) };
        let outside = || format!("`{path}` lies outside of the program's root");
        let file = self.relative(of.span.file, path).ok_or_else(outside);
        let file = file.map(|file| if file.ends_with(".cld") { file } else { format!("{file}/main.cld") });
        match file.and_then(|file| self.items_of(&file)) {
            Ok(items) if items.iter().any(|item| environment(item).is_some()) => {
                self.fail(app_form::of_environment(of.span))
            }
            Ok(items) => Ok(items),
            Err(why) => self.fail(app_form::unreadable(of.span, &why)),
        }
    }

    /// A root file without `app` is a noun that is looked at alone: it has a `self`, and nothing is given.
    fn root_instance(frame: FrameId, noun: Arc<str>) -> Instance {
        Instance {
            frame,
            id: NounId::Component(0),
            noun,
            attributes: Vec::new(),
            doc: None,
            span: Span::new(cloudc_base::FileId::ROOT, 0, 0),
            foreign: false,
            known: None,
            misread: false,
        }
    }

    /// The params of the root file that an environment sets with `with`: each is a param of it.
    fn check_with(&mut self, environment: &Environment) {
        let Some(with) = field(&environment.body, "with") else { return };
        let ExprKind::Record(body) = &with.kind else { return };
        let params = self.root_params();
        for member in body.members.iter() {
            let Some((name, span)) = set_name(member) else { continue };
            if !params.contains(&name) {
                let near = nearest(&name, params.iter().map(|param| &**param)).map(str::to_owned);
                self.report(app_form::no_param(span, &name, near.as_deref()));
            }
        }
    }

    /// The names of the params of the root file.
    pub(crate) fn root_params(&self) -> Vec<Arc<str>> {
        let items = self.root.and_then(|root| self.get(root)).map(|frame| Arc::clone(&frame.block.items));
        let param = |item: &Item| match &item.kind {
            ItemKind::Param { name, .. } => Some(Arc::clone(&name.text)),
            _ => None,
        };
        items.iter().flat_map(|items| items.iter()).filter_map(param).collect()
    }

    /// What the command line or the environment gives a param of the root file.
    pub(crate) fn root_param(&mut self, name: &Name) -> Eval<Option<(Value, Span)>> {
        if let Some(set) = self.settings.get(&name.text) {
            return Ok(Some(set.clone()));
        }
        let Some(root) = self.root else { return Ok(None) };
        self.environment_param(root, name)
    }

    /// What the environment of a program gives one of its params.
    pub(crate) fn environment_param(&mut self, root: FrameId, name: &Name) -> Eval<Option<(Value, Span)>> {
        let Some(environment) = self.environments.get(&root).cloned() else { return Ok(None) };
        let Some(with) = field(&environment.body, "with") else { return Ok(None) };
        match &with.kind {
            ExprKind::Record(body) => self.argument(environment.frame, body, &name.text),
            _ => match self.value(environment.frame, &with)? {
                Value::Record(record) => Ok(record.get(&name.text).map(|value| (value.clone(), with.span))),
                other => self.fail(app_form::with(with.span, other.kind())),
            },
        }
    }

    /// Whether declarations are a program of their own: another app.
    pub(crate) fn is_app(items: &Items) -> bool {
        items.iter().any(|item| matches!(item.kind, ItemKind::App { .. }))
    }
}

/// What a file is called as a noun.
fn stem(path: &str) -> Arc<str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".cld").unwrap_or(name).into()
}

/// The `app` of an environment: its name, its body, and the file it is made of.
fn environment(item: &Item) -> Option<(Name, Body, Expr)> {
    let ItemKind::App { name, body } = &item.kind else { return None };
    Some((name.clone(), body.clone(), field(body, "of")?))
}

/// What a body sets a field to.
pub(crate) fn field(body: &Body, name: &str) -> Option<Expr> {
    body.members.iter().find_map(|member| match &member.kind {
        MemberKind::Set { value, .. } if names(member, &[name]) => Some(value.clone()),
        _ => None,
    })
}

/// Whether a member sets one of these fields.
fn names(member: &Member, fields: &[&str]) -> bool {
    set_name(member).is_some_and(|(name, _)| fields.contains(&&*name))
}

pub(crate) fn set_name(member: &Member) -> Option<(Arc<str>, Span)> {
    match &member.kind {
        MemberKind::Set { target, .. } => target.first.plain().map(|name| (Arc::clone(&name.text), name.span)),
        MemberKind::Entry { param, .. } => Some((Arc::clone(&param.text), param.span)),
        _ => None,
    }
}
