//! `@name(..)` before a declaration: what it may be about, and what it asks for.

mod accept;
mod former;
mod place;

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, Span, nearest};
use cloudc_graph::{Lifecycle, Place};

use crate::hir::{Argument, Attribute, Expr, ExprKind, Item, ItemKind};
use crate::mistakes::{attribute, unknown_property};
use crate::program::{Eval, FrameId, Program, Silent};

/// What an attribute is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// Whatever is declared.
    All,
    /// Resources, and calls for all resources inside.
    Things,
    /// One resource that this program makes.
    Resources,
}

/// Every attribute: its name, how it is written, and what it is about.
const ATTRIBUTES: &[(&str, &str, About)] = &[
    ("accept", "@accept(\"CODE\", \"reason\")", About::All),
    ("account", "@account(NAME)", About::Things),
    ("after", "@after(THING, ..)", About::Things),
    ("external", "@external(Property, ..)", About::Resources),
    ("protect", "@protect", About::Things),
    ("region", "@region(\"eu-west-1\")", About::Things),
    ("retain", "@retain", About::Things),
    ("snapshot", "@snapshot", About::Things),
    ("timeout", "@timeout(40min)", About::Things),
    ("was", "@was(ADDRESS)", About::Things),
];

/// The attributes that may stand several times: each says one thing more.
const REPEATED: &[&str] = &["accept", "after", "external", "was"];

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
        for (number, attribute) in item.attributes.iter().enumerate() {
            let before = item.attributes.get(..number).unwrap_or_default();
            match before.iter().find(|known| known.name.text == attribute.name.text) {
                Some(first) if !REPEATED.contains(&&*attribute.name.text) => {
                    self.report(attribute::twice(attribute.name.span, &attribute.name.text, first.name.span));
                }
                _ => self.check_attribute(frame, item, attribute),
            }
        }
    }

    fn check_attribute(&mut self, frame: FrameId, item: &Item, attribute: &Attribute) {
        let name = &attribute.name;
        let resource = matches!(item.kind, ItemKind::Resource { .. });
        let thing = resource || matches!(item.kind, ItemKind::Existing { .. } | ItemKind::Call { .. });
        let Some((_, shape, about)) = ATTRIBUTES.iter().find(|(known, ..)| **known == *name.text) else {
            let near = nearest(&name.text, ATTRIBUTES.iter().map(|(known, ..)| *known));
            return self.report(attribute::unknown(name.span, &name.text, near));
        };
        if *about == About::Things && !thing {
            self.report(attribute::misplaced(name.span, &name.text));
        } else if *about == About::Resources && !resource {
            self.report(attribute::not_on_calls(name.span, &name.text));
        } else if !is_shaped(attribute) {
            self.report(attribute::shape(name.span, shape));
        } else if &*name.text == "accept" {
            self.accept(frame, attribute, item.span);
        } else if thing {
            let mut asked = Asked::default();
            let _asked = self.ask(frame, attribute, &mut asked);
            self.check_external(item, attribute);
        }
    }

    /// What is external is a property of the resource's type.
    fn check_external(&mut self, item: &Item, attribute: &Attribute) {
        let ItemKind::Resource { ty, .. } = &item.kind else { return };
        let Some(known) = cloudc_facts::facts().resource_type(&ty.text).filter(|_| &*attribute.name.text == "external")
        else {
            return;
        };
        let schema = known.schema();
        for argument in &attribute.arguments {
            let Some(path) = dotted(&argument.value).filter(|path| schema.at(path).is_none()) else { continue };
            let near = nearest(&path, schema.property_names().iter().map(|name| &**name)).map(str::to_owned);
            let place = format!("`{}`", ty.text);
            self.report(unknown_property::external(argument.value.span, &path, &place, near.as_deref()));
        }
    }

    /// What the attributes of a resource ask for, and those of the calls around it.
    pub(super) fn asked(&mut self, address: &Address, frame: FrameId, attributes: &[Attribute]) -> Asked {
        let mut asked = Asked { place: self.home(address), ..Asked::default() };
        let mut around = Vec::new();
        let mut at = address.parent();
        while let Some(outer) = at {
            around.extend(self.call_of(outer).filter(|(_, attributes)| !attributes.is_empty()));
            at = outer.parent();
        }
        for (caller, attributes) in around.into_iter().rev() {
            for attribute in &attributes {
                let _asked = self.ask(caller, attribute, &mut asked);
            }
        }
        for attribute in attributes {
            let _asked = self.ask(frame, attribute, &mut asked);
        }
        asked.lifecycle.was = self.formers(address);
        asked
    }

    /// Where an instance is called, and with which attributes.
    fn call_of(&self, address: &Address) -> Option<(FrameId, Vec<Attribute>)> {
        let instance = self.instances.get(address)?;
        let (caller, _) = self.get(instance.frame)?.given.as_ref()?;
        Some((*caller, instance.attributes.clone()))
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
                    self.former(frame, &argument.value)?;
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
                self.pay(4, span)
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
