//! Kubernetes: manifests as Kustomize, `kubectl`, Flux and Argo CD take them, and what has to be told to them.
//!
//! A node is an object of Kubernetes already, so writing one is close to copying it. What is decided here is the order
//! (`steps`), what becomes of values that only the cloud knows (`value`, `contract`, `kustomization`, `sealed`), and who
//! installs charts (`charts`).

mod charts;
mod contract;
mod file;
mod files;
mod handed;
mod kustomization;
mod name;
mod object;
mod page;
mod program;
mod scope;
mod sealed;
mod sheet;
mod steps;
mod text;
mod value;

use cloudc_base::{Finding, Severity};
use cloudc_graph::Mode;

use self::program::{Part, Program};
use crate::Emitted;
use crate::mistakes::left_out;
use crate::target::{Input, Target};

/// Manifests for Kubernetes.
pub(crate) static TARGET: Target = Target {
    name: "kubernetes",
    about: "manifests for Kubernetes in the order in which they are applied, for Kustomize, Flux and Argo CD",
    emit: kubernetes,
};

/// Writes what lives on clusters as manifests.
///
/// # Errors
/// What a manifest cannot say, all of it.
pub fn kubernetes(input: &Input<'_>) -> Result<Emitted, Vec<Finding>> {
    let program = Program::new(input);
    let mut findings = Vec::new();
    let steps = steps::steps(&program);
    let sheets = sheet::sheets(&program, steps, &mut findings);
    if findings.iter().any(|finding| finding.code.severity == Severity::Error) {
        return Err(sorted(findings));
    }
    let mut emitted = files::files(&program, sheets);
    findings.extend(outside(&program));
    emitted.findings = sorted(findings);
    Ok(emitted)
}

/// What the program has that lives on no cluster.
fn outside(program: &Program<'_>) -> Option<Finding> {
    let left = |node: &&cloudc_graph::Node| node.mode == Mode::Managed && program.part(node) == Part::Elsewhere;
    let left: Vec<_> = program.graph().nodes().iter().filter(left).collect();
    let names: Vec<String> = left.iter().map(|node| node.address.to_string()).collect();
    left.first().map(|node| left_out::finding(node.span, &names, "a cluster"))
}

/// Findings by place, each once.
fn sorted(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| (a.primary.span, a.code.id, &a.message).cmp(&(b.primary.span, b.code.id, &b.message)));
    findings.dedup();
    findings
}
