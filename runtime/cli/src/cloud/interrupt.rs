use std::sync::{Mutex, Once, PoisonError};

use cloudc_engine::Stopper;

/// The run that Ctrl-C stops; none while nothing runs.
static RUN: Mutex<Option<Stopper>> = Mutex::new(None);

/// What a shell gives for a process that Ctrl-C has ended.
const ENDED: i32 = 130;

/// While this lives, Ctrl-C stops a run; before and after, it ends the process as it always does.
#[derive(Debug)]
#[must_use]
pub(crate) struct Listening(());

impl Drop for Listening {
    fn drop(&mut self) {
        set(None);
    }
}

/// Asks a run to stop each time that somebody presses Ctrl-C: first to finish what runs, then to end now.
pub(crate) fn listen(stopper: &Stopper) -> Listening {
    static HEARING: Once = Once::new();
    set(Some(stopper.clone()));
    // Whoever has listened to Ctrl-C once must go on: the system does not end the process by it any more. A thread of its own
    // hears it while a question waits for its answer too.
    HEARING.call_once(|| drop(std::thread::spawn(hear)));
    Listening(())
}

fn set(stopper: Option<Stopper>) {
    *RUN.lock().unwrap_or_else(PoisonError::into_inner) = stopper;
}

/// Hears Ctrl-C until the process ends.
fn hear() {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    runtime.block_on(async {
        while tokio::signal::ctrl_c().await.is_ok() {
            let run = RUN.lock().unwrap_or_else(PoisonError::into_inner).clone();
            match run {
                Some(stopper) => drop(stopper.press()),
                None => std::process::exit(ENDED),
            }
        }
    });
}
