use super::cloud::SECURITY_GROUP;
use super::starts::starts;
use super::view::{View, Wants};

/// What carries a security group can neither reach nor be reached before the group's rules are there, and the rules are
/// resources of their own that nothing refers to.
pub(super) const RULE: super::Rule =
    super::Rule { name: "what carries a security group waits for the group's rules", find };

const RULES: [&str; 2] = ["aws.ec2.SecurityGroupEgress", "aws.ec2.SecurityGroupIngress"];

fn find(view: &View<'_>, wants: &mut Wants) {
    for &group in view.of_type(SECURITY_GROUP) {
        // The group that a rule belongs to, not the one that it lets in.
        let rules: Vec<u32> = RULES.iter().flat_map(|ty| view.users_of_type(group, ty, "GroupId")).collect();
        if rules.is_empty() {
            continue;
        }
        let carries = |ty: &str| ty != SECURITY_GROUP && !RULES.contains(&ty);
        wants.all(&starts(view, group, |link| carries(view.ty(link.from))), &rules);
    }
}
