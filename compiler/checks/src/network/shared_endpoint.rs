use std::collections::BTreeMap;

use cloudc_base::{Address, Finding};
use cloudc_base::value::Value;
use cloudc_graph::{Graph, Instance, Party, Relation, Verb};

use crate::context::{Context, Findings};

crate::check::code!("I0517" "shared-endpoint" Information "shared_endpoint.md");

/// Sentences that hold for more than they name, because what they name shares its group with others (D44).
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let shared = shared(context.graph);
    let allowed = context.graph.relations().iter().filter(|relation| !relation.never && relation.verb == Verb::Reach);
    for relation in allowed.filter(|relation| !is_inner(context.graph, relation)) {
        for object in &relation.objects {
            let Party::Thing(address) = object else { continue };
            let own = context.graph.instance(address).and_then(group);
            let Some(all) = own.and_then(|own| shared.get(&own)) else { continue };
            findings.extend(finding(relation, object, all));
        }
    }
}

/// Whether a sentence stands inside of a noun, in another file than the call: what a noun needs it says of itself.
fn is_inner(graph: &Graph, relation: &Relation) -> bool {
    relation.subjects.iter().any(|subject| {
        let Party::Thing(address) = subject else { return false };
        let above = std::iter::successors(Some(address), |address| address.parent());
        let outermost = above.filter_map(|address| graph.instance(address)).last();
        outermost.is_some_and(|instance| instance.span.file != relation.span.file)
    })
}

/// Instances whose endpoints are shared, by the group.
fn shared(graph: &Graph) -> BTreeMap<String, Vec<&Instance>> {
    let mut shared: BTreeMap<String, Vec<&Instance>> = BTreeMap::new();
    for instance in graph.instances() {
        if let Some(group) = group(instance) {
            shared.entry(group).or_default().push(instance);
        }
    }
    shared
}

/// The group of an instance's endpoint, if the endpoint is shared.
fn group(instance: &Instance) -> Option<String> {
    let (_, endpoint) = instance.words.iter().find(|(word, _)| &**word == "endpoint")?;
    let Value::Record(endpoint) = endpoint else { return None };
    let is_shared = endpoint.get("shared") == Some(&Value::Bool(true));
    endpoint.get("group").filter(|group| is_shared && **group != Value::Null).map(ToString::to_string)
}

fn finding(relation: &Relation, object: &Party, all: &[&Instance]) -> Option<Finding> {
    const SHOWN: usize = 3;
    let named = |instance: &&&Instance| {
        let parties = relation.objects.iter().chain(&relation.subjects);
        parties.into_iter().any(|party| matches!(party, Party::Thing(one) if is_part(one, &instance.address)))
    };
    let others: Vec<String> =
        all.iter().filter(|instance| !named(instance)).map(|instance| format!("`{}`", instance.address)).collect();
    let mut shown: Vec<String> = others.iter().take(SHOWN).cloned().collect();
    if others.len() > SHOWN {
        shown.push(format!("{} more", others.len() - SHOWN));
    }
    let message = format!("this holds for {} too: they share a security group with `{object}`", shown.join(" and "));
    (!others.is_empty()).then(|| Finding::new(&CODE, relation.span, message))
}

/// Whether one thing is the other, or stands in it.
fn is_part(one: &Address, other: &Address) -> bool {
    let above = |inner: &Address, outer: &Address| {
        std::iter::successors(Some(inner), |address| address.parent()).any(|address| address == outer)
    };
    *one == *other || (*one != Address::root() && above(other, one)) || (*other != Address::root() && above(one, other))
}
