use cloudc_base::{Finding, Span, nearest};

use crate::hir::ExprKind;
use crate::properties::{NoAction, Place};

super::code!("E0231" "unknown-action" "unknown_action.md");

/// A policy names an action that IAM does not know.
pub(crate) fn finding(place: &Place, action: &str, wrong: &NoAction) -> Finding {
    let finding = Finding::new(&CODE, place.value, message(action, wrong));
    let (NoAction::Service(Some(near)) | NoAction::Action(Some(near))) = wrong else { return finding };
    let finding = finding.help(format!("did you mean `{near}`?"));
    match &place.expr {
        Some(expr) if matches!(expr.kind, ExprKind::Literal(_)) => {
            finding.fix(format!("write `{near}`"), expr.span, format!("{near:?}"))
        }
        _ => finding,
    }
}

/// A verb grants an action that IAM does not know.
pub(crate) fn in_verb(span: Span, action: &str, wrong: &NoAction) -> Finding {
    let finding = Finding::new(&CODE, span, message(action, wrong));
    match wrong {
        NoAction::Service(Some(near)) | NoAction::Action(Some(near)) => finding.help(format!("did you mean `{near}`?")),
        _ => finding,
    }
}

/// A verb calls an API that there is not.
pub(crate) fn no_service(span: Span, service: &str) -> Finding {
    let finding = Finding::new(&CODE, span, format!("there is no service `{service}`"));
    match nearest(service, cloudc_facts::facts().iam_prefixes()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("a service is named as its actions are: `sqs` for `sqs:SendMessage`"),
    }
}

fn message(action: &str, wrong: &NoAction) -> String {
    let service = action.split(':').next().unwrap_or_default();
    match wrong {
        NoAction::Form => format!("`{action}` is no IAM action: one is written `service:Action`"),
        NoAction::Service(_) => format!("IAM knows no service `{service}`"),
        NoAction::Action(_) => format!("there is no IAM action `{action}`"),
        NoAction::Nothing => format!("no IAM action is like `{action}`"),
    }
}
