use cloudc_base::Finding;

use super::{Failure, Found};
use crate::grammar::Piece;

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
    Some(finding.fix("write `{}`", f.after(f.at), " {}").into())
}
