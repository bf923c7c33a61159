use cloudc_base::Finding;

use super::{Failure, Found};

super::code!(Error "E0166" "apart-sign" "apart_sign.md");

/// `! a`, `- a`.
pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    let sign = f.at.checked_sub(1)?;
    let apart = matches!(f.word(sign), "!" | "-") && f.begins_value(f.at) && !f.touches(f.at) && !f.starts_line(f.at);
    let unary = sign == 0 || !f.ends_value(sign - 1);
    let message = format!("the `{}` touches what it stands before", f.word(sign));
    (apart && unary).then(|| Finding::new(&CODE, f.span(sign), message).fix("take the blank out", f.gap(f.at), "").into())
}
