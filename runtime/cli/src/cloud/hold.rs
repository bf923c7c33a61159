use cloudc_state::State;

use super::session::store;
use crate::failure::Failure;
use crate::program::Program;

/// Takes a program's state to change what is recorded, and nothing in a cloud.
pub(crate) async fn hold(program: &Program, command: &str) -> Result<State, Failure> {
    let app = program.app()?;
    Ok(State::open(store(&program.root, app), app, command).await?)
}

/// Where a program's state is kept.
pub(crate) fn keep(program: &Program) -> Result<Box<dyn cloudc_state::Store>, Failure> {
    Ok(store(&program.root, program.app()?))
}
