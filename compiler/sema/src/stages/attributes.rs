//! `@name(..)` before a declaration: what it may be about, and what it asks for.

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, Key, Span, nearest};
use cloudc_graph::{Accept, Lifecycle, Place};

use crate::hir::{Argument, Attribute, Expr, ExprKind, Item, ItemKind};
use crate::mistakes::attribute;
use crate::program::{Eval, FrameId, Program, Silent};

/// Every attribute: its name, how it is written, and whether it is about resources and calls only.
const ATTRIBUTES: &[(&str, &str, bool)] = &[
    ("accept", "@accept(\"CODE\", \"reason\")", false),
    ("account", "@account(NAME)", true),
    ("after", "@after(THING, ..)", true),
    ("external", "@external(Property, ..)", true),
    ("protect", "@protect", true),
    ("region", "@region(\"eu-west-1\")", true),
    ("retain", "@retain", true),
    ("snapshot", "@snapshot", true),
    ("timeout", "@timeout(40min)", true),
    ("was", "@was(ADDRESS)", true),
];

/// What the attributes of a declaration ask for.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    pub(super) lifecycle: Lifecycle,
    pub(super) place: Place,
    pub(super) after: Vec<(Address, Span)>,
}

impl Program<'_> {
    /// Every attribute of a declaration is known, and may stand there.
    pub(super) fn check_attributes(&mut self, frame: FrameId, item: &Item) {
        let thing = matches!(item.kind, ItemKind::Resource { .. } | ItemKind::Existing { .. } | ItemKind::Call { .. });
        for attribute in &item.attributes {
            let name = &attribute.name;
            let Some((_, shape, things)) = ATTRIBUTES.iter().find(|(known, ..)| **known == *name.text) else {
                let near = nearest(&name.text, ATTRIBUTES.iter().map(|(known, ..)| *known));
                self.report(attribute::unknown(name.span, &name.text, near));
                continue;
            };
            if *things && !thing {
                self.report(attribute::misplaced(name.span, &name.text));
            } else if !is_shaped(attribute) {
                self.report(attribute::shape(name.span, shape));
            } else if &*name.text == "accept" {
                self.accept(frame, attribute, item.span);
            } else if thing {
                let mut asked = Asked::default();
                let _asked = self.ask(frame, attribute, &mut asked);
            }
        }
    }

    /// `@accept("CODE", "reason")`: remembered, for whoever finds something here.
    fn accept(&mut self, frame: FrameId, attribute: &Attribute, declaration: Span) {
        let text = |index: usize| match attribute.arguments.get(index).map(|argument| &argument.value.kind) {
            Some(ExprKind::Literal(Value::Text(text))) => Some(Arc::clone(text)),
            _ => None,
        };
        if let (Some(code), Some(reason), false) = (text(0), text(1), self.is_foreign(frame)) {
            self.stages.accepts.push(Accept { span: attribute.name.span, declaration, code, reason });
        }
    }

    /// What the attributes of a resource ask for, and those of the calls around it.
    pub(super) fn asked(&mut self, address: &Address, frame: FrameId, attributes: &[Attribute]) -> Asked {
        let mut asked = Asked::default();
        let mut around = Vec::new();
        let mut at = address.parent();
        while let Some(outer) = at {
            if let Some(instance) = self.instances.get(outer).filter(|instance| !instance.attributes.is_empty()) {
                let caller = self.get(instance.frame).and_then(|frame| frame.given.as_ref()).map(|(caller, _)| *caller);
                around.extend(caller.map(|caller| (caller, instance.attributes.clone())));
            }
            at = outer.parent();
        }
        for (caller, attributes) in around.into_iter().rev() {
            let inherited = attributes.iter().filter(|attribute| !matches!(&*attribute.name.text, "was" | "external"));
            for attribute in inherited {
                let _asked = self.ask(caller, attribute, &mut asked);
            }
        }
        for attribute in attributes {
            let _asked = self.ask(frame, attribute, &mut asked);
        }
        asked
    }

    fn ask(&mut self, frame: FrameId, attribute: &Attribute, asked: &mut Asked) -> Eval<()> {
        if !is_shaped(attribute) {
            return Err(Silent);
        }
        let arguments = &attribute.arguments;
        match &*attribute.name.text {
            "protect" => asked.lifecycle.protect = true,
            "retain" => asked.lifecycle.retain = true,
            "snapshot" => asked.lifecycle.snapshot = true,
            "external" => {
                asked
                    .lifecycle
                    .external
                    .extend(arguments.iter().filter_map(|argument| dotted(&argument.value)).map(Arc::from));
            }
            "was" => {
                for argument in arguments {
                    let was = self.former(frame, &argument.value)?;
                    asked.lifecycle.was.push(was);
                }
            }
            "after" => {
                for argument in arguments {
                    let value = self.value(frame, &argument.value)?;
                    self.things(&value, argument.value.span, &mut asked.after)?;
                }
            }
            "timeout" => asked.lifecycle.timeout = Some(self.timeout(frame, arguments)?),
            "region" => asked.place.region = Some(self.region(frame, arguments)?),
            "account" => asked.place.account = Some(self.account(frame, arguments)?),
            _ => {}
        }
        Ok(())
    }

    /// The handles in a value.
    fn things(&mut self, value: &Value, span: Span, into: &mut Vec<(Address, Span)>) -> Eval<()> {
        match value {
            Value::Null => Ok(()),
            Value::Handle(address) => {
                into.push((address.clone(), span));
                Ok(())
            }
            Value::List(values) => values.iter().try_for_each(|value| self.things(value, span, into)),
            Value::Record(record) => record.iter().try_for_each(|(_, value)| self.things(value, span, into)),
            other => self.fail(attribute::no_thing(span, other.kind())),
        }
    }

    fn timeout(&mut self, frame: FrameId, arguments: &[Argument]) -> Eval<cloudc_base::Duration> {
        let Some(argument) = arguments.first() else { return Err(Silent) };
        match self.known(frame, &argument.value, "`@timeout`")? {
            Value::Duration(duration) => Ok(duration),
            other => self.fail(attribute::wrong(argument.value.span, "a Duration", other.kind())),
        }
    }

    fn region(&mut self, frame: FrameId, arguments: &[Argument]) -> Eval<Arc<str>> {
        let Some(argument) = arguments.first() else { return Err(Silent) };
        let facts = cloudc_facts::facts();
        match self.known(frame, &argument.value, "`@region`")? {
            Value::Text(text) if facts.region(&text).is_some() => Ok(text),
            Value::Text(text) => self.fail(attribute::no_region(argument.value.span, &text)),
            other => self.fail(attribute::wrong(argument.value.span, "a String", other.kind())),
        }
    }

    /// The name of an account that the program's `app` lists.
    fn account(&mut self, frame: FrameId, arguments: &[Argument]) -> Eval<Arc<str>> {
        let Some(argument) = arguments.first() else { return Err(Silent) };
        let (ExprKind::Name(name) | ExprKind::Literal(Value::Text(name))) = &argument.value.kind else {
            return self.fail(attribute::shape(argument.value.span, "@account(NAME)"));
        };
        let Value::Record(app) = self.app(frame, argument.value.span)? else { return Err(Silent) };
        let known: Vec<Arc<str>> = match app.get("accounts") {
            Some(Value::Record(accounts)) => accounts.iter().map(|(name, _)| Arc::clone(name)).collect(),
            _ => Vec::new(),
        };
        match known.contains(name) {
            true => Ok(Arc::clone(name)),
            false => self.fail(attribute::no_account(argument.value.span, name, &known)),
        }
    }

    /// A former address (D35): names and keys, relative to the scope of the declaration.
    fn former(&mut self, frame: FrameId, expr: &Expr) -> Eval<Address> {
        match &expr.kind {
            ExprKind::Name(name) => {
                let scope = self.get(frame).map(|here| here.address.clone()).unwrap_or_default();
                Ok(scope.child(Arc::clone(name)))
            }
            ExprKind::Step { of, name, .. } => Ok(self.former(frame, of)?.child(Arc::clone(&name.text))),
            ExprKind::Index { of, key, .. } => {
                let address = self.former(frame, of)?;
                let key = match self.known(frame, key, "a former address")? {
                    Value::Int(number) => Key::Number(number),
                    Value::Text(text) => Key::Text(text),
                    other => Key::Text(other.to_string().into()),
                };
                let Some((parent, last)) = address.parent().zip(address.last()) else { return Err(Silent) };
                let keys = last.keys.iter().cloned().chain([key]).collect();
                Ok(parent.keyed(Arc::clone(&last.name), keys))
            }
            _ => self.fail(attribute::shape(expr.span, "@was(ADDRESS)")),
        }
    }
}

/// Whether an attribute has the arguments that it takes.
fn is_shaped(attribute: &Attribute) -> bool {
    let arguments = &attribute.arguments;
    match &*attribute.name.text {
        "protect" | "retain" | "snapshot" => arguments.is_empty(),
        "timeout" | "region" | "account" => arguments.len() == 1,
        "accept" => {
            let text = |argument: &Argument| matches!(&argument.value.kind, ExprKind::Literal(Value::Text(_)));
            arguments.len() == 2 && arguments.iter().all(text)
        }
        "external" => !arguments.is_empty() && arguments.iter().all(|argument| dotted(&argument.value).is_some()),
        _ => !arguments.is_empty(),
    }
}

/// A path of names: `ScalingConfig.DesiredSize`.
fn dotted(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Name(name) => Some(name.to_string()),
        ExprKind::Step { of, name, .. } => Some(format!("{}.{}", dotted(of)?, name.text)),
        _ => None,
    }
}
