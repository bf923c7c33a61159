use cloudc_base::{Code, Finding, nearest};
use cloudc_graph::Accept;

crate::check::code!("E0507" "bad-accept" Error "bad_accept.md");

/// There is no such kind of finding.
pub(super) fn unknown(accept: &Accept, known: &[&'static Code]) -> Finding {
    let finding = Finding::new(&CODE, accept.span, format!("there is no finding `{}`", accept.code));
    let names = known.iter().flat_map(|code| [code.id, code.name]);
    match nearest(&accept.code, names) {
        Some(near) => finding.help(format!("did you mean `{near}`? `cloudc explain` lists all")),
        None => finding.help("`cloudc explain` lists all; a finding shows its number and its name"),
    }
}

/// It says that the program means nothing, or that a promise is broken: that is mended, not accepted.
pub(super) fn refused(accept: &Accept, code: &Code) -> Finding {
    Finding::new(
        &CODE,
        accept.span,
        format!("`{}` cannot be accepted: it is an error of what the program says", code.name),
    )
    .help("mend what it finds")
}

/// Nobody will know later why.
pub(super) fn no_reason(accept: &Accept) -> Finding {
    Finding::new(&CODE, accept.span, format!("the reason to accept `{}` is empty", accept.code))
        .help("say in a few words why it is wanted")
}
