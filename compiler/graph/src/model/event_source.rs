use super::cloud::{FUNCTION, ROLE};
use super::role_policies::policies;
use super::view::{View, Wants};

/// When a function is given a queue or stream to read, the cloud tries at once whether the function's role may.
///
/// Source: `InvalidParameterValueException` of `CreateEventSourceMapping`.
pub(super) const RULE: super::Rule =
    super::Rule { name: "what a function reads from waits for the policies of the function's role", find };

fn find(view: &View<'_>, wants: &mut Wants) {
    for &mapping in view.of_type("aws.lambda.EventSourceMapping") {
        let function = view.target(mapping, FUNCTION);
        let links = function.map(|function| view.links(function)).unwrap_or_default();
        let mut roles = links.iter().filter(|link| link.field() == "Role" && view.ty(link.to) == ROLE);
        if let Some(role) = roles.next() {
            wants.all(&[mapping], &policies(view, role.to));
        }
    }
}
