use cloudc_base::value::Value;
use cloudc_facts::{Provider, facts};
use cloudc_graph::Node;
use cloudc_provider::Rollout;
use serde_json::Value as Json;

use super::{Scope, Unresolvable, resolve};

/// The properties of a resource as they are sent: without what only CloudFormation takes beside them (E2).
///
/// # Errors
/// As [`resolve`].
pub(crate) fn properties(node: &Node, scope: &dyn Scope) -> Result<Json, Unresolvable> {
    let mut properties = resolve(&node.properties, scope)?;
    let ty = facts().resource_type(&node.ty).filter(|ty| ty.provider() == Provider::Aws);
    if let (Some(ty), Some(beside), Json::Object(entries)) = (ty, facts().resource_attributes(), &mut properties) {
        entries.retain(|name, _| beside.property(name).is_none() || ty.schema().property(name).is_some());
    }
    Ok(properties)
}

/// How the machines of a group are replaced when what they are made of changes, if the program says so: what CloudFormation takes as
/// `UpdatePolicy`. What is known of it later only is not known in time.
pub(crate) fn rollout(node: &Node, scope: &dyn Scope) -> Option<Rollout> {
    let Value::Record(properties) = &node.properties else { return None };
    let policy = resolve(properties.get("UpdatePolicy")?, scope).ok()?;
    Rollout::of(&node.ty, &policy)
}
