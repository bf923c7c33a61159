use cloudc_base::Finding;

use super::{Failure, Found};

super::code!(Error "E0126" "semicolon" "semicolon.md");

pub(crate) fn find(f: &Failure<'_>) -> Option<Found> {
    if f.word(f.at) != ";" {
        return None;
    }
    let last = f.at + 1 >= f.tokens.len() || f.starts_line(f.at + 1);
    let finding = Finding::new(&CODE, f.here(), "`;` has no meaning: a member ends with its line");
    let finding = if last { finding.fix("take it out", f.here(), "") } else { finding.fix("write `,`", f.here(), ",") };
    Some(finding.into())
}
