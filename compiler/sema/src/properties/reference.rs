use std::sync::Arc;

use cloudc_base::value::{From, Later};
use cloudc_facts::Schema;

use super::node::Node;
use super::walk::Make;
use crate::mistakes::wrong_reference;
use crate::program::Program;

/// What is wrong with an attribute in a property that is meant for that of another kind of thing.
///
/// Both must say what they are: formats such as `AWS::EC2::VPC.Id`.
pub(super) fn mismatch(program: &Program<'_>, node: &Node, later: &Later) -> Option<Make> {
    let From::Attribute { of, path } = later.from() else { return None };
    let resource = program.resources.get(of)?;
    if path.ends_with("Name") && wants_arn(node) {
        let (path, arn) = (Arc::clone(path), resource.ty.is_attribute("Arn"));
        return Some(Box::new(move |place| wrong_reference::no_arn(place, &path, arn)));
    }
    let wanted = identities(&node.schema);
    let given = identities(&resource.ty.attribute(path)?);
    if wanted.is_empty() || given.is_empty() || given.iter().any(|one| wanted.contains(one)) {
        return None;
    }
    let (ty, attribute) = (resource.ty.name().to_owned(), format!("{of}.{path}"));
    Some(Box::new(move |place| wrong_reference::finding(place, &wanted, &attribute, &ty)))
}

/// Whether a node takes an ARN and no mere name.
fn wants_arn(node: &Node) -> bool {
    let arn = node.schema.pattern().is_some_and(|pattern| pattern.contains("arn:"));
    arn && node.pattern().is_some_and(|pattern| pattern.matches("name") == Some(false))
}

/// The kinds of names and ids that a schema says a text is; a list of them counts as one.
fn identities(schema: &Schema) -> Vec<String> {
    let formats = schema.formats().filter(|format| format.contains("::"));
    formats.map(|format| format.replace(".Ids", ".Id").replace(".Names", ".Name")).collect()
}
