use std::time::Duration;

use cloudc_engine::Event;
use cloudc_provider::Action;

/// What a run is doing, as its events tell it. Times are those of the run's own clock.
#[derive(Debug, Default)]
pub(super) struct Board {
    /// How many operations change something.
    pub(super) calls: usize,
    pub(super) done: usize,
    pub(super) failed: usize,
    pub(super) not_tried: usize,
    /// What runs, the longest running first.
    pub(super) running: Vec<Doing>,
    /// How often somebody asked for an end.
    pub(super) stops: usize,
}

/// An operation that runs.
#[derive(Debug)]
pub(super) struct Doing {
    pub(super) address: String,
    pub(super) action: Action,
    pub(super) ty: String,
    /// When it was sent.
    pub(super) since: Duration,
    /// How long it typically takes.
    pub(super) typical: Duration,
    /// How long what waits for it takes after it, on the longest way.
    behind: Duration,
    /// What the cloud said last.
    pub(super) note: String,
}

impl Doing {
    /// How long it takes until it and what waits for it are done.
    fn left(&self, at: Duration) -> Duration {
        let gone = at.saturating_sub(self.since);
        self.typical.saturating_sub(gone) + self.behind
    }
}

impl Board {
    pub(super) fn new(calls: usize) -> Board {
        Board { calls, ..Board::default() }
    }

    /// How many wait for others, or for their turn.
    pub(super) fn waiting(&self) -> usize {
        self.calls.saturating_sub(self.done + self.failed + self.not_tried + self.running.len())
    }

    /// How long it takes until everything is done, and what that waits for; none while nothing runs.
    pub(super) fn left(&self, at: Duration) -> Option<(Duration, &Doing)> {
        let left = self.running.iter().map(|doing| (doing.left(at), doing));
        // Of several that take as long, the one that was begun first is named.
        left.rev().max_by_key(|(left, _)| *left)
    }

    pub(super) fn hear(&mut self, at: Duration, event: &Event) {
        match event {
            Event::Started { address, action, ty, typical, way } => self.running.push(Doing {
                address: address.clone(),
                action: *action,
                ty: ty.clone(),
                since: at,
                typical: Duration::from_millis(*typical),
                behind: Duration::from_millis(way.saturating_sub(*typical)),
                note: String::new(),
            }),
            Event::Progress { address, message } => self.note(address, message),
            Event::Retried { address, class, message } => self.note(address, &format!("again: {message} ({class})")),
            Event::Done { address, action, .. } => {
                self.done += 1;
                self.end(address, *action);
            }
            Event::Failed { address, action, .. } => {
                self.failed += 1;
                self.end(address, *action);
            }
            Event::NotTried { .. } => self.not_tried += 1,
            Event::Stopping { .. } => self.stops += 1,
            Event::Recovered { .. } | Event::Forgotten { .. } => {}
        }
    }

    fn note(&mut self, address: &str, note: &str) {
        for doing in self.running.iter_mut().filter(|doing| doing.address == address) {
            note.clone_into(&mut doing.note);
        }
    }

    fn end(&mut self, address: &str, action: Option<Action>) {
        let is_it = |doing: &Doing| doing.address == address && action.is_none_or(|action| action == doing.action);
        if let Some(index) = self.running.iter().position(is_it) {
            self.running.remove(index);
        }
    }
}
