use std::sync::Arc;

use cloudc_base::value::Value;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

/// A step into a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// A field of a record.
    Field(Arc<str>),
    /// An entry of a map.
    Entry(Arc<str>),
    /// An element of a list, from 0.
    Item(usize),
}

/// Why a value is not of a type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Misfit {
    /// Where in the value; empty for all of it.
    pub(crate) place: Vec<Step>,
    /// What is wanted there, in words.
    pub(crate) wanted: String,
    /// What is there; none if nothing is.
    pub(crate) found: Option<Value>,
    /// What is there, in words, where the value itself says too little.
    pub(crate) found_as: Option<String>,
    /// The place is a field that the record has not: what it has instead.
    pub(crate) instead: Option<String>,
    /// The fields beside it that nobody has set and that take it.
    pub(crate) beside: Vec<Arc<str>>,
}

impl Misfit {
    pub(super) fn new(wanted: impl Into<String>, found: &Value) -> Misfit {
        Misfit {
            place: Vec::new(),
            wanted: wanted.into(),
            found: Some(found.clone()),
            found_as: None,
            instead: None,
            beside: Vec::new(),
        }
    }

    /// A field that a record has not; it has these, and `near` is probably meant.
    pub(super) fn unknown(
        name: &Arc<str>,
        found: &Value,
        near: Option<&str>,
        names: &IndexSet<&str, FxBuildHasher>,
    ) -> Misfit {
        let instead = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it has {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
        };
        Misfit { instead: Some(instead), ..Misfit::new("no such field", found) }.below(&Step::Field(Arc::clone(name)))
    }

    pub(super) fn below(mut self, step: &Step) -> Misfit {
        self.place.insert(0, step.clone());
        self
    }

    /// The place as a program writes it: `.name`, `["key"]`, `[0]`.
    pub(crate) fn path(&self) -> String {
        path(&self.place)
    }

    /// What is wrong and the way out, if what `word` names has a field that it should not have.
    pub(crate) fn no_field(&self, word: &str) -> Option<(String, &str)> {
        let (Some(instead), Some((Step::Field(field), holder))) = (&self.instead, self.place.split_last()) else {
            return None;
        };
        Some((format!("`{word}{}` has no field `{field}`", path(holder)), instead))
    }
}

/// Steps as a program writes them.
fn path(steps: &[Step]) -> String {
    steps.iter().fold(String::new(), |path, step| match step {
        Step::Field(name) => format!("{path}.{name}"),
        Step::Entry(key) => format!("{path}[{key:?}]"),
        Step::Item(index) => format!("{path}[{index}]"),
    })
}
