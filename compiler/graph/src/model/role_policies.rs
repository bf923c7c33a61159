use super::cloud::ROLE;
use super::starts::starts;
use super::view::{View, Wants};
use crate::link::Link;

/// What runs as a role may do nothing before the role's policies are there, and a policy refers to its role, not the
/// other way round. Policies inside the role's own properties need no order.
pub(super) const RULE: super::Rule = super::Rule { name: "what runs as a role waits for the role's policies", find };

const POLICIES: &[(&str, &str)] =
    &[("aws.iam.ManagedPolicy", "Roles"), ("aws.iam.Policy", "Roles"), ("aws.iam.RolePolicy", "RoleName")];

fn find(view: &View<'_>, wants: &mut Wants) {
    for &role in view.of_type(ROLE) {
        let policies = policies(view, role);
        if !policies.is_empty() {
            wants.all(&starts(view, role, |link| runs_as(view, link)), &policies);
        }
    }
}

/// The policies of a role that are resources of their own.
pub(super) fn policies(view: &View<'_>, role: u32) -> Vec<u32> {
    POLICIES.iter().flat_map(|(ty, field)| view.users_of_type(role, ty, field)).collect()
}

/// Whether a reference to a role is to run as it: all of AWS's properties for this have the word in their name. A policy
/// or an environment that names a role does not run as it.
fn runs_as(view: &View<'_>, link: &Link) -> bool {
    let ty = view.ty(link.from);
    link.field().contains("Role") && (!ty.starts_with("aws.iam.") || ty == "aws.iam.InstanceProfile")
}
