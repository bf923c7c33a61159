//! IAM: the policies that whoever deploys a program needs, for each way of applying it, account and phase.

use std::collections::{BTreeMap, BTreeSet};

use cloudc_base::{FileId, Finding, Span};
use cloudc_deployer::{Asked, MOST, Need, Phase, Way, calls, documents, needs};
use cloudc_facts::{Provider, facts};
use cloudc_graph::{Graph, Mode};
use serde_json::{Value, json};

use crate::Emitted;
use crate::mistakes::{many_policies, unknown_place, unpublished_calls};
use crate::target::{Input, Target};

/// Policies for whoever deploys.
pub(crate) static TARGET: Target = Target {
    name: "iam",
    about: "the least policies of IAM that let somebody plan, apply, destroy, halt, import the program, and so on",
    emit: iam,
};

/// Writes the policies.
///
/// # Errors
/// None; what is not known is information.
pub fn iam(input: &Input<'_>) -> Result<Emitted, Vec<Finding>> {
    let mut emitted = Emitted::default();
    let mut findings = Vec::new();
    for way in Way::ALL {
        let asked = Asked {
            account: input.options.account.as_deref(),
            bucket: input.options.bucket.as_deref(),
            ..Asked::of(input.graph, way)
        };
        let all = needs(&asked);
        for phase in Phase::ALL {
            write(input.graph, way, phase, &all, (&mut emitted, &mut findings));
        }
        emitted.add(format!("{}/needs.json", way.name()), reasons(input.graph, &all));
        findings.extend(places(input, &all));
    }
    findings.extend(unpublished(input.graph));
    findings.dedup();
    emitted.main = Some(format!("{}/{}.json", Way::Direct.name(), Phase::Apply.name()));
    emitted.findings = findings;
    Ok(emitted)
}

/// The documents of a phase: `direct/apply.json`, `direct/apply-2.json`, `direct/audit/apply.json`.
fn write(graph: &Graph, way: Way, phase: Phase, all: &[Need], (emitted, findings): (&mut Emitted, &mut Vec<Finding>)) {
    for (account, texts) in documents(all, phase, graph.app().name.as_deref()) {
        if texts.len() > MOST {
            findings.push(many_policies::finding(start(graph), way.name(), phase.name(), texts.len()));
        }
        let folder = account.map_or_else(|| way.name().to_owned(), |account| format!("{}/{account}", way.name()));
        for (at, text) in texts.into_iter().enumerate() {
            let number = if at == 0 { String::new() } else { format!("-{}", at + 1) };
            emitted.add(format!("{folder}/{}{number}.json", phase.name()), text);
        }
    }
}

/// Who needs what, for people who wonder: each action with its things and the nodes that need it.
fn reasons(graph: &Graph, all: &[Need]) -> String {
    type Things<'n> = BTreeMap<&'n str, (BTreeSet<Option<usize>>, BTreeSet<Phase>)>;
    let mut by_action: BTreeMap<&str, Things<'_>> = BTreeMap::new();
    for need in all {
        let (nodes, phases) = by_action.entry(&need.action).or_default().entry(&need.resource).or_default();
        nodes.insert(need.node);
        phases.insert(need.phase);
    }
    let name = |number: Option<usize>| {
        let node = number.and_then(|number| graph.node(number));
        node.map_or_else(|| "the program".to_owned(), |node| node.address.to_string())
    };
    let thing = |(resource, (nodes, phases)): (&str, (BTreeSet<Option<usize>>, BTreeSet<Phase>))| {
        let nodes: Vec<String> = nodes.into_iter().map(name).collect();
        let phases: Vec<&str> = phases.into_iter().map(Phase::name).collect();
        json!({ "resource": resource, "phases": phases, "for": nodes })
    };
    let action = |(action, things): (&str, Things<'_>)| {
        (action.to_owned(), Value::Array(things.into_iter().map(thing).collect()))
    };
    let actions: serde_json::Map<String, Value> = by_action.into_iter().map(action).collect();
    format!("{:#}\n", json!({ "version": 1, "actions": actions }))
}

/// Places that are not known: ARNs have wildcards for them.
fn places(input: &Input<'_>, all: &[Need]) -> Option<Finding> {
    let has = |name: &str| all.iter().any(|need| need.resource.contains(name));
    let what: Vec<&str> = [("${Region}", "region"), ("${Account}", "account")]
        .into_iter()
        .filter(|(name, _)| has(name))
        .map(|(_, what)| what)
        .collect();
    (!what.is_empty()).then(|| unknown_place::finding(start(input.graph), &what))
}

/// Types of which nobody says what their handlers call.
fn unpublished(graph: &Graph) -> Vec<Finding> {
    let mut types: BTreeMap<&str, Span> = BTreeMap::new();
    for node in graph.nodes().iter().filter(|node| node.mode == Mode::Managed) {
        let is_of_cloud = facts().resource_type(&node.ty).is_some_and(|ty| ty.provider() == Provider::Aws);
        if is_of_cloud && calls(&node.ty).is_none() {
            types.entry(&node.ty).or_insert_with(|| node.through.first().copied().unwrap_or(node.span));
        }
    }
    types.into_iter().map(|(ty, span)| unpublished_calls::finding(span, ty)).collect()
}

/// Where findings about the whole program stand: its first declaration.
fn start(graph: &Graph) -> Span {
    let spans = graph.nodes().iter().map(|node| node.through.first().copied().unwrap_or(node.span));
    spans.filter(|span| span.file == FileId::ROOT).min().unwrap_or(Span::new(FileId::ROOT, 0, 0))
}
