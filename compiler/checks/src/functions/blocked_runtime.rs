use cloudc_facts::{LambdaRuntime, facts};
use cloudc_graph::Node;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{first, text};

crate::check::code!("E0560" "blocked-runtime" Error "blocked_runtime.md");

/// Functions with a runtime that Lambda makes no function with any more.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (node, name, runtime) in runtimes(context) {
        let Some(date) = runtime.create_blocked.as_deref().filter(|date| is_past(date)) else { continue };
        let message = format!("Lambda makes no function with `{name}` since {date}");
        findings.push(blame(&CODE, node, "Runtime", message).help(way_out(runtime)));
    }
}

/// The functions of the program with the runtimes that are known.
pub(super) fn runtimes<'c>(
    context: &'c Context<'_>,
) -> impl Iterator<Item = (&'c Node, &'c str, &'static LambdaRuntime)> {
    context.index.of_type("aws.lambda.Function").filter_map(|(_, node)| {
        let name = first(&node.properties, "Runtime").and_then(text)?;
        Some((node, name, facts().lambda_runtimes().get(name)?))
    })
}

/// Whether a day is not after the day up to which the facts are known: the compiler has no clock.
pub(super) fn is_past(date: &str) -> bool {
    facts().date().is_some_and(|today| date <= &*today)
}

pub(super) fn way_out(runtime: &LambdaRuntime) -> String {
    match &runtime.successor {
        Some(next) => format!("use `{next}`, and see what its release notes say has changed"),
        None => "use a runtime of today".to_owned(),
    }
}
