use super::cloud::{FUNCTION, ROLE};
use super::role_policies::policies;
use super::view::{View, Wants};

/// When a function is given a queue or stream to read, the cloud tries at once whether the function's role may.
///
/// Source: `InvalidParameterValueException` of `CreateEventSourceMapping`.
pub(super) const RULE: super::Rule =
    super::Rule { name: "what a function reads from waits for the policies of the function's role", find };

fn find(view: &View<'_>, wants: &mut Wants) {
    let role = |mapping: u32| {
        let links = view.links(view.target(mapping, FUNCTION)?).iter();
        links.filter(|link| link.field() == "Role").map(|link| link.to).find(|&to| view.ty(to) == ROLE)
    };
    let mappings = view.of_type("aws.lambda.EventSourceMapping").iter();
    let pairs = mappings.filter_map(|&mapping| Some((role(mapping)?, mapping))).collect();
    wants.by_thing(pairs, |role| policies(view, role));
}
