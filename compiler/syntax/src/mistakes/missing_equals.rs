use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::{HOLE, Piece};
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0123" "missing-equals" "missing_equals.md");

/// `zones 3`, `let x 3`, `metric depth { .. }`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.piece != Piece::Members || f.at_end() || f.starts_line(f.at) {
        return None;
    }
    let named = matches!(f.form(), "let" | "output" | "type" | "verb" | "metric" | "operation");
    let place = if named { f.after_label()? } else { f.head + 1 };
    let parameters = f.form() == "metric" && f.word(place) == "(" && f.touches(place);
    let place = if parameters { f.closer_of(place)? + 1 } else { place };
    let value = f.begins_value(place) && f.word(place) != "=";
    if f.at < place || !value || (f.at > place && !f.word(place).starts_with('{')) || (!named && !is_field(f, place)) {
        return None;
    }
    let finding = Finding::new(&CODE, f.span(place), format!("a `=` is missing before `{}`", f.word(place)));
    let finding = finding.fix("write `=`", f.after(place), " =");
    match f.closer_of(place).filter(|_| f.form() == "type" && f.word(place) == "{") {
        Some(close) => Found::without_fix(finding, vec![Repair::new(f.between(place, close).range(), format!("= {{{HOLE}}}"))]),
        None => Some(finding.into()),
    }
}

/// A word and a value, where fields are set; a word and a name could also be a declaration without its block.
fn is_field(f: &Failure<'_>, place: usize) -> bool {
    let plain = f.is_name(f.head) && !f.is_form() && f.at == place;
    let literal = f.is(place, Shape::Number) || f.is(place, Shape::Quote) || matches!(f.word(place), "[" | "true" | "false" | "-");
    plain && (literal || (!f.declares && place + 1 == f.tokens.len())) && f.expression_end(place) == f.tokens.len()
}

/// `type "t4g.nano"` in a block: a field whose name is also the word of a form.
pub(crate) fn reserved(f: &Failure<'_>) -> Option<Found> {
    let place = f.head + 1;
    let literal = f.is(place, Shape::Quote) && f.after_label() == Some(f.tokens.len()) || f.is(place, Shape::Number) && place + 1 == f.tokens.len();
    let field = f.piece == Piece::Members && !f.declares && f.is_form() && literal && !matches!(f.form(), "allow" | "never" | "assert" | "use");
    let finding = Finding::new(&CODE, f.span(place), format!("a `=` is missing before `{}`", f.word(place)));
    field.then(|| finding.fix("write `=`", f.after(place), " =").into())
}

/// `output "url" { value = builds.url }`, as Terraform writes it.
pub(crate) fn output(f: &Failure<'_>) -> Option<Found> {
    let place = f.after_label().filter(|_| f.form() == "output" && f.piece == Piece::Members)?;
    let close = f.closer_of(place).filter(|close| f.word(place) == "{" && *close + 1 == f.tokens.len())?;
    let value = (place + 1..close).find(|&index| matches!(f.word(index), "value" | "Value") && matches!(f.word(index + 1), "=" | ":"))?;
    let end = (value + 3..=close).find(|&index| f.starts_line(index) || f.word(index) == "," || index == close)?;
    let label = f.slice(f.span(f.head + 1).start as usize..f.after(f.after_label()?).end as usize).trim_matches('"');
    let said = f.slice(f.span(value + 2).start as usize..f.after(end).end as usize);
    let written = format!("output {label} = {said}");
    let finding = Finding::new(&CODE, f.span(place), "an output is one value, behind `=`").help("what it is about stands above it, behind `///`");
    Some(finding.fix(format!("write `{written}`"), f.between(f.head, close), written).into())
}
