//! The resources of all templates, and templates that are too large divided.

use std::collections::BTreeSet;
use std::sync::Arc;

use cloudc_base::Finding;

use super::names::{Key, Names};
use super::program::Program;
use super::resource::Resource;
use super::scope::Scope;
use super::split::{Limits, divided};
use crate::mistakes::{Site, stack_limits};
use crate::tree::{Map, size};

/// How many parameters and how many outputs CloudFormation takes in a template.
pub(super) const MAX_VALUES: usize = 200;
/// How many bytes CloudFormation takes in a template, from a bucket.
pub(super) const MAX_BYTES: usize = 1_000_000;

/// What is left free when a template is divided, for what is not counted beforehand.
const SLACK: usize = 20;

/// A template as far as one can say without the others.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) resources: Vec<Resource>,
    pub(super) outputs: Map,
    /// What comes in as parameters.
    pub(super) uses: BTreeSet<Key>,
    /// What it reads of the stacks that it holds.
    pub(super) reads: BTreeSet<(usize, Arc<str>)>,
    /// What the function that answers reads of an API must be allowed to do.
    pub(super) actions: BTreeSet<String>,
}

/// Writes all templates; those that are too large are divided first.
pub(super) fn sheets(program: &mut Program<'_>, names: &mut Names, findings: &mut Vec<Finding>) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> =
        (0..program.layout.templates.len()).map(|template| sheet(program, template, names, findings)).collect();
    if !findings.iter().any(is_error) && divide(program, &sheets, names, findings) {
        // What crosses from one stack to another is known only now.
        findings.clear();
        sheets =
            (0..program.layout.templates.len()).map(|template| sheet(program, template, names, findings)).collect();
    }
    sheets
}

pub(super) fn is_error(finding: &Finding) -> bool {
    finding.code.severity == cloudc_base::Severity::Error
}

fn sheet(program: &Program<'_>, template: usize, names: &mut Names, findings: &mut Vec<Finding>) -> Sheet {
    let mut scope = Scope::new(program, template, names, findings);
    let nodes = program.layout.templates.get(template).map(|template| template.nodes.as_slice()).unwrap_or_default();
    let resources = nodes.iter().filter_map(|&number| scope.resource(number)).collect();
    let outputs = if template == program.layout.main() { scope.outputs() } else { Map::default() };
    Sheet { resources, outputs, uses: scope.uses, reads: scope.reads, actions: scope.actions }
}

/// Divides what is too large; says whether there was anything.
fn divide(program: &mut Program<'_>, sheets: &[Sheet], names: &mut Names, findings: &mut Vec<Finding>) -> bool {
    let mut any = false;
    let limits = Limits {
        resources: program.input.options.max_resources.max(1),
        values: MAX_VALUES - SLACK,
        bytes: MAX_BYTES - MAX_BYTES / 10,
    };
    for (template, sheet) in sheets.iter().enumerate() {
        let sizes: Vec<usize> = sheet.resources.iter().map(|resource| size(&resource.body.properties) + 200).collect();
        // The function that answers reads, and its role.
        let own = if sheet.actions.is_empty() { 0 } else { 2 };
        let fits = sheet.resources.len() + own <= limits.resources
            && sheet.uses.len() <= MAX_VALUES
            && sizes.iter().sum::<usize>() <= limits.bytes;
        if fits {
            continue;
        }
        match divided(program, &sheet.resources, &sizes, limits, names) {
            Some(parts) => program.layout.divide(template, parts),
            None => findings.extend(too_much(program, sheet)),
        }
        any = true;
    }
    any && !findings.iter().any(is_error)
}

/// The resource that reads the most, where one alone reads more than a template takes.
fn too_much(program: &Program<'_>, sheet: &Sheet) -> Option<Finding> {
    let most = sheet.resources.iter().max_by_key(|resource| resource.refers.len())?;
    let node = program.graph().node(most.number)?;
    let site = Site { span: node.span, through: &node.through };
    Some(stack_limits::resource(&site, "values of other stacks", most.refers.len(), MAX_VALUES))
}
