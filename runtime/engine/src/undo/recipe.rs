//! The way back from the recipe of a secret to the value that it was made of.

use cloudc_base::value::{From, Later, Value};
use serde_json::Value as Json;

use super::{NOWHERE, whole};

/// Functions that a recipe may name.
const FUNCTIONS: [&str; 7] = ["base64", "image", "join", "json", "split", "yaml", "zone"];

/// The value of a recipe; `part` reads what stands in it.
pub(super) fn value(recipe: &Json, part: &dyn Fn(&Json) -> Value) -> Value {
    let later = |from| Later::new(from, NOWHERE).secret().value();
    let text = |name: &str| recipe.get(name).and_then(Json::as_str);
    let parts = |name: &str| recipe.get(name).and_then(Json::as_array).map(|parts| parts.iter().map(part).collect());
    if let Some(reference) = text("reference") {
        return later(From::Secret(reference.into()));
    }
    if let Some([Json::String(of), Json::String(path)]) =
        recipe.get("attribute").and_then(Json::as_array).map(Vec::as_slice)
    {
        return later(From::Attribute { of: whole(of), path: path.as_str().into() });
    }
    if let Some(parts) = parts("join") {
        return later(From::Joined(parts));
    }
    let function = text("call").and_then(|name| FUNCTIONS.into_iter().find(|known| *known == name));
    if let (Some(function), Some(arguments)) = (function, parts("arguments")) {
        return later(From::Call { function, arguments });
    }
    let element = recipe.get("element").and_then(Json::as_u64).and_then(|index| u32::try_from(index).ok());
    if let (Some(index), Some(of)) = (element, recipe.get("of"))
        && let Value::Later(of) = value(of, part)
    {
        return later(From::Element { of, index });
    }
    Value::Null
}
