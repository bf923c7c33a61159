use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::Piece;

super::code!(Error "E0131" "type-on-value" "type_on_value.md");

/// `output name string = x`.
fn before_equals(f: &Failure<'_>) -> Option<Found> {
    let typed = matches!(f.word(f.at), "string" | "int" | "bool" | "object" | "array" | "number" | "list" | "map" | "String" | "Int" | "Bool");
    let place = matches!(f.form(), "let" | "output") && f.at == f.head + 2 && f.word(f.at + 1) == "=";
    if f.piece != Piece::Members || !typed || !place {
        return None;
    }
    let gap = Span::new(f.here().file, f.gap(f.at).start, f.here().end);
    let finding = Finding::new(&CODE, f.here(), format!("the type of `{}` comes from its value", f.word(f.head + 1)));
    Some(finding.fix("take the type out", gap, "").into())
}

/// `let x: Int = 3`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let form = f.form();
    if let Some(found) = before_equals(f) {
        return Some(found);
    }
    if f.piece != Piece::Members || !matches!(form, "let" | "output" | "verb") || f.word(f.at) != ":" || f.at != f.head + 2 || f.word(f.at + 1) == "=" {
        return None;
    }
    let equals = (f.at..f.tokens.len()).find(|&index| f.word(index) == "=")?;
    let span = f.between(f.at, equals - 1);
    let article = if form == "output" { "an" } else { "a" };
    Some(Finding::new(&CODE, span, format!("{article} `{form}` takes its type from its value")).fix("take the type out", span, "").into())
}
