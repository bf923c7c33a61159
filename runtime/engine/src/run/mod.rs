//! A plan being carried out.
//!
//! One driver (`driver`) owns the state and decides; calls run as tasks beside it (`attempt`) and tell it what they find.
//! Whatever is about to be sent is in the journal first, everything that is ready in one batch; whatever came of it is
//! there before anybody builds on it.

mod attempt;
mod begin;
mod driver;
mod events;
mod gather;
mod kept;
mod keys;
mod lanes;
mod live;
mod outcome;
mod outputs;
mod patience;
mod prepare;
mod recover;
mod report;
mod stop;
mod task;

use std::sync::Arc;

use cloudc_graph::Graph;
use cloudc_provider::Provider;
use cloudc_state::{KeyError, State, StateError};

pub use events::{Event, Observer};
pub use gather::GatherError;
pub(crate) use live::Live;
pub(crate) use outcome::told;
pub use patience::Patience;
pub(crate) use patience::Tries;
pub use recover::recover;
pub use report::{Done, Failure, Finish, NotTried, Report};
pub use stop::{Stop, Stopper};

use crate::Plan;

/// How a plan is carried out.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How long what may pass is waited for.
    pub patience: Patience,
    /// When to stop before the end.
    pub stop: Stopper,
}

/// Why a plan was not carried out to its end, beside what the cloud refused.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The state cannot be written: nothing more was sent.
    #[error("the state cannot be written")]
    State(#[from] StateError),
    /// A secret that has to be kept cannot be: nothing was sent.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The plan was made for another program or an earlier state.
    #[error("the plan is stale: {0}")]
    Stale(&'static str),
    /// The plan holds something that may not be done.
    #[error("the plan may not be carried out")]
    Refused,
}

impl ApplyError {
    /// Why a state cannot be used, told apart by whether it is for want of a key.
    fn of(error: StateError) -> ApplyError {
        match error {
            StateError::Key(error) => ApplyError::Key(error),
            other => ApplyError::State(other),
        }
    }
}

/// Carries out a plan that was made of this graph and this state.
///
/// # Errors
/// The plan does not fit, or the state cannot be written; what the cloud refused is in the report.
pub async fn apply(
    graph: &Graph,
    plan: &Plan,
    state: &mut State,
    provider: &Arc<dyn Provider>,
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Report, ApplyError> {
    fits(graph, plan, state)?;
    keys::for_plan(graph, plan, state).await?;
    begin::begin(graph, plan, state).await?;
    let driver = driver::Driver::new(graph, plan, state, provider, options, observer);
    driver.run().await
}

fn fits(graph: &Graph, plan: &Plan, state: &State) -> Result<(), ApplyError> {
    let document = state.document();
    if plan.graph != crate::fingerprint(graph) {
        return Err(ApplyError::Stale("the program has changed since"));
    }
    if plan.lineage != document.lineage || plan.serial != document.serial {
        return Err(ApplyError::Stale("the state has changed since"));
    }
    if plan.refusals.is_empty() { Ok(()) } else { Err(ApplyError::Refused) }
}
