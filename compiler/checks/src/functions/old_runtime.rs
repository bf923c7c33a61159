use super::blocked_runtime::{is_past, runtimes, way_out};
use crate::blame::blame;
use crate::context::{Context, Findings};

crate::check::code!("W0561" "old-runtime" Warning "old_runtime.md");

/// Functions with a runtime that gets no updates any more, and can still be made.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (node, name, runtime) in runtimes(context) {
        let Some(date) = runtime.deprecated.as_deref().filter(|date| is_past(date)) else { continue };
        if runtime.create_blocked.as_deref().is_some_and(is_past) {
            continue;
        }
        let blocked = runtime.create_blocked.as_deref().map(|date| format!("; from {date} on none can be made"));
        let message = format!("`{name}` gets no updates since {date}{}", blocked.unwrap_or_default());
        findings.push(blame(&CODE, node, "Runtime", message).help(way_out(runtime)));
    }
}
