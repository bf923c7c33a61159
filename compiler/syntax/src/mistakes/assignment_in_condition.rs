use cloudc_base::Finding;

use super::{Failure, Found};

super::code!(Error "E0154" "assignment-in-condition" "assignment_in_condition.md");

/// `if a = 3 {`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let opened = (0..f.at).rev().find(|&index| matches!(f.word(index), "if" | "assert" | "then" | "{" | "=>"))?;
    let condition = matches!(f.word(opened), "if" | "assert") && f.at > opened + 1;
    if f.word(f.at) != "=" || !condition || f.word_before(f.at) == "==" || f.word_before(f.at) == "!=" {
        return None;
    }
    Some(Finding::new(&CODE, f.here(), "`=` sets; `==` compares").fix("write `==`", f.here(), "==").into())
}
