use cloudc_base::Address;
use cloudc_facts::{Provider, ResourceType, Schema};

use crate::block::Space;
use crate::program::Program;

/// The attribute of a thing that a property most probably wants; none if there is none.
pub(super) fn attribute(program: &Program<'_>, of: &Address, wanted: &Schema, property: &str) -> Option<String> {
    if let Some(resource) = program.resources.get(of) {
        return of_resource(&resource.ty, wanted, property);
    }
    let instance = program.instances.get(of)?;
    let faces = program.get(instance.frame)?.block.names(Space::Faces);
    let wanted = property.to_ascii_lowercase();
    faces
        .iter()
        .filter(|face| wanted.ends_with(&face.to_ascii_lowercase()))
        .max_by_key(|face| face.len())
        .map(|face| face.to_string())
}

fn of_resource(ty: &ResourceType, wanted: &Schema, property: &str) -> Option<String> {
    if ty.provider() == Provider::Kubernetes {
        return Some("metadata.name".to_owned());
    }
    let cloudformation = ty.cloudformation().unwrap_or_default();
    let mut formats = wanted.formats().filter(|format| format.contains("::")).peekable();
    let named_elsewhere = formats.peek().is_some();
    let format = formats.find_map(|format| format.strip_prefix(cloudformation)?.strip_prefix('.'));
    if named_elsewhere && format.is_none() {
        // It names another type of things.
        return None;
    }
    let arn = wanted.pattern().filter(|pattern| pattern.starts_with("^arn:")).map(|_| "Arn");
    let known: Vec<&str> = ty.attributes().map(cloudc_facts::Path::as_str).collect();
    let named =
        |word: &str| known.iter().find(|path| **path == word).or(known.iter().find(|path| path.ends_with(word)));
    let word = match format.or(arn).unwrap_or(property) {
        word if word.ends_with("Arn") || word.ends_with("Arns") => named("Arn"),
        word if word.ends_with("Name") || word.ends_with("Names") => named("Name"),
        word if word.ends_with("Url") => named("Url"),
        _ => None,
    };
    let only = || if let [only] = ty.reference() { Some(only.as_str()) } else { None };
    word.copied().or_else(only).map(|path| path.replace('/', "."))
}
