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
    /// Bringing to zero what can be halted.
    Halt,
    /// Bringing it back.
    Resume,
    /// Listing what is there of the types of the program, whoever made it.
    Discover,
    /// Taking over what somebody else made, which begins with a plan.
    Import,
    /// Logging in to machines, and through them.
    Connect,
}

impl Phase {
    /// All of them.
    pub const ALL: [Phase; 8] = [
        Phase::Plan,
        Phase::Apply,
        Phase::Destroy,
        Phase::Halt,
        Phase::Resume,
        Phase::Discover,
        Phase::Import,
        Phase::Connect,
    ];

    /// Those that make a program, and take it away: what a deployer is there for.
    pub const RUNS: [Phase; 3] = [Phase::Plan, Phase::Apply, Phase::Destroy];

    /// As the command is called.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Plan => "plan",
            Phase::Apply => "apply",
            Phase::Destroy => "destroy",
            Phase::Halt => "halt",
            Phase::Resume => "resume",
            Phase::Discover => "discover",
            Phase::Import => "import",
            Phase::Connect => "connect",
        }
    }

    /// What it is for, as messages say it: "to be planned".
    pub fn purpose(self) -> &'static str {
        match self {
            Phase::Plan => "to be planned",
            Phase::Apply => "to be applied",
            Phase::Destroy => "to be destroyed",
            Phase::Halt => "to be halted",
            Phase::Resume => "to be resumed",
            Phase::Discover => "to be discovered",
            Phase::Import => "to be imported",
            Phase::Connect => "to be logged in to",
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
