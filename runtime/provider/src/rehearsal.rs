use serde_json::Value as Json;

/// What a cloud says that it would do, without doing it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsal {
    /// What is there now; null if nothing is.
    pub before: Json,
    /// What would be there, with all that the cloud adds.
    pub after: Json,
}
