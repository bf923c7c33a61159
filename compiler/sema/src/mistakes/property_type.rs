use cloudc_base::Finding;

use crate::hir::{Expr, ExprKind};
use crate::properties::{Advice, Place, Sure};

super::code!("E0221" "property-type" "property_type.md");

/// A property is set to a value of another type than the cloud takes.
///
/// `wanted` and `there` say in words what the property takes and what it gets.
pub(crate) fn finding(place: &Place, wanted: &str, there: &str, advice: Option<Advice>) -> Finding {
    let message = format!("{} takes {wanted}, and this is {there}", place.what());
    let finding = Finding::new(&CODE, place.value, message);
    if there == "`null`" {
        return finding.help("null leaves out an entry of a record, not an element of a list");
    }
    let Some(advice) = advice else { return finding };
    let there = place.expr.as_ref().zip(place.text.as_deref());
    let text = advice.form.replace("{}", &there.map_or_else(|| "..".to_owned(), |(expr, text)| joined(expr, text)));
    if let (Some((expr, _)), Some(literal)) = (there.filter(|(expr, _)| is_literal(expr)), &advice.literal) {
        return finding.fix(format!("write `{literal}`"), expr.span, literal.as_str());
    }
    match there {
        Some((expr, _)) if advice.sure == Sure::Yes && (is_literal(expr) || advice.form.contains("{}")) => {
            finding.fix(format!("write `{text}`"), expr.span, text)
        }
        _ => finding.help(format!("write `{text}`")),
    }
}

fn is_literal(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Literal(_))
}

/// The text of an expression as part of another.
fn joined(expr: &Expr, text: &str) -> String {
    match expr.kind {
        ExprKind::Binary { .. } | ExprKind::Choice { .. } | ExprKind::Not(_) | ExprKind::Negative(_) => {
            format!("({text})")
        }
        _ => text.to_owned(),
    }
}
