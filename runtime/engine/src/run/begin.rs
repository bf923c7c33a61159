use cloudc_graph::{Graph, Node};
use cloudc_state::{Entry, Record, State, StateError};

use crate::Plan;
use crate::plan::Planned;

/// Writes what a plan changes without any call: where the program lives, answers, new addresses, marks.
pub(super) async fn begin(graph: &Graph, plan: &Plan, state: &mut State) -> Result<(), StateError> {
    if !plan.steps.is_empty() {
        // What was before can be gone back to.
        state.checkpoint().await?;
    }
    let document = state.document();
    let mut entries = Vec::new();
    if !plan.steps.is_empty() {
        entries.push(Entry::Began { command: plan.purpose.word().to_owned(), graph: plan.graph.clone() });
    }
    if document.home != plan.home {
        entries.push(Entry::Settled { home: plan.home.clone() });
    }
    for (question, answer) in &plan.answers {
        if document.answers.get(question) != Some(answer) {
            entries.push(Entry::Answered { question: question.clone(), answer: answer.clone() });
        }
    }
    for (node, planned) in graph.nodes().iter().zip(&plan.nodes) {
        let address = node.address.to_string();
        if let Some(from) = &planned.moved_from {
            entries.push(Entry::Moved { from: from.clone(), to: address.clone() });
        }
        let record = document.at(planned.moved_from.as_ref().unwrap_or(&address));
        if let Some(record) = record.filter(|_| planned.notes) {
            entries.push(Entry::Noted { address, record: Box::new(noted(node, planned, record)) });
        }
    }
    state.record(entries).await
}

/// The record with what the program says beside properties.
fn noted(node: &Node, planned: &Planned, record: &Record) -> Record {
    Record {
        site: planned.site.clone(),
        needs: planned.needs.clone(),
        protect: node.lifecycle.protect,
        retain: node.lifecycle.retain,
        snapshot: node.lifecycle.snapshot,
        ..record.clone()
    }
}
