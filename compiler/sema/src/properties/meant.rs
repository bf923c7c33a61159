use cloudc_base::nearest;
use cloudc_facts::{Kind, Schema};

use super::scalar::plain;

/// What a name probably means that is no property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meant {
    /// This property, spelled differently.
    Name(Box<str>),
    /// The property of this name inside of that one.
    Inside(Box<str>),
    /// Nothing that is near; these are the properties.
    Nothing(Vec<Box<str>>),
}

/// What is meant by a name that no property of an object has: `visibility_timeout`, `VisibiltyTimeout`, or one of its
/// parts' properties.
pub(super) fn meant(schema: &Schema, name: &str) -> Meant {
    let names = schema.property_names();
    let alike = names.iter().find(|known| plain(known) == plain(name)).cloned();
    if let Some(near) = alike.or_else(|| nearest(name, names.iter().map(|known| &**known)).map(Box::from)) {
        return Meant::Name(near);
    }
    let parts = schema.properties();
    let inside = parts.iter().find(|(_, part)| part.kind() == Kind::Object && part.property(name).is_some());
    match inside {
        Some((part, _)) => Meant::Inside(part.clone()),
        None => Meant::Nothing(names),
    }
}
