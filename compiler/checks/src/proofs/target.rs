//! What a verb does with whom.

use cloudc_base::Address;
use cloudc_base::value::Value;
use cloudc_graph::{Party, Relation, Verb};

use crate::context::Context;
use crate::grants::{Arns, Pattern, texts};
use crate::read::attribute_of;

/// One action of a verb on one thing.
#[derive(Debug)]
pub(super) struct Target {
    /// As the verb writes it.
    pub(super) action: String,
    /// In lower case, to be held against policies.
    pub(super) pattern: Pattern,
    pub(super) resource: Pattern,
    /// The nodes that it is about.
    pub(super) nodes: Vec<usize>,
}

/// What a sentence forbids with an object; the object is none where the verb is a value.
pub(super) fn targets(context: &Context<'_>, relation: &Relation, object: Option<&Party>) -> Vec<Target> {
    match (&relation.verb, object) {
        (Verb::Statements(statements), _) => of_statements(context, statements, None),
        (Verb::Named(verb), Some(Party::Thing(address))) => named(context, address, verb),
        (Verb::Action(action), Some(Party::Thing(address))) => acted(context, address, action),
        (Verb::Named(verb), Some(Party::Any(noun))) => {
            context.parties().things_of(noun).iter().flat_map(|address| named(context, address, verb)).collect()
        }
        (Verb::Action(action), Some(Party::Any(noun))) => {
            context.parties().things_of(noun).iter().flat_map(|address| acted(context, address, action)).collect()
        }
        _ => Vec::new(),
    }
}

fn named(context: &Context<'_>, address: &Address, verb: &str) -> Vec<Target> {
    let verbs = context.graph.instance(address).map_or(&[][..], |instance| &instance.verbs);
    let statements = verbs.iter().filter(|(name, _)| **name == *verb);
    let targets = statements.flat_map(|(_, statements)| of_statements(context, statements, Some(address))).collect();
    without_lookups(targets)
}

/// What a verb is about: who may look up where a queue is may not send to it. A verb of nothing else keeps all.
fn without_lookups(mut targets: Vec<Target>) -> Vec<Target> {
    let looks = |target: &Target| include_str!("lookups.txt").lines().any(|line| line == target.action);
    if !targets.iter().all(looks) {
        targets.retain(|target| !looks(target));
    }
    targets
}

/// An action on a thing's own ARN.
fn acted(context: &Context<'_>, address: &Address, action: &str) -> Vec<Target> {
    let arns = Arns::new(context.graph, context.index);
    let (resource, nodes) = match context.graph.number(address) {
        Some(number) => (arns.of_node(number), vec![number]),
        None => {
            let outputs = context.graph.instance(address).map_or(&[][..], |instance| &instance.outputs);
            let Some((_, arn)) = outputs.iter().find(|(name, _)| &**name == "arn") else { return Vec::new() };
            (arns.pattern(arn), mentioned(context, arn))
        }
    };
    vec![Target { action: action.to_owned(), pattern: Pattern::glob(&action.to_ascii_lowercase()), resource, nodes }]
}

/// What statements of a verb say. Of those that are about an object and others, such as the key that it is encrypted with,
/// only what is about the object counts.
fn of_statements(context: &Context<'_>, statements: &Value, object: Option<&Address>) -> Vec<Target> {
    let Value::List(statements) = statements else { return Vec::new() };
    let all: Vec<Target> = statements.iter().flat_map(|statement| of_statement(context, statement)).collect();
    let of_object = |target: &Target| {
        let inside = |number: &usize| {
            let node = context.index.node(*number);
            node.zip(object).is_some_and(|(node, object)| object.holds(&node.address))
        };
        target.nodes.iter().any(inside)
    };
    let specific = |target: &Target| !target.resource.is_everything();
    if all.iter().any(of_object) {
        all.into_iter().filter(of_object).collect()
    } else if all.iter().any(specific) {
        all.into_iter().filter(specific).collect()
    } else {
        all
    }
}

fn of_statement(context: &Context<'_>, statement: &Value) -> Vec<Target> {
    let Value::Record(statement) = statement else { return Vec::new() };
    let arns = Arns::new(context.graph, context.index);
    let list = |name: &str| statement.get(name).unwrap_or(&Value::Null);
    let actions: Vec<&str> = ["actions", "covers"].iter().flat_map(|name| texts(list(name))).collect();
    let Value::List(on) = list("on") else { return Vec::new() };
    let mut targets = Vec::new();
    for value in on.iter() {
        let (resource, nodes) = (arns.pattern(value), mentioned(context, value));
        targets.extend(actions.iter().map(|action| Target {
            action: (*action).to_owned(),
            pattern: Pattern::glob(&action.to_ascii_lowercase()),
            resource: resource.clone(),
            nodes: nodes.clone(),
        }));
    }
    targets
}

/// The nodes that a value speaks of.
fn mentioned(context: &Context<'_>, value: &Value) -> Vec<usize> {
    let mut nodes = Vec::new();
    cloudc_graph::references(value, |reference| nodes.extend(context.graph.number(reference.of)));
    if let Value::Later(later) = value {
        nodes.extend(attribute_of(later).and_then(|(of, _)| context.graph.number(of)));
    }
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}
