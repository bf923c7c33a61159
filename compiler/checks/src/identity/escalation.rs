use super::statements::{granting, is_on_everything};
use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::grants::{Pattern, Patterns};

crate::check::code!("E0554" "escalation" Error "escalation.md");

/// Actions with which somebody who may do them on everything can give himself anything.
const ACTIONS: &[&str] = &[
    "iam:addusertogroup",
    "iam:attachgrouppolicy",
    "iam:attachrolepolicy",
    "iam:attachuserpolicy",
    "iam:createaccesskey",
    "iam:createloginprofile",
    "iam:createpolicyversion",
    "iam:passrole",
    "iam:putgrouppolicy",
    "iam:putrolepolicy",
    "iam:putuserpolicy",
    "iam:setdefaultpolicyversion",
    "iam:updateassumerolepolicy",
    "iam:updateloginprofile",
    "sts:assumerole",
];

/// Statements that let somebody of the program give himself more, on everything and without a condition.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (grant, node) in granting(context).filter(|(grant, _)| is_on_everything(grant)) {
        let Some(action) = action(&grant.statement.actions) else { continue };
        let message = format!("this grants `{action}` on everything: whoever has it can give himself any permission");
        let help = "name the roles, and for `iam:PassRole` the service in a condition on `iam:PassedToService`";
        findings.push(blame(&CODE, node, grant.property, message).help(help));
    }
}

/// The first such action that surely is among some.
pub(super) fn action(actions: &Patterns) -> Option<&'static str> {
    ACTIONS.iter().copied().find(|action| actions.cover(&Pattern::glob(action)))
}
