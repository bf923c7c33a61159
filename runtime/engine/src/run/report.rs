use std::collections::BTreeMap;
use std::time::Duration;

use cloudc_provider::{Action, Class};
use serde::Serialize;
use serde_json::Value as Json;

/// What a run came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// How it ended.
    pub finish: Finish,
    /// What was done, in the order in which it was done.
    pub done: Vec<Done>,
    /// What failed.
    pub failed: Vec<Failure>,
    /// What was not tried, by address.
    pub not_tried: Vec<NotTried>,
    /// How long it took, by the cloud's clock.
    pub took: Duration,
    /// The outputs of the program.
    pub outputs: BTreeMap<String, Json>,
    /// Outputs that have no value, and why.
    pub missing: Vec<(String, String)>,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// Everything was done.
    #[default]
    Complete,
    /// Something failed; everything that does not need it was done.
    Incomplete,
    /// It was asked to stop, and finished what was running.
    Stopped,
    /// It was asked to end at once; what was running may have been carried out.
    Interrupted,
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Done {
    /// The resource.
    pub address: String,
    /// What.
    pub action: Action,
}

/// Something that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The resource.
    pub address: String,
    /// What was to be done; none if it did not come to that.
    pub action: Option<Action>,
    /// What kind of fault it was; none if nothing was sent.
    pub class: Option<Class>,
    /// The cloud's code.
    pub code: String,
    /// What the cloud said.
    pub message: String,
    /// Whether it may have been done all the same; the next run finds out.
    pub unknown: bool,
    /// The number of its node in the graph, if it is declared.
    #[serde(skip)]
    pub node: Option<usize>,
}

/// Something that was not tried.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NotTried {
    /// The resource.
    pub address: String,
    /// What was to be done.
    pub action: Action,
    /// The address of what failed before it; none if the run was stopped.
    pub because: Option<String>,
}
