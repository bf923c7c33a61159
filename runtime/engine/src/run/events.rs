use std::time::Duration;

use cloudc_provider::{Action, Class};
use serde::Serialize;

/// Something that happened in a run, for whoever watches it. Times are in milliseconds, by the cloud's clock.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// What became of an operation of an earlier run was found out.
    Recovered {
        /// The resource.
        address: String,
        /// What the operation did.
        action: Action,
        /// What became of it, in words.
        outcome: &'static str,
    },
    /// An operation was sent.
    Started {
        /// The resource.
        address: String,
        /// What it does.
        action: Action,
        /// The type of the resource.
        #[serde(rename = "type")]
        ty: String,
        /// How long it typically takes.
        typical: u64,
        /// How long it and what waits for it typically take, on the longest way.
        way: u64,
    },
    /// The cloud says what it is doing.
    Progress {
        /// The resource.
        address: String,
        /// In the cloud's words.
        message: String,
    },
    /// A call is sent again later.
    Retried {
        /// The resource.
        address: String,
        /// Why.
        class: Class,
        /// What the cloud said.
        message: String,
    },
    /// An operation is done.
    Done {
        /// The resource.
        address: String,
        /// What it did; none if it turned out that nothing was to be done.
        action: Option<Action>,
        /// What the cloud calls the resource.
        identifier: String,
        /// How long it took; none at all for what turned out to be done already.
        took: u64,
    },
    /// An operation will not be tried in this run.
    NotTried {
        /// The resource.
        address: String,
        /// What was to be done.
        action: Action,
        /// The address of what failed before it; none if the run was stopped.
        because: Option<String>,
    },
    /// A resource is no longer the program's.
    Forgotten {
        /// The resource.
        address: String,
    },
    /// An operation failed.
    Failed {
        /// The resource.
        address: String,
        /// What kind of fault it was; none if nothing was sent.
        class: Option<Class>,
        /// The cloud's code.
        code: String,
        /// What the cloud said.
        message: String,
        /// What was to be done.
        action: Option<Action>,
    },
    /// The run was asked to stop.
    Stopping {
        /// How many operations are running.
        running: usize,
    },
}

/// Somebody who watches a run.
pub trait Observer: Send {
    /// Something happened; `at` is how long the run has taken by then, by the cloud's clock.
    fn event(&mut self, at: Duration, event: &Event);
}

impl<F: FnMut(Duration, &Event) + Send> Observer for F {
    fn event(&mut self, at: Duration, event: &Event) {
        self(at, event);
    }
}
