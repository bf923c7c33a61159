//! CloudFormation: templates, and what has to be uploaded for them.
//!
//! A node is a resource in CloudFormation's own model, so writing one is close to copying it. What is decided here is how
//! later values are said (`value`, `text`, `reference`), what a resource waits for (`waits`), and which template holds it
//! (`layout`, `split`).

mod attribute;
mod deploy;
mod documented;
mod existing;
mod files;
mod grouped;
mod layout;
mod names;
mod order;
mod outputs;
mod outside;
mod parameters;
mod policy;
mod program;
mod reader;
mod reference;
mod resource;
mod scope;
mod secret;
mod split;
mod stacks;
mod subnet;
mod template;
mod text;
mod value;
mod waits;
mod write;

use cloudc_base::Finding;

use self::names::Names;
use self::program::Program;
use self::write::{is_error, sheets};
use crate::mistakes::left_out;
use crate::target::{Input, Target};
use crate::{Emitted, assets};

/// Templates for CloudFormation.
pub(crate) static TARGET: Target = Target {
    name: "cloudformation",
    about: "templates for AWS CloudFormation, with archives to upload",
    emit: cloudformation,
};

/// Writes a program as templates.
///
/// # Errors
/// What a template cannot say, all of it.
pub fn cloudformation(input: &Input<'_>) -> Result<Emitted, Vec<Finding>> {
    let mut program = Program::new(input);
    let mut names = Names::beside(&program.ids);
    let mut findings = Vec::new();
    let order = match order::order(&program) {
        Ok(order) => order,
        Err(finding) => return Err(vec![*finding]),
    };
    let sheets = sheets(&mut program, &mut names, &mut findings);
    let packed = assets::pack(input, &mut findings);
    if findings.iter().any(is_error) {
        return Err(sorted(findings));
    }
    let mut emitted = files::files(&program, sheets, &order, &packed, &mut names)?;
    findings.extend(outside(&program));
    emitted.findings = sorted(findings);
    Ok(emitted)
}

/// What the program has that no template holds.
fn outside(program: &Program<'_>) -> Option<Finding> {
    let nodes = program.graph().nodes().iter().enumerate();
    let left = nodes.filter(|(number, node)| node.mode == cloudc_graph::Mode::Managed && !program.is_resource(*number));
    let left: Vec<_> = left.map(|(_, node)| node).collect();
    let names: Vec<String> = left.iter().map(|node| node.address.to_string()).collect();
    left.first().map(|node| left_out::finding(node.span, &names, "CloudFormation"))
}

/// Findings by place, each once.
fn sorted(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| (a.primary.span, a.code.id, &a.message).cmp(&(b.primary.span, b.code.id, &b.message)));
    findings.dedup();
    findings
}
