use super::statements::{granting, is_on_everything};
use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::grants::{Pattern, Patterns};

crate::check::code!("W0553" "broad-statement" Warning "broad_statement.md");

/// Statements that grant every action of a service on everything.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (grant, node) in granting(context).filter(|(grant, _)| is_on_everything(grant)) {
        // Those that let somebody give himself more are worse: `escalation`.
        if super::escalation::action(&grant.statement.actions).is_some() {
            continue;
        }
        let all = match &grant.statement.actions {
            Patterns::These(these) => these.iter().find(|pattern| is_whole_service(pattern)).map(ToString::to_string),
            Patterns::AllBut(_) => Some("everything but some actions".to_owned()),
        };
        if let Some(all) = all {
            let finding = blame(&CODE, node, grant.property, format!("this grants `{all}` on everything"));
            findings.push(finding.help("name the actions and the things: an action that is not needed is one that can be abused"));
        }
    }
}

/// Whether a pattern is `service:*` or more.
fn is_whole_service(pattern: &Pattern) -> bool {
    pattern.is_everything() || pattern.to_string().ends_with(":*")
}
