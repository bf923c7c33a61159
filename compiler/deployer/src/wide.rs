use std::collections::{BTreeMap, BTreeSet};

use cloudc_facts::facts;

use crate::given::{Given, Policies};
use crate::glob;
use crate::need::Need;

/// What a statement allows beyond what is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wide {
    /// The statement, as messages name it.
    pub statement: String,
    /// Actions that nothing needs, as the statement writes them: a name, or a pattern that means more than is needed, with
    /// how many actions it means beyond that.
    pub actions: Vec<(String, usize)>,
    /// Actions that are needed on some things only, and the statement allows on all.
    pub everywhere: Vec<String>,
}

/// Actions that are needed, in lower case: as they are spelled, and whether they can be limited to things.
type Needed<'n> = BTreeMap<String, (&'n str, bool)>;

/// What policies allow that no need asks for, statement by statement.
pub fn wide(needs: &[Need], policies: &Policies) -> Vec<Wide> {
    let mut needed: Needed<'_> = BTreeMap::new();
    for need in needs {
        // Whether it can be limited to things.
        let (_, limited) = needed.entry(need.action.to_ascii_lowercase()).or_insert((&need.action, true));
        *limited &= &*need.resource != "*";
    }
    let allows = policies.statements.iter().filter(|given| !given.deny);
    let found = allows.map(|given| one(given, &needed));
    found.filter(|wide| !wide.actions.is_empty() || !wide.everywhere.is_empty()).collect()
}

fn one(given: &Given, needed: &Needed<'_>) -> Wide {
    let mut wide = Wide { statement: given.shown(), actions: Vec::new(), everywhere: Vec::new() };
    let all = !given.resources.but && given.resources.patterns.iter().any(|pattern| pattern == "*");
    let mut everywhere = BTreeSet::new();
    let free: Vec<&String> =
        needed.iter().filter(|(known, (_, limited))| !limited && known.contains('*')).map(|(known, _)| known).collect();
    let patterns: Vec<String> = match given.actions.but {
        true => vec!["*".to_owned()],
        false => given.actions.patterns.clone(),
    };
    for pattern in patterns {
        let more = meant(&pattern).into_iter().filter(|action| !is_needed(action, needed)).count();
        if more > 0 {
            wide.actions.push((pattern.clone(), more));
        }
        if all {
            let limited = needed.iter().filter(|(action, (_, limited))| {
                *limited
                    && glob::covers_action(&pattern, action)
                    && !free.iter().any(|known| glob::covers(known, action))
            });
            everywhere.extend(limited.map(|(_, (action, _))| (*action).to_owned()));
        }
    }
    wide.everywhere = everywhere.into_iter().collect();
    wide
}

/// Whether an action is among those that are needed, some of which are patterns.
fn is_needed(action: &str, needed: &Needed<'_>) -> bool {
    needed.contains_key(action) || needed.keys().any(|known| known.contains('*') && glob::covers(known, action))
}

/// The actions that a pattern means, in lower case.
fn meant(pattern: &str) -> Vec<String> {
    let pattern = pattern.to_ascii_lowercase();
    if !pattern.contains(['*', '?']) {
        return vec![pattern];
    }
    let service = pattern.split(':').next().unwrap_or_default();
    let services = facts().iam_prefixes().filter(|known| service.contains('*') || *known == service);
    let named = services.flat_map(|service| {
        let actions = facts().iam_service(service).map(|known| known.actions.keys().cloned().collect::<Vec<_>>());
        actions.into_iter().flatten().map(move |name| format!("{service}:{}", name.to_ascii_lowercase()))
    });
    named.filter(|action| glob::covers(&pattern, action)).collect()
}
