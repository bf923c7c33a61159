use cloudc_base::{Finding, Span};

use super::{Failure, Found};
use crate::grammar::Piece;
use crate::shadow::Repair;

super::code!(Error "E0121" "equals-before-block" "equals_before_block.md");

pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let block = f.word(f.at) == "=" && f.word(f.at + 1) == "{" && f.at >= f.head + 2;
    let opens = !matches!(f.form(), "let" | "output" | "param" | "type" | "verb" | "metric" | "operation");
    if !block || !opens || f.piece != Piece::Members {
        return None;
    }
    let finding = Finding::new(&CODE, f.here(), "no `=` stands before the block of a declaration");
    Some(finding.fix("take the `=` out", Span::new(f.here().file, f.gap(f.at).start, f.here().end), "").into())
}

/// `scale workers = 0..20`, `patch a.b = 1`.
pub(crate) fn value(f: &Failure<'_>) -> Option<Found> {
    let form = matches!(f.form(), "scale" | "patch" | "app" | "component");
    let call = !f.is_form() && f.after_label() == Some(f.at) && f.is_name(f.head);
    if f.piece != Piece::Members || f.word(f.at) != "=" || f.at < f.head + 2 || !(form || call) {
        return None;
    }
    let finding = Finding::new(&CODE, f.here(), format!("`{}` takes a block, not a value", f.form()));
    let opening = f.slice(f.between(f.head, f.at - 1).range());
    let (opening, name) = opening.rsplit_once('.').filter(|_| f.form() == "patch").unwrap_or((opening, "NAME"));
    let finding = finding.help(format!("write `{opening} {{ {name} = VALUE }}`"));
    let last = (f.at..f.tokens.len()).find(|&index| f.starts_line(index)).unwrap_or(f.tokens.len()) - 1;
    Found::without_fix(finding, vec![Repair::new(f.between(f.at, last).range(), "{}")])
}
