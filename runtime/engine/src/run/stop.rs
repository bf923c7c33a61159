use std::sync::Arc;

use tokio::sync::watch;

/// Whether a run goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Stop {
    /// It goes on.
    #[default]
    No,
    /// Nothing more is started; what runs is finished and recorded.
    Finish,
    /// It ends now; the next run finds out what became of what ran.
    Now,
}

/// Tells a run to stop; clones tell the same run.
#[derive(Debug, Clone)]
pub struct Stopper(Arc<watch::Sender<Stop>>);

impl Default for Stopper {
    fn default() -> Stopper {
        Stopper(Arc::new(watch::Sender::new(Stop::No)))
    }
}

impl Stopper {
    /// Asks for more: first to finish what runs, then to end now. Says what holds from here on.
    pub fn press(&self) -> Stop {
        self.0.send_modify(|stop| *stop = if *stop == Stop::No { Stop::Finish } else { Stop::Now });
        *self.0.borrow()
    }

    /// What holds.
    pub fn now(&self) -> Stop {
        *self.0.borrow()
    }

    /// Waits until more is asked for than `known`.
    pub(super) async fn beyond(&self, known: Stop) {
        let mut receiver = self.0.subscribe();
        // The sender lives as long as this does.
        let _alive = receiver.wait_for(|stop| *stop > known).await;
    }
}
