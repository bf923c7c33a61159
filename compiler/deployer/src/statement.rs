use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde_json::{Map, Value, json};

use crate::need::{Condition, Need};

/// A statement of a policy that allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The actions, sorted.
    pub actions: Vec<Arc<str>>,
    /// ARNs with wildcards, sorted; `${Partition}`, `${Region}` and `${Account}` stand where they are not known.
    pub resources: Vec<Arc<str>>,
    /// What has to hold as well.
    pub condition: Condition,
}

/// What things have in common that stand in one statement.
type Alike<'n> = (BTreeSet<&'n Arc<str>>, &'n Condition);

/// Needs as statements: what is allowed on the same things, and things on which the same is allowed, stand together.
/// Nothing is widened.
pub fn statements<'n>(needs: impl Iterator<Item = &'n Need>) -> Vec<Statement> {
    let mut by_action: BTreeMap<&Arc<str>, BTreeSet<(&Condition, &Arc<str>)>> = BTreeMap::new();
    for need in needs {
        by_action.entry(&need.action).or_default().insert((&need.condition, &need.resource));
    }
    let mut by_thing: BTreeMap<(&Condition, &Arc<str>), BTreeSet<&Arc<str>>> = BTreeMap::new();
    for (action, things) in by_action {
        let mut general: BTreeMap<&Condition, Prefixes<'_>> = BTreeMap::new();
        for (condition, resource) in &things {
            if let Some(prefix) = prefix(resource) {
                general.entry(*condition).or_default().add(prefix);
            }
        }
        let free = Condition::new();
        let is_free = |resource: &Arc<str>| things.contains(&(&free, resource));
        let needed = things.iter().filter(|(condition, resource)| condition.is_empty() || !is_free(resource));
        for thing in needed.filter(|thing| !is_covered(thing, &general)) {
            by_thing.entry(*thing).or_default().insert(action);
        }
    }
    let mut grouped: BTreeMap<Alike<'_>, Vec<Arc<str>>> = BTreeMap::new();
    for ((condition, resource), actions) in by_thing {
        grouped.entry((actions, condition)).or_default().push(Arc::clone(resource));
    }
    let statement = |((actions, condition), resources): (Alike<'_>, Vec<Arc<str>>)| Statement {
        actions: actions.into_iter().cloned().collect(),
        resources,
        condition: condition.clone(),
    };
    grouped.into_iter().map(statement).collect()
}

/// What stands before the only wildcard of an ARN, if that is at its end.
fn prefix(resource: &str) -> Option<&str> {
    resource.strip_suffix('*').filter(|prefix| !prefix.contains(['*', '?']))
}

/// Beginnings of ARNs.
#[derive(Default)]
struct Prefixes<'p> {
    all: FxHashSet<&'p str>,
    /// How long they are: few lengths are looked at instead of every one.
    lengths: BTreeSet<usize>,
}

impl<'p> Prefixes<'p> {
    fn add(&mut self, prefix: &'p str) {
        self.lengths.insert(prefix.len());
        self.all.insert(prefix);
    }

    /// Whether an ARN begins with one of them other than `own`.
    fn begin(&self, resource: &str, own: Option<&str>) -> bool {
        let begins = self.lengths.iter().filter_map(|length| resource.get(..*length));
        begins.into_iter().any(|begin| own != Some(begin) && self.all.contains(begin))
    }
}

/// Whether another of the things of an action means all of this one: under the same conditions, or under none.
fn is_covered((condition, resource): &(&Condition, &Arc<str>), general: &BTreeMap<&Condition, Prefixes<'_>>) -> bool {
    let own = prefix(resource);
    let same = general.get(condition).is_some_and(|prefixes| prefixes.begin(resource, own));
    let free = || general.get(&Condition::new()).is_some_and(|prefixes| prefixes.begin(resource, None));
    same || (!condition.is_empty() && free())
}

impl Statement {
    /// As IAM writes it. What is not known of places is a wildcard.
    pub(crate) fn json(&self) -> Value {
        let one = |values: Vec<String>| match values.as_slice() {
            [only] => json!(only),
            all => json!(all),
        };
        let mut resources: Vec<String> = self.resources.iter().map(|resource| anywhere(resource)).collect();
        resources.sort();
        resources.dedup();
        let actions = self.actions.iter().map(ToString::to_string).collect();
        let mut statement = Map::new();
        statement.insert("Effect".to_owned(), json!("Allow"));
        statement.insert("Action".to_owned(), one(actions));
        statement.insert("Resource".to_owned(), one(resources));
        let mut condition: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
        for ((operator, key), values) in &self.condition {
            let values = one(values.iter().map(ToString::to_string).collect());
            condition.entry(operator).or_default().insert(key.to_string(), values);
        }
        if !condition.is_empty() {
            statement.insert("Condition".to_owned(), json!(condition));
        }
        Value::Object(statement)
    }

    /// The same in two parts, each of half of the things, or of the actions on a single thing; none if there is nothing to divide.
    pub(crate) fn halves(&self) -> Option<[Statement; 2]> {
        if let Some((left, right)) = half(&self.resources) {
            return Some([
                Statement { resources: left, ..self.clone() },
                Statement { resources: right, ..self.clone() },
            ]);
        }
        let (left, right) = half(&self.actions)?;
        Some([Statement { actions: left, ..self.clone() }, Statement { actions: right, ..self.clone() }])
    }
}

type Texts = Vec<Arc<str>>;

/// Both halves of a list; none if one of them is empty.
fn half(all: &[Arc<str>]) -> Option<(Texts, Texts)> {
    let (left, right) = all.split_at_checked(all.len() / 2).filter(|(left, _)| !left.is_empty())?;
    Some((left.to_vec(), right.to_vec()))
}

/// An ARN with wildcards for what is not known of its place.
pub(crate) fn anywhere(resource: &str) -> String {
    ["${Partition}", "${Region}", "${Account}"].iter().fold(resource.to_owned(), |text, name| text.replace(name, "*"))
}
