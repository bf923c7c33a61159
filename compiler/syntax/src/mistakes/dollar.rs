use cloudc_base::Finding;

use super::{Failure, Found, edit};

super::code!(Error "E0159" "dollar" "dollar.md");

/// `$name`, `${name}` outside of text.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let at = if f.word_before(f.at) == "$" { f.at - 1 } else { f.at };
    if f.word(at) != "$" {
        return None;
    }
    let finding = Finding::new(&CODE, f.span(at), "a name is used without `$`").help("`${..}` stands in text only");
    if f.word(at + 1) == "{" {
        let edits = vec![edit(f.between(at, at + 1), ""), edit(f.span(f.closer_of(at + 1)?), "")];
        return Some(finding.fix_all("take it out", edits).into());
    }
    Some(finding.fix("take it out", f.span(at), "").into())
}
