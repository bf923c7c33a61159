use super::Kind;
use crate::failure::Failure;

/// Runs the work of a command. In the simulated cloud time passes at once: nobody waits for what nobody makes.
pub(crate) fn block_on<T>(kind: Kind, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let stopped = kind == Kind::Local;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(stopped).build();
    let runtime = runtime.map_err(|source| Failure::Unreadable { path: "the clock".to_owned(), source })?;
    runtime.block_on(work)
}
