use std::collections::BTreeMap;

use cloudc_base::Finding;
use cloudc_base::value::Value;
use cloudc_graph::{Graph, Instance, Party, Relation, Verb};

use crate::context::{Context, Findings};

crate::check::code!("I0517" "shared-endpoint" Information "shared_endpoint.md");

/// Sentences that hold for more than they name, because what they name shares its group with others (D44).
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let shared = shared(context.graph);
    let allowed = context.graph.relations().iter().filter(|relation| !relation.never && relation.verb == Verb::Reach);
    for relation in allowed {
        for object in &relation.objects {
            let Party::Thing(address) = object else { continue };
            let own = context.graph.instance(address).and_then(group);
            let Some(all) = own.and_then(|own| shared.get(&own)) else { continue };
            findings.extend(finding(relation, object, all));
        }
    }
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
    let named = |instance: &&&Instance| relation.objects.contains(&Party::Thing(instance.address.clone()));
    let others: Vec<String> =
        all.iter().filter(|instance| !named(instance)).map(|instance| format!("`{}`", instance.address)).collect();
    let mut shown: Vec<String> = others.iter().take(SHOWN).cloned().collect();
    if others.len() > SHOWN {
        shown.push(format!("{} more", others.len() - SHOWN));
    }
    let message = format!("this holds for {} too: they share a security group with `{object}`", shown.join(" and "));
    (!others.is_empty()).then(|| Finding::new(&CODE, relation.span, message))
}
