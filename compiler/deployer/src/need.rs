use std::collections::BTreeMap;
use std::sync::Arc;

/// What is done with a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Looking what would be done.
    Plan,
    /// Doing it, which begins with a plan. It may remove and replace.
    Apply,
    /// Removing everything.
    Destroy,
}

impl Phase {
    /// All of them.
    pub const ALL: [Phase; 3] = [Phase::Plan, Phase::Apply, Phase::Destroy];

    /// As the command is called.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Plan => "plan",
            Phase::Apply => "apply",
            Phase::Destroy => "destroy",
        }
    }

    /// What it is for, as messages say it: "to be planned".
    pub fn purpose(self) -> &'static str {
        match self {
            Phase::Plan => "to be planned",
            Phase::Apply => "to be applied",
            Phase::Destroy => "to be destroyed",
        }
    }
}

/// What has to hold as well: operator and key, and the values of which one must be there.
pub type Condition = BTreeMap<(&'static str, Arc<str>), Vec<Arc<str>>>;

/// An action that somebody must be allowed, on a thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// The account, as the program's `app` calls it; none is the program's own.
    pub account: Option<Arc<str>>,
    /// The action: `sqs:CreateQueue`.
    pub action: Arc<str>,
    /// The ARN it is about, with wildcards. `${Partition}`, `${Region}` and `${Account}` stand where they are not known.
    pub resource: Arc<str>,
    /// What can be asked for beside.
    pub condition: Condition,
    /// When it is needed.
    pub phase: Phase,
    /// The node that needs it; none if the program as a whole does.
    pub node: Option<usize>,
}
