use std::sync::Arc;

use crate::entry::Entry;
use crate::header::RawRule;
use crate::{Path, Schema};

/// A condition between the properties of a type, beyond its schema.
#[derive(Debug, Clone)]
pub struct Rule {
    /// cfn-lint's number; one that starts with `W` is a warning.
    pub id: Box<str>,
    /// The place that it is about; none is the whole resource.
    pub at: Option<Path>,
    /// What must hold there.
    pub schema: Schema,
}

impl Rule {
    pub(crate) fn new(entry: &Arc<Entry>, raw: &RawRule) -> Rule {
        let schema = Schema::condition(entry.clone(), raw.node.0.clone());
        Rule { id: raw.id.clone(), at: raw.at.clone(), schema }
    }
}
