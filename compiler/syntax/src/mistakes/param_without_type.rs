use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::Piece;
use crate::lexer::Shape;
use crate::shadow::Repair;

super::code!(Error "E0130" "param-without-type" "param_without_type.md");

/// `param x = 3`, `param x Int`, `param x`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if let Some(found) = argument(f) {
        return Some(found);
    }
    let name = f.head + 1;
    if f.piece != Piece::Members || f.form() != "param" || !f.is_name(name) || f.at != name + 1 {
        return None;
    }
    if !f.at_end() && f.word(f.at) != "=" && f.word(f.at) != ":" && f.begins_value(f.at) {
        let finding = Finding::new(&CODE, f.here(), "a `:` is missing before the type");
        if let Some(ty) = foreign(f.word(f.at)) {
            let span = Span::new(f.here().file, f.after(f.at).end, f.here().end);
            return Some(finding.fix(format!("write `: {ty}`"), span, format!(": {ty}")).into());
        }
        return Some(finding.fix("write `:`", f.after(f.at), ":").into());
    }
    if !f.at_end() && f.word(f.at) != "=" {
        return None;
    }
    let finding = Finding::new(&CODE, f.span(name), format!("the param `{}` needs a type", f.word(name)));
    let finding = finding.help("write `param NAME: TYPE`, with ` = DEFAULT` if it may be left out");
    let place = f.after(name + 1);
    match type_of(f, f.at + 1) {
        Some(ty) => Some(finding.fix(format!("write `: {ty}`"), place, format!(": {ty}")).into()),
        None => Found::without_fix(finding, vec![Repair::new(place.range(), ": Any")]),
    }
}

/// `metric depth(queue) = ..`, `{ a, b: Int }`.
fn argument(f: &Failure<'_>) -> Option<Found> {
    let name = f.at.checked_sub(1)?;
    if f.piece != Piece::Field || f.at != 1 || !f.is_name(name) {
        return None;
    }
    if f.is_name(f.at) {
        let finding = Finding::new(&CODE, f.here(), "a `:` is missing before the type");
        return Some(finding.fix("write `:`", f.after(f.at), ":").into());
    }
    if !f.at_end() {
        return None;
    }
    let finding = Finding::new(&CODE, f.span(name), format!("`{}` needs a type", f.word(name))).help("write `NAME: TYPE`");
    Found::without_fix(finding, vec![Repair::new(f.after(f.at).range(), ": Any")])
}

/// The language's name for a type that other tools write in lower case.
pub(super) fn foreign(word: &str) -> Option<&'static str> {
    Some(match word {
        "string" | "str" | "text" => "String",
        "int" | "integer" => "Int",
        "bool" | "boolean" => "Bool",
        "number" => "Number",
        "float" | "double" => "Float",
        "any" | "object" => "Any",
        _ => return None,
    })
}

/// The type of a literal.
fn type_of(f: &Failure<'_>, index: usize) -> Option<&'static str> {
    let word = f.word(index);
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    match f.token(index)?.shape {
        Shape::Quote => Some("String"),
        Shape::Name if matches!(word, "true" | "false") => Some("Bool"),
        Shape::Number if word.contains('/') => Some("Cidr"),
        Shape::Number if word.matches('.').count() == 3 => Some("Ip"),
        Shape::Number => match unit {
            "" if f.word(index + 1) == ".." => Some("Range"),
            "" if word.contains('.') => Some("Float"),
            "" => Some("Int"),
            "%" => Some("Percent"),
            "ms" | "s" | "min" | "h" | "d" => Some("Duration"),
            _ => Some("Size"),
        },
        _ => None,
    }
}
