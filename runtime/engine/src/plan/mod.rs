//! What is to be done, why, and in what order.
//!
//! Every node is decided on after those that it needs (`planner`), with what will be known of them then (`scene`). What is
//! recorded and no longer declared leaves (`leaving`). The order of it all is a graph of operations (`operations`).

mod because;
mod claims;
mod decide;
mod decision;
mod forecast;
mod foreign;
mod interrupts;
mod leaving;
mod operations;
mod ousted;
mod outline;
mod part;
mod planner;
mod problem;
mod purpose;
mod records;
mod replacement;
mod scene;
mod selection;
mod site;
mod step;
mod wanted;

use std::collections::BTreeMap;

use cloudc_graph::Graph;
use cloudc_provider::Home;
use cloudc_state::{Document, Record};
use serde_json::Value as Json;

pub(crate) use decide::{Verdict, decide};
pub(crate) use decision::{Decision, Planned};
pub use forecast::{Forecast, Leg};
pub use foreign::Foreign;
use interrupts::interrupts;
pub(crate) use leaving::Leaving;
pub(crate) use operations::{Operations, Work};
pub use outline::Outline;
pub use problem::{PlanError, Problem, Refusal};
pub use purpose::Purpose;
pub(crate) use records::kind;
pub use selection::{Also, Selection, holds};
pub(crate) use site::Sites;
pub use step::{Cause, First, Interrupts, Machines, Step, Totals, What};
pub(crate) use wanted::Wanted;

use crate::{Knowledge, undo};

/// What is to be done so that the cloud is what a program declares.
#[derive(Debug)]
pub struct Plan {
    /// What is done, by address; nothing that stays as it is.
    pub steps: Vec<Step>,
    /// What may not be done: with one of these a plan is not carried out.
    pub refusals: Vec<Refusal>,
    /// What is counted.
    pub totals: Totals,
    /// How long it will take.
    pub forecast: Forecast,
    /// The program.
    pub app: String,
    /// Where it lives.
    pub home: Home,
    /// What identifies the program's meaning.
    pub graph: String,
    /// The state that it was compared with.
    pub lineage: String,
    /// The version of that state.
    pub serial: u64,
    /// Answers that the state does not hold yet.
    pub answers: BTreeMap<String, Json>,
    /// What was read for it of things that somebody else made, by address.
    pub found: BTreeMap<String, Record>,
    /// What it is for.
    pub purpose: Purpose,
    /// The part of the program that it is about.
    pub selection: Selection,
    /// What is in that part, or left out of it, though nobody named it; by address.
    pub also: Vec<Also>,
    /// What is decided for each node of the graph, by number.
    pub(crate) nodes: Vec<Planned>,
    /// What leaves.
    pub(crate) leaving: Vec<Leaving>,
    pub(crate) operations: Operations,
}

impl Plan {
    /// How many operations change something in the cloud, a replacement counting as two.
    pub fn calls(&self) -> usize {
        let makes = self.nodes.iter().filter(|planned| {
            matches!(planned.decision, Decision::Create | Decision::Update { .. } | Decision::Replace { .. })
        });
        makes.count() + self.leaving.iter().filter(|leaving| !leaving.forget).count()
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.refusals.is_empty()
    }
}

/// Plans to make the cloud what a program declares.
///
/// # Errors
/// Something cannot be computed, or the state belongs to another cloud.
pub fn plan(graph: &Graph, document: &Document, knowledge: &Knowledge, home: &Home) -> Result<Plan, PlanError> {
    plan_part(graph, document, knowledge, home, &Selection::default())
}

/// The same for a part of the program, and for what has to be done with it.
///
/// # Errors
/// See [`plan`](fn@plan).
pub fn plan_part(
    graph: &Graph,
    document: &Document,
    knowledge: &Knowledge,
    home: &Home,
    selection: &Selection,
) -> Result<Plan, PlanError> {
    planner::plan(graph, document, knowledge, home, (selection, Purpose::Apply))
}

/// Plans to remove what is recorded of a program, or of a part of it and what needs that.
///
/// # Errors
/// The state belongs to another cloud.
pub fn plan_removal(graph: &Graph, document: &Document, home: &Home, selection: &Selection) -> Result<Plan, PlanError> {
    planner::plan(graph, document, &Knowledge::default(), home, (selection, Purpose::Destroy))
}

/// Plans to take back the run that did not come to its end: everything becomes what `before` says of it. Gives the graph
/// that the plan is for.
///
/// # Errors
/// The state belongs to another cloud.
pub fn plan_undo(before: &Document, document: &Document, home: &Home) -> Result<(Graph, Plan), PlanError> {
    // A program lives where its state says, wherever the provider is at home.
    let home = if document.home == Home::default() { home } else { &document.home };
    let graph = undo::graph(before, home);
    // What the run made is of no use without the rest of it, whatever the program says of it.
    let mut document = document.clone();
    for (address, record) in &mut document.resources {
        if before.at(address).is_none() {
            (record.protect, record.retain) = (false, false);
        }
    }
    let knowledge = Knowledge::default();
    let plan = planner::plan(&graph, &document, &knowledge, home, (&Selection::default(), Purpose::Undo))?;
    Ok((graph, plan))
}
