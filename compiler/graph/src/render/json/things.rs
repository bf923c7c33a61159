//! Each kind of thing as an object.

use std::sync::Arc;

use cloudc_base::value::Value as Known;
use cloudc_base::{Address, Sources, Span};
use serde_json::{Value, json};

use super::value::{object, ports, value};
use crate::{Asset, Edge, Graph, Instance, Lifecycle, Mode, Node, Output, Party, Place, Reason, Relation, Verb};

/// Tells places.
pub(super) struct Places<'s>(pub(super) &'s Sources);

impl Places<'_> {
    /// `main.cld:3:7`
    fn of(&self, span: Span) -> Value {
        let Some(source) = self.0.get(span.file) else { return Value::Null };
        let position = source.position(span.start);
        Value::String(format!("{}:{}:{}", source.name(), position.line, position.column))
    }

    fn all(&self, spans: &[Span]) -> Option<Value> {
        several(spans, |span| self.of(*span))
    }
}

pub(super) fn node(node: &Node, at: &Places<'_>) -> Value {
    present([
        ("address", Some(address(&node.address))),
        ("after", several(&node.after, |(after, _)| address(after))),
        ("at", Some(at.of(node.span))),
        ("lifecycle", lifecycle(&node.lifecycle)),
        ("mode", Some(text(mode(node.mode)))),
        ("on", node.on.as_ref().map(address)),
        ("place", place(&node.place)),
        ("properties", Some(value(&node.properties))),
        ("sentences", at.all(&node.sentences)),
        ("through", at.all(&node.through)),
        ("type", Some(text(&node.ty))),
    ])
}

fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Managed => "managed",
        Mode::Existing => "existing",
        Mode::Read => "read",
        Mode::Implicit => "implicit",
    }
}

fn place(place: &Place) -> Option<Value> {
    let entries = [("account", place.account.as_deref().map(text)), ("region", place.region.as_deref().map(text))];
    (*place != Place::default()).then(|| present(entries))
}

fn lifecycle(lifecycle: &Lifecycle) -> Option<Value> {
    let flag = |flag: bool| flag.then_some(json!(true));
    let entries = [
        ("external", several(&lifecycle.external, |path| text(path))),
        ("protect", flag(lifecycle.protect)),
        ("retain", flag(lifecycle.retain)),
        ("snapshot", flag(lifecycle.snapshot)),
        ("timeout", lifecycle.timeout.map(|timeout| value(&Known::Duration(timeout)))),
        ("was", several(&lifecycle.was, address)),
    ];
    (*lifecycle != Lifecycle::default()).then(|| present(entries))
}

pub(super) fn edge(graph: &Graph, edge: &Edge, at: &Places<'_>) -> Value {
    let end = |number: usize| graph.node(number).map(|node| address(&node.address));
    let mut entries = vec![("at", Some(at.of(edge.span))), ("from", end(edge.from)), ("to", end(edge.to))];
    match &edge.reason {
        Reason::Property { property, attribute } => {
            entries.extend([("reason", Some(text("property"))), ("property", Some(text(property)))]);
            entries.push(("attribute", (!attribute.is_empty()).then(|| text(attribute))));
        }
        Reason::After => entries.push(("reason", Some(text("after")))),
        Reason::Cluster => entries.push(("reason", Some(text("cluster")))),
        Reason::Model(rule) => entries.extend([("reason", Some(text("model"))), ("rule", Some(text(rule)))]),
    }
    present(entries)
}

pub(super) fn instance(instance: &Instance, at: &Places<'_>) -> Value {
    let named = |values: &[(Arc<str>, Known)]| {
        (!values.is_empty()).then(|| object(values.iter().map(|(name, known)| (&**name, value(known)))))
    };
    present([
        ("address", Some(address(&instance.address))),
        ("at", Some(at.of(instance.span))),
        ("doc", instance.doc.as_deref().map(text)),
        ("metrics", named(&instance.metrics)),
        ("noun", Some(text(&instance.noun))),
        ("operations", named(&instance.operations)),
        ("outputs", named(&instance.outputs)),
        ("verbs", named(&instance.verbs)),
        ("words", named(&instance.words)),
    ])
}

pub(super) fn relation(relation: &Relation, at: &Places<'_>) -> Value {
    present([
        ("at", Some(at.of(relation.span))),
        ("except", several(&relation.except, party)),
        ("kind", Some(text(if relation.never { "never" } else { "allow" }))),
        ("made", several(&relation.made, address)),
        ("objects", several(&relation.objects, party)),
        ("ports", several(&relation.ports, ports)),
        ("subjects", several(&relation.subjects, party)),
        ("verb", Some(verb(&relation.verb))),
    ])
}

fn party(party: &Party) -> Value {
    match party {
        Party::Thing(thing) => object([("thing", address(thing))]),
        Party::Cidr(range) => object([("cidr", text(&range.to_string()))]),
        Party::Ip(ip) => object([("ip", text(&ip.to_string()))]),
        Party::Later(later) => object([("later", value(&Known::Later(Arc::clone(later))))]),
        Party::Internet => text("internet"),
        Party::Anyone => text("anyone"),
        Party::Any(noun) => object([("any", text(noun))]),
    }
}

fn verb(verb: &Verb) -> Value {
    match verb {
        Verb::Reach => text("reach"),
        Verb::Named(name) => object([("named", text(name))]),
        Verb::Action(action) => object([("action", text(action))]),
        Verb::Statements(statements) => object([("statements", value(statements))]),
    }
}

pub(super) fn output(output: &Output, at: &Places<'_>) -> Value {
    present([
        ("at", Some(at.of(output.span))),
        ("doc", output.doc.as_deref().map(text)),
        ("name", Some(text(&output.name))),
        ("value", Some(value(&output.value))),
    ])
}

pub(super) fn asset(asset: &Asset) -> Value {
    present([
        ("files", several(&asset.files, |file| text(file))),
        ("key", Some(text(&asset.key))),
        ("path", Some(text(&asset.path))),
    ])
}

pub(super) fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn address(address: &Address) -> Value {
    Value::String(address.to_string())
}

/// A list; none where it is empty.
fn several<T>(things: &[T], show: impl Fn(&T) -> Value) -> Option<Value> {
    (!things.is_empty()).then(|| things.iter().map(show).collect())
}

/// An object of the entries that are there.
pub(super) fn present<'n>(entries: impl IntoIterator<Item = (&'n str, Option<Value>)>) -> Value {
    object(entries.into_iter().filter_map(|(name, value)| Some((name, value?))))
}
