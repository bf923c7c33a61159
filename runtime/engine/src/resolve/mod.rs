//! Values of the graph as the JSON that is sent: every later value is looked for in a [`Scope`].
//!
//! What is not known yet, and every secret, becomes a mark. A document or text is one leaf: if a part of it is not known,
//! the whole is not; if a part is secret, the whole is a recipe of how it is put together.

mod error;
mod leaf;
mod properties;
mod recipe;
mod scalar;
mod scope;

use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};
use serde_json::{Map, Value as Json};

pub use error::Unresolvable;
pub(crate) use properties::{properties, rollout};
pub use scope::{Scope, Sight};

use self::leaf::Leaf;
pub(crate) use self::leaf::question;
use crate::mark;

/// The JSON of a value.
///
/// # Errors
/// Something in it has no place in JSON, or was looked for and is not there.
pub fn resolve(value: &Value, scope: &dyn Scope) -> Result<Json, Unresolvable> {
    match value {
        Value::List(values) => values.iter().map(|value| resolve(value, scope)).collect(),
        Value::Record(record) => {
            let mut entries = Map::new();
            for (name, value) in record.iter() {
                if mark::is_reserved(name) {
                    return Err(Unresolvable::Reserved(Arc::clone(name)));
                }
                entries.insert(name.to_string(), resolve(value, scope)?);
            }
            Ok(Json::Object(entries))
        }
        Value::Later(later) => later_json(later, scope),
        known => scalar::json(known),
    }
}

fn later_json(later: &Arc<Later>, scope: &dyn Scope) -> Result<Json, Unresolvable> {
    // By far the most leaves are attributes as they stand; they need not become values of the language first.
    if let From::Attribute { of, path } = later.from()
        && !later.is_secret()
    {
        return Ok(match scope.attribute(of, path) {
            Sight::Known(json) => json.clone(),
            Sight::Later { sure } => mark::later(later.to_string(), sure),
            Sight::Missing => return Err(Unresolvable::NoAttribute(of.clone(), Arc::clone(path))),
        });
    }
    match leaf::of(later, scope)? {
        Leaf::Known(value) => resolve(&value, scope),
        Leaf::Later { sure } => Ok(mark::later(later.to_string(), sure)),
        Leaf::Secret => Ok(mark::secret(recipe::of_later(later, scope)?)),
    }
}
