use std::sync::Arc;

use cloudc_base::{Finding, Severity, World, WorldError};
use cloudc_graph::{Graph, Param};
use cloudc_sema::{Open, Options, Outcome};

use crate::Checked;

/// What a program comes to.
#[derive(Debug)]
pub struct Compiled {
    /// The files that were read and everything found in them.
    pub checked: Checked,
    /// The graph, as far as the program makes sense.
    pub graph: Graph,
    /// The params that stay open.
    pub params: Vec<Param>,
}

/// Compiles a program from its root file: text, values, stages, graph.
///
/// # Errors
/// The root file or a file of rules cannot be read.
pub fn compile(world: &dyn World, path: &str, options: &Options) -> Result<Compiled, WorldError> {
    let outcome = evaluated(world, path, options)?;
    let (graph, cycles) = Graph::build(outcome.parts);
    let mut findings: Vec<Finding> = outcome.findings.into_iter().chain(cycles).collect();
    // What a program with errors comes to is not what was meant.
    let complete = findings.iter().all(|finding| finding.code.severity != Severity::Error);
    if complete {
        findings.extend(cloudc_checks::check(&graph));
    }
    let findings = cloudc_checks::accept(&graph, findings, &crate::codes(), complete);
    let checked = Checked { sources: outcome.sources, findings, unset: outcome.unset };
    Ok(Compiled { checked: checked.sorted(), graph, params: outcome.params })
}

/// Evaluates a program; a param that was to stay open and whose value is needed now is closed, and it is done again.
fn evaluated(world: &dyn World, path: &str, options: &Options) -> Result<Outcome, WorldError> {
    let mut options = options.clone();
    loop {
        let outcome = cloudc_sema::Program::compile(world, path, &options)?;
        let open = |name: &Arc<str>| outcome.params.iter().any(|param| param.name == *name);
        let needed = outcome.unset.iter().filter(|(name, needed)| *needed && open(name));
        let needed: Vec<Arc<str>> = needed.map(|(name, _)| Arc::clone(name)).collect();
        match &mut options.open {
            Open::AllBut(closed) if !needed.is_empty() => closed.extend(needed),
            _ => return Ok(outcome),
        }
    }
}
