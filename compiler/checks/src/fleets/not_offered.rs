use cloudc_base::value::Value;
use cloudc_facts::facts;

use super::types::asked;
use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::text;

crate::check::code!("W0571" "not-offered" Warning "not_offered.md");

/// Types of machines that the region does not have.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    let own = match &context.graph.app().fields {
        Some(Value::Record(fields)) => fields.get("region").and_then(text),
        _ => None,
    };
    for asked in asked(context) {
        let region = asked.node.place.region.as_deref().or(own);
        let Some(region) = region.filter(|_| facts().instance_type(asked.name).is_some()) else { continue };
        if facts().is_offered(region, asked.name) == Some(false) {
            let message = format!("`{region}` has no machines of type `{}`", asked.name);
            findings.push(blame(&CODE, asked.node, asked.property, message).help("take another type, or another region"));
        }
    }
}
