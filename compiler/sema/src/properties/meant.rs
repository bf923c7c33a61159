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

/// The only one of the names that begins or ends with what is written: `Cluster` for `ClusterArn`.
fn only_longer(names: &[Box<str>], written: &str) -> Option<Box<str>> {
    const SHORTEST: usize = 4;
    let mut longer = names.iter().filter(|known| known.starts_with(written) || known.ends_with(written));
    let only = longer.next().filter(|_| written.len() >= SHORTEST)?;
    longer.next().is_none().then(|| only.clone())
}

/// What is meant by a name that no property of an object has: `visibility_timeout`, `VisibiltyTimeout`, or one of its
/// parts' properties.
pub(super) fn meant(schema: &Schema, name: &str) -> Meant {
    let names = schema.property_names();
    let alike = names.iter().find(|known| plain(known) == plain(name)).cloned();
    let near = || nearest(name, names.iter().map(|known| &**known)).map(Box::from);
    if let Some(near) = alike.or_else(near).or_else(|| only_longer(&names, name)) {
        return Meant::Name(near);
    }
    let parts = schema.properties();
    let inside = parts.iter().find(|(_, part)| part.kind() == Kind::Object && part.property(name).is_some());
    match inside {
        Some((part, _)) => Meant::Inside(part.clone()),
        None => Meant::Nothing(names),
    }
}
