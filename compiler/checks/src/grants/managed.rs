use cloudc_base::value::{From, Value};
use cloudc_facts::{ManagedPolicy, facts};

/// A policy of AWS that an identity has.
#[derive(Debug)]
pub(crate) struct Managed {
    /// Who has it: a node.
    pub(crate) holder: usize,
    /// Its name.
    pub(crate) name: String,
    /// How far it goes, if that is known.
    pub(crate) policy: Option<ManagedPolicy>,
}

/// How far a policy of AWS goes with an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// It does not grant it.
    None,
    /// It may grant it.
    Perhaps,
    /// It grants it on everything.
    Full,
}

/// First words of actions that only read: those by which the facts sort what policies grant.
const READS: &[&str] = &[
    "get", "list", "describe", "batchget", "query", "scan", "select", "search", "lookup", "head", "view", "check",
    "test", "simulate", "estimate", "preview",
];

impl Managed {
    /// A policy by its ARN; none if it is not one of AWS.
    pub(super) fn read(value: &Value, holder: usize) -> Option<Managed> {
        let end = match value {
            Value::Text(text) => &**text,
            Value::Later(later) => match later.from() {
                // `"arn:${partition}:iam::aws:policy/ReadOnlyAccess"`
                From::Joined(parts) => match parts.last() {
                    Some(Value::Text(end)) => &**end,
                    _ => return None,
                },
                _ => return None,
            },
            _ => return None,
        };
        let (_, path) = end.split_once(":aws:policy/")?;
        let name = path.rsplit('/').next()?;
        Some(Managed { holder, name: name.to_owned(), policy: facts().managed_policy(name) })
    }

    /// How far it goes with an action, `dynamodb:DeleteItem` in lower case.
    pub(crate) fn level(&self, action: &str) -> Level {
        let Some(policy) = &self.policy else { return Level::Perhaps };
        let (service, name) = action.split_once(':').unwrap_or((action, ""));
        let among =
            |services: &[Box<str>]| services.iter().any(|known| &**known == "*" || known.eq_ignore_ascii_case(service));
        let reads = name.contains('*') || READS.iter().any(|word| name.starts_with(word));
        if among(&policy.full) {
            Level::Full
        } else if among(&policy.write) || (reads && among(&policy.read)) {
            Level::Perhaps
        } else {
            Level::None
        }
    }
}
