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
    let wanted = identities(&node.schema);
    if wanted.is_empty() {
        return None;
    }
    let From::Attribute { of, path } = later.from() else { return None };
    let resource = program.resources.get(of)?;
    let given = identities(&resource.ty.attribute(path)?);
    if given.is_empty() || given.iter().any(|one| wanted.contains(one)) {
        return None;
    }
    let (ty, attribute) = (resource.ty.name().to_owned(), format!("{of}.{path}"));
    Some(Box::new(move |place| wrong_reference::finding(place, &wanted, &attribute, &ty)))
}

/// The kinds of names and ids that a schema says a text is; a list of them counts as one.
fn identities(schema: &Schema) -> Vec<String> {
    let formats = schema.formats().filter(|format| format.contains("::"));
    formats.map(|format| format.replace(".Ids", ".Id").replace(".Names", ".Name")).collect()
}
