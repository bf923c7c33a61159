use std::collections::BTreeMap;

use cloudc_state::Record;
use serde_json::Value as Json;

/// What is known beside the state: answers and reads that were fetched for a plan and are not recorded yet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Knowledge {
    /// Answers to questions about the account, by question.
    pub answers: BTreeMap<String, Json>,
    /// What was read of things that somebody else made, by address.
    pub found: BTreeMap<String, Record>,
}
