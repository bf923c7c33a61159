use cloudc_base::Finding;

use super::{Failure, Found, edit};
use crate::grammar::{HOLE, Piece};
use crate::shadow::Repair;
use crate::words;

super::code!(Error "E0129" "missing-block" "missing_block.md");

/// A declaration that ends before its block.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.piece != Piece::Members || !f.at_end() || f.tokens.is_empty() {
        return None;
    }
    let opens = ["app", "component", "scale", "patch", "resource", "existing", "for", "if"].contains(&f.form());
    let call = !f.is_form() && f.is_name(f.head) && f.after_label() == Some(f.at) && !f.starts_line(f.head + 1);
    let complete = f.ends_value(f.at - 1) && f.at > f.head + 1;
    if !complete || !(opens || call) {
        return None;
    }
    let finding = Finding::new(&CODE, f.between(f.head, f.at - 1), format!("`{}` needs a block", f.form()));
    let finding = if call && !f.declares { finding.help(format!("or, if `{}` is a field, write `=` behind it", f.form())) } else { finding };
    Some(finding.fix("write `{}`", f.after(f.at), " {}").into())
}

/// `if zones > 1 queue spread {}`: a declaration right behind the condition.
pub(crate) fn unbraced(f: &Failure<'_>) -> Option<Found> {
    let call = f.is_name(f.at) && f.is_name(f.at + 1) && f.word(f.at + 2) == "{" || f.is_name(f.at) && f.word(f.at + 1) == "=";
    let call = call || words::FORMS.contains(&f.word(f.at)) && f.word(f.at) != "if" && f.is_name(f.at + 1);
    let behind = f.at > f.head + 1 && f.ends_value(f.at - 1) && !f.starts_line(f.at);
    if f.piece != Piece::Members || !matches!(f.form(), "if" | "for") || !call || !behind || f.word(f.head + 1) == "each" {
        return None;
    }
    let end = (f.at..f.tokens.len()).find(|&index| f.starts_line(index) && f.word(index) != "}").unwrap_or(f.tokens.len());
    let edits = vec![edit(f.before(f.at), "{ "), edit(f.after(end), " }")];
    let finding = Finding::new(&CODE, f.before(f.at), format!("the block of `{}` begins with `{{`", f.form()));
    Some(finding.fix_all("write the braces", edits).into())
}

/// `if c:`, `for x in xs:` and a member on the same or the next line, as Python writes blocks.
pub(crate) fn indented(f: &Failure<'_>) -> Option<Found> {
    let mark = matches!(f.word(f.at), ":" | "do" | "then") && matches!(f.form(), "for" | "if") && f.at > f.head + 1;
    let last = f.at + 1 == f.tokens.len() || f.starts_line(f.at + 1);
    let member = f.is_name(f.at + 1) && (f.is_name(f.at + 2) || matches!(f.word(f.at + 2), "=" | "{"));
    if f.piece != Piece::Members || !mark || !(last || member) || (f.head..f.at).any(|index| f.word(index) == "=>") {
        return None;
    }
    let finding = Finding::new(&CODE, f.here(), format!("the block of `{}` stands between `{{` and `}}`", f.form()));
    let gap = f.with_gap(f.at, f.at);
    if last {
        return Found::without_fix(finding.help("indentation alone makes no block"), vec![Repair::new(gap.range(), " {}")]);
    }
    let edits = vec![edit(gap, " {"), edit(f.after(f.tokens.len()), " }")];
    Some(finding.fix_all("write the braces", edits).into())
}

/// Whether what was found is a block that was meant by its indentation.
pub(crate) fn is_colon(finding: &Finding) -> bool {
    finding.code.id == CODE.id && finding.message.ends_with("stands between `{` and `}`")
}

/// `queue builds:` and `Resources:`, with members below that are indented: as Python and YAML write blocks.
pub(crate) fn colon(f: &Failure<'_>) -> Option<Found> {
    let last = f.tokens.len().checked_sub(1)?;
    let named = !matches!(f.form(), "for" | "if") && f.is_name(f.head) && f.after_label() == Some(last);
    if f.piece != Piece::Members || !f.declares || f.word(last) != ":" || !(named || last == f.head + 1 && f.is_name(f.head)) {
        return None;
    }
    let title = f.slice(f.span(f.head).start as usize..f.after(last).end as usize);
    let finding = Finding::new(&CODE, f.span(last), format!("the block of `{title}` stands between `{{` and `}}`"));
    if named {
        let repairs = vec![Repair::new(f.span(last).range(), " {}")];
        return Found::without_fix(finding.help("indentation alone makes no block, and fields are set with `=`"), repairs);
    }
    let what = match title {
        "Resources" | "Parameters" | "Outputs" | "Mappings" | "Conditions" | "Metadata" | "Transform" => {
            "this is a template's: here a resource is `resource NAME: aws.sqs.Queue { .. }`, a parameter `param`, an output `output`"
        }
        _ => "indentation alone makes no block: a thing is `NOUN NAME { .. }`",
    };
    Found::without_fix(finding.help(what), vec![Repair::new(f.between(f.head, last).range(), HOLE)])
}
