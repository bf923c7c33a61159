use serde_json::Value as Json;

use crate::Fault;

/// What a cloud says that it would do, without doing it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsal {
    /// What is there now; null if nothing is.
    pub before: Json,
    /// What would be there, with all that the cloud adds.
    pub after: Json,
    /// Whether what is there carries this program's mark.
    pub own: bool,
    /// Why it would not do it as things are, if it would not: somebody else owns what would change.
    pub refused: Option<Fault>,
}
