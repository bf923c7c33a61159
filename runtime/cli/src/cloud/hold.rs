use cloudc_state::{State, StateError, Store};

use super::Kind;
use super::keys::keepers;
use super::session::store;
use crate::failure::Failure;
use crate::program::Program;

/// Takes a program's state to change what is recorded, and nothing in a cloud.
pub(crate) async fn hold(kind: Kind, program: &Program, command: &str) -> Result<State, Failure> {
    let app = program.app()?;
    let keepers = keepers(kind, program, app, false).map_err(StateError::from)?;
    let mut state = State::open(store(kind, program, app).await?, app, command).await?;
    state.kept_by(keepers);
    Ok(state)
}

/// Gives a state back, whatever came of what was done with it: what went wrong first is told.
pub(crate) async fn give_back<T>(state: State, done: Result<T, Failure>) -> Result<T, Failure> {
    let closed = state.close().await;
    let done = done?;
    closed?;
    Ok(done)
}

/// Where a program's state is kept.
pub(crate) async fn keep(kind: Kind, program: &Program) -> Result<Box<dyn Store>, Failure> {
    store(kind, program, program.app()?).await
}
