use cloudc_base::Finding;

use crate::hir::ExprKind;
use crate::properties::{NoAction, Place};

super::code!("E0231" "unknown-action" "unknown_action.md");

/// A policy names an action that IAM does not know.
pub(crate) fn finding(place: &Place, action: &str, wrong: &NoAction) -> Finding {
    let service = action.split(':').next().unwrap_or_default();
    let message = match wrong {
        NoAction::Form => format!("`{action}` is no IAM action: one is written `service:Action`"),
        NoAction::Service(_) => format!("IAM knows no service `{service}`"),
        NoAction::Action(_) => format!("there is no IAM action `{action}`"),
        NoAction::Nothing => format!("no IAM action is like `{action}`"),
    };
    let finding = Finding::new(&CODE, place.value, message);
    let (NoAction::Service(Some(near)) | NoAction::Action(Some(near))) = wrong else { return finding };
    let finding = finding.help(format!("did you mean `{near}`?"));
    match &place.expr {
        Some(expr) if matches!(expr.kind, ExprKind::Literal(_)) => {
            finding.fix(format!("write `{near}`"), expr.span, format!("{near:?}"))
        }
        _ => finding,
    }
}
