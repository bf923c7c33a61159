//! How a secret is put together, as JSON: references to where secrets are kept, and what is made of them. Whoever sends it
//! follows the recipe; nobody writes down what comes out.

use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};
use serde_json::{Value as Json, json};

use super::leaf::{self, Leaf};
use super::{Scope, Unresolvable, resolve};

/// The recipe of a later value of which a part is secret.
pub(super) fn of_later(later: &Arc<Later>, scope: &dyn Scope) -> Result<Json, Unresolvable> {
    match later.from() {
        From::Secret(reference) => Ok(json!({ "reference": reference })),
        From::Attribute { of, path } => {
            let (ty, identifier) = scope.called(of).unwrap_or_default();
            Ok(json!({ "attribute": [of.to_string(), path], "type": ty, "identifier": identifier }))
        }
        From::Joined(parts) => Ok(json!({ "join": each(parts, scope)? })),
        From::Call { function, arguments } | From::Lookup { what: function, arguments } => {
            Ok(json!({ "call": function, "arguments": each(arguments, scope)? }))
        }
        From::Element { of, index } => Ok(json!({ "element": index, "of": of_later(of, scope)? })),
        From::App(_) | From::Param(_) => match leaf::of(later, scope)? {
            Leaf::Known(value) => resolve(&value, scope),
            _ => Ok(Json::Null),
        },
    }
}

fn each(parts: &[Value], scope: &dyn Scope) -> Result<Vec<Json>, Unresolvable> {
    parts.iter().map(|part| resolve(part, scope)).collect()
}
