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
mod turns;
mod value;
mod waits;
mod write;

use cloudc_base::Finding;

use self::names::Names;
use self::program::Program;
use self::write::{is_error, sheets};
use crate::mistakes::{Site, early_stack, left_out};
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
    let order = order::order(&mut program);
    findings.extend(early(&program));
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

/// The templates that come before another one of the same region and account.
fn early(program: &Program<'_>) -> Vec<Finding> {
    let all = program.layout.templates.iter().enumerate();
    let early = all.filter(|(_, template)| template.turn > 0).filter_map(|(index, template)| {
        let node = program.graph().node(*template.nodes.first()?)?;
        let stack = deploy::stack(program, index);
        let site = Site { span: node.span, through: &node.through };
        Some(early_stack::finding(&site, &node.address.to_string(), template.nodes.len(), &stack))
    });
    early.collect()
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
