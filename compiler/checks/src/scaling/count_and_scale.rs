use cloudc_base::Finding;

use crate::context::{Context, Findings};

crate::check::code!("E0580" "count-and-scale" Error "count_and_scale.md");

/// Instances that are given a number beside a `scale` that moves it.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for scale in context.graph.scales() {
        let Some(count) = scale.count else { continue };
        let message = format!("`count` and `scale` both set the number of `{}`", scale.of);
        let finding = Finding::new(&CODE, scale.span, message).label(count, "the number is set here");
        findings.push(finding.help("take `count` away: `start` says how many there are at first"));
    }
}
