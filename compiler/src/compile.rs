use cloudc_base::{Finding, Severity, World, WorldError};
use cloudc_graph::Graph;
use cloudc_sema::Options;

use crate::Checked;

/// What a program comes to.
#[derive(Debug)]
pub struct Compiled {
    /// The files that were read and everything found in them.
    pub checked: Checked,
    /// The graph, as far as the program makes sense.
    pub graph: Graph,
}

/// Compiles a program from its root file: text, values, stages, graph.
///
/// # Errors
/// The root file or a file of rules cannot be read.
pub fn compile(world: &dyn World, path: &str, options: &Options) -> Result<Compiled, WorldError> {
    let outcome = cloudc_sema::Program::compile(world, path, options)?;
    let (graph, cycles) = Graph::build(outcome.parts);
    let mut findings: Vec<Finding> = outcome.findings.into_iter().chain(cycles).collect();
    // What a program with errors comes to is not what was meant.
    if findings.iter().all(|finding| finding.code.severity != Severity::Error) {
        findings.extend(cloudc_checks::check(&graph));
    }
    let checked = Checked { sources: outcome.sources, findings, unset: outcome.unset };
    Ok(Compiled { checked: checked.sorted(), graph })
}
