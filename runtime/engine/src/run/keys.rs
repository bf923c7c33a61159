//! The keys of a state's secrets, for what is about to be done.

use cloudc_graph::{Graph, Node};
use cloudc_provider::Action;
use cloudc_state::{Pending, State};

use super::ApplyError;
use super::kept::refers;
use crate::Plan;
use crate::plan::{Decision, Planned};

/// Gets the keys that carrying out a plan takes.
pub(super) async fn for_plan(graph: &Graph, plan: &Plan, state: &mut State) -> Result<(), ApplyError> {
    let each = || graph.nodes().iter().zip(&plan.nodes);
    let tells = |(node, planned): (&Node, &Planned)| {
        let is_made = matches!(planned.decision, Decision::Create | Decision::Replace { .. });
        is_made && cloudc_facts::tells_once(&node.ty)
    };
    let reads = |(node, planned): (&Node, &Planned)| {
        let is_sent = matches!(planned.decision, Decision::Create | Decision::Update { .. } | Decision::Replace { .. });
        is_sent && node.properties.is_secret()
    };
    get(state, each().any(tells), each().any(reads)).await
}

/// Gets the keys that it takes to find out what became of interrupted operations.
pub(super) async fn for_pending(state: &mut State, pending: &[Pending]) -> Result<(), ApplyError> {
    let tells =
        |pending: &Pending| pending.intent.action == Action::Create && cloudc_facts::tells_once(&pending.intent.ty);
    let reads = |pending: &Pending| refers(&pending.intent.properties);
    get(state, pending.iter().any(tells), pending.iter().any(reads)).await
}

/// A key must be there where a cloud will tell secrets, or they would be lost. Where secrets are only read, what needs one
/// that cannot be opened fails by itself.
async fn get(state: &mut State, tells: bool, reads: bool) -> Result<(), ApplyError> {
    if tells {
        return state.ready_for_secrets().await.map_err(ApplyError::of);
    }
    if reads {
        state.unlock().await;
    }
    Ok(())
}
