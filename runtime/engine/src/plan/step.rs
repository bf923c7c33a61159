use cloudc_provider::Interruption;
use cloudc_provider::path::Place;
use serde::Serialize;
use serde_json::Value as Json;

/// What is done to one resource.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Its address.
    pub address: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
    /// What is done.
    pub what: What,
    /// Why.
    pub causes: Vec<Cause>,
    /// The addresses of the steps that it follows from: without them it, or a part of it, would not be done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<String>,
    /// What whoever uses it feels of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub interrupts: Vec<Interrupts>,
    /// Whether it is done for sure: it may turn out that nothing has changed.
    pub sure: bool,
    /// The address that it had before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<String>,
    /// What the cloud calls it, if it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// It holds data that is lost.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub loses_data: bool,
}

/// What is done to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It is made.
    Create,
    /// It is changed in place.
    Update,
    /// It is replaced: the new one is made first, so that there is always one.
    Replace,
    /// It is replaced: the old one is deleted first, because both cannot be there at once.
    ReplaceDeleteFirst,
    /// It is deleted.
    Delete,
    /// It is no longer the program's; the cloud keeps it.
    Forget,
    /// It has another address; nothing is done in the cloud.
    Move,
}

/// What a step interrupts, and by which of its properties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Interrupts {
    /// How.
    pub how: Interruption,
    /// The properties whose change does it; none if it is the replacement.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// For how long something is away, typically, in milliseconds, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<u64>,
    /// The machines that are replaced one after another, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub machines: Option<Machines>,
}

/// Machines that are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Machines {
    /// How many there are.
    pub count: u64,
    /// How many of them are replaced at once.
    pub at_once: u64,
}

/// In which order something is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// The new one is made first.
    Create,
    /// The old one is deleted first.
    Delete,
}

/// Why something is done.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum Cause {
    /// It is declared and not there.
    New,
    /// A property differs.
    Property {
        /// Which.
        place: Place,
        /// What is there.
        #[serde(skip_serializing_if = "Option::is_none")]
        before: Option<Json>,
        /// What is to be there; a mark if it is known later.
        #[serde(skip_serializing_if = "Option::is_none")]
        after: Option<Json>,
        /// It cannot be changed in place.
        replaces: bool,
        /// Whether it differs for sure.
        sure: bool,
    },
    /// Nobody knows what a property is, because a change failed half-way.
    Unsure {
        /// Which.
        place: Place,
    },
    /// A secret of it that the program reads was told once, and nobody has kept it.
    Lost {
        /// Which.
        place: Place,
    },
    /// Making it did not finish.
    Unfinished,
    /// It was of another type.
    Type {
        /// The type before.
        before: String,
    },
    /// It lived elsewhere.
    Site {
        /// Where.
        before: String,
        /// Where it is to live.
        after: String,
    },
    /// Its cluster is made anew.
    Cluster {
        /// The cluster's address.
        address: String,
    },
    /// Both cannot be there at once, for this key of theirs.
    Exclusive {
        /// What only one can have.
        key: String,
    },
    /// It has what another new resource wants, and only one can have.
    InTheWay,
    /// The cloud deletes this type first.
    DeletesFirst,
    /// What it needs is deleted first.
    NeedsDeleted {
        /// The address of what it needs.
        address: String,
    },
    /// What it needs is deleted first, and cannot be as long as this is there.
    Holds {
        /// The address of what it needs.
        address: String,
    },
    /// It is no longer declared.
    Undeclared,
    /// Everything is removed.
    Removal,
    /// The run that made it is taken back.
    Undone,
    /// Another has taken its place.
    Replaced,
    /// `@retain`.
    Retained,
    /// `@was`.
    Renamed,
}

/// How much is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Totals {
    /// How many are made.
    pub create: usize,
    /// How many are changed in place.
    pub update: usize,
    /// How many are replaced.
    pub replace: usize,
    /// How many are deleted.
    pub delete: usize,
    /// How many are no longer the program's.
    pub forget: usize,
    /// How many have another address and nothing else.
    pub moved: usize,
    /// How many stay as they are.
    pub keep: usize,
    /// How many are no part of what is planned.
    #[serde(skip_serializing_if = "is_none")]
    pub left_out: usize,
    /// How many of them may turn out to stay.
    pub perhaps: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_none(count: &usize) -> bool {
    *count == 0
}

impl Totals {
    /// Counts a step.
    pub(super) fn count(&mut self, step: &Step) {
        let slot = match step.what {
            What::Create => &mut self.create,
            What::Update => &mut self.update,
            What::Replace | What::ReplaceDeleteFirst => &mut self.replace,
            What::Delete => &mut self.delete,
            What::Forget => &mut self.forget,
            What::Move => &mut self.moved,
        };
        *slot += 1;
        if !step.sure {
            self.perhaps += 1;
        }
    }
}
