use cloudc_graph::{Graph, Node};
use cloudc_state::{Document, Record, Target};
use rustc_hash::FxHashMap;

use super::part::Part;
use super::records::Records;
use super::{Cause, First, Purpose, Refusal, Step, What};

/// A recorded resource that leaves.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Leaving {
    /// Where it is recorded now.
    pub(crate) target: Target,
    pub(crate) ty: String,
    /// The number of the node that takes its place.
    pub(crate) node: Option<usize>,
    /// Whether it goes before that one comes.
    pub(crate) first: First,
    /// It is only taken off the record.
    pub(crate) forget: bool,
    /// Whether it leaves for sure.
    pub(crate) sure: bool,
}

/// What of the recorded resources leaves because no node has it.
pub(super) fn undeclared(
    graph: &Graph,
    document: &Document,
    records: &Records<'_>,
    (part, purpose): (&Part<'_>, Purpose),
) -> (Vec<Leaving>, Vec<Step>, Vec<Refusal>) {
    let (mut all, mut steps, mut refusals) = (Vec::new(), Vec::new(), Vec::new());
    let removal = purpose == Purpose::Destroy;
    let mut nodes: FxHashMap<String, &Node> = FxHashMap::default();
    if removal {
        nodes.extend(graph.nodes().iter().map(|node| (node.address.to_string(), node)));
    }
    for (target, record) in document.all() {
        let placed = target.replaced.is_none();
        if !part.has(&target.address) {
            continue;
        }
        if placed && !removal && records.is_taken(&target.address) {
            continue;
        }
        // Marks are the program's as it is now; what it does not declare any more has those that it had.
        let node = nodes.get(&target.address).filter(|_| placed);
        let (protect, retain) = match node {
            Some(node) => (node.lifecycle.protect, node.lifecycle.retain),
            None => (record.protect, record.retain),
        };
        let forget = !record.kind.is_managed() || (retain && placed);
        let what = if forget { What::Forget } else { What::Delete };
        if protect && placed && !forget {
            let why = "it is protected by `@protect`";
            let span = node.map(|node| node.span);
            refusals.push(Refusal { address: target.address.clone(), what, why: why.into(), span });
        }
        if record.kind.is_managed() {
            let cause = cause(purpose, placed, forget);
            steps.push(step(&target, record, what, vec![cause]));
        }
        all.push(Leaving { target, ty: record.ty.clone(), node: None, first: First::Create, forget, sure: true });
    }
    (all, steps, refusals)
}

fn cause(purpose: Purpose, placed: bool, forget: bool) -> Cause {
    match (purpose, placed) {
        _ if forget => Cause::Retained,
        (_, false) => Cause::Replaced,
        (Purpose::Destroy, true) => Cause::Removal,
        (Purpose::Undo, true) => Cause::Undone,
        (Purpose::Apply, true) => Cause::Undeclared,
    }
}

fn step(target: &Target, record: &Record, what: What, causes: Vec<Cause>) -> Step {
    Step {
        address: target.address.clone(),
        ty: record.ty.clone(),
        what,
        causes,
        because: vec![],
        interrupts: vec![],
        sure: true,
        moved_from: None,
        identifier: Some(record.identifier.clone()),
        loses_data: what == What::Delete && !record.snapshot && loses_data(&record.ty),
    }
}

/// Whether a resource of a type holds data that dies with it.
pub(super) fn loses_data(ty: &str) -> bool {
    cloudc_facts::facts().resource_type(ty).is_some_and(|ty| ty.holds_data())
}
