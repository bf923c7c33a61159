use std::collections::BTreeMap;
use std::sync::Arc;

use crate::given::{Given, Policies};
use crate::glob;
use crate::need::{Need, Phase};
use crate::{Way, conditions};

/// Something that policies do not allow, and who needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// The action.
    pub action: Arc<str>,
    /// Why it is not allowed.
    pub why: Why,
    /// The things that it is needed on, sorted: ARNs with wildcards.
    pub resources: Vec<Arc<str>>,
    /// The nodes that need it, sorted; empty if the program as a whole does.
    pub nodes: Vec<usize>,
    /// When it is needed.
    pub phases: Vec<Phase>,
}

/// Why something is not allowed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Nothing allows the action.
    Missing,
    /// The action is allowed, on other things or under conditions that do not hold: by this statement.
    Elsewhere(String),
    /// This statement forbids it.
    Denied(String),
    /// This statement allows it if something holds that is not known beforehand: these keys.
    Perhaps(String, Vec<String>),
}

/// What policies lack of what is needed, by action.
pub fn lacks(needs: &[Need], policies: &Policies, way: Way) -> Vec<Lack> {
    let mut relevant: BTreeMap<&str, Vec<&Given>> = BTreeMap::new();
    let mut known: BTreeMap<(&str, &str, &crate::Condition, bool), Option<Why>> = BTreeMap::new();
    let mut found: BTreeMap<(Arc<str>, Why), Lack> = BTreeMap::new();
    for need in needs {
        let statements = relevant.entry(&need.action).or_insert_with(|| about(policies, &need.action));
        let asked = (&*need.action, &*need.resource, &need.condition, need.node.is_some());
        let why = known.entry(asked).or_insert_with(|| judged(need, statements, way));
        let Some(why) = why.clone() else { continue };
        let empty = || Lack {
            action: Arc::clone(&need.action),
            why: why.clone(),
            resources: Vec::new(),
            nodes: Vec::new(),
            phases: Vec::new(),
        };
        let lack = found.entry((Arc::clone(&need.action), why.clone())).or_insert_with(empty);
        lack.resources.push(Arc::clone(&need.resource));
        lack.nodes.extend(need.node);
        lack.phases.push(need.phase);
    }
    let mut all: Vec<Lack> = found.into_values().collect();
    for lack in &mut all {
        sorted(&mut lack.resources);
        sorted(&mut lack.nodes);
        sorted(&mut lack.phases);
    }
    all
}

fn sorted<T: Ord>(all: &mut Vec<T>) {
    all.sort();
    all.dedup();
}

/// The statements that can be about an action.
fn about<'p>(policies: &'p Policies, action: &str) -> Vec<&'p Given> {
    let names = |given: &&Given| match (given.actions.but, given.deny) {
        (false, false) => given.actions.patterns.iter().any(|pattern| glob::covers_action(pattern, action)),
        (false, true) => given.actions.patterns.iter().any(|pattern| meets_action(pattern, action)),
        (true, _) => !given.actions.patterns.iter().any(|pattern| meets_action(pattern, action)),
    };
    policies.statements.iter().filter(names).collect()
}

fn meets_action(pattern: &str, action: &str) -> bool {
    glob::meets(&pattern.to_ascii_lowercase(), &action.to_ascii_lowercase())
}

/// Why a need is not met by the statements that are about its action; none if it is.
fn judged(need: &Need, statements: &[&Given], way: Way) -> Option<Why> {
    let holds = |given: &Given| conditions::holds(given, need, way);
    let denies = |given: &&&Given| {
        given.deny && is_on(given, &need.resource, glob::meets) && holds(given).is_ok_and(|unknown| unknown.is_empty())
    };
    if let Some(given) = statements.iter().find(denies) {
        return Some(Why::Denied(given.shown()));
    }
    let (mut elsewhere, mut perhaps) = (None, None);
    for given in statements.iter().filter(|given| !given.deny) {
        let on = is_on(given, &need.resource, glob::covers);
        match (on, holds(given)) {
            (true, Ok(unknown)) if unknown.is_empty() => return None,
            (true, Ok(unknown)) => perhaps = perhaps.or_else(|| Some(Why::Perhaps(given.shown(), unknown))),
            _ => elsewhere = elsewhere.or_else(|| Some(Why::Elsewhere(given.shown()))),
        }
    }
    perhaps.or(elsewhere).or(Some(Why::Missing))
}

/// Whether a statement is about a thing, by how patterns are compared.
fn is_on(given: &Given, resource: &str, compare: fn(&str, &str) -> bool) -> bool {
    let patterns = &given.resources.patterns;
    match given.resources.but {
        false => patterns.iter().any(|pattern| compare(pattern, &placed(pattern, resource))),
        // What surely is not among the others, to be allowed; what may not be, to be denied.
        true => {
            let allows = !given.deny;
            !patterns.iter().any(|pattern| {
                let resource = placed(pattern, resource);
                if allows { glob::meets(pattern, &resource) } else { glob::covers(pattern, &resource) }
            })
        }
    }
}

/// A thing with the place of a pattern where its own is not known: whoever has the policy is there.
fn placed(pattern: &str, resource: &str) -> String {
    if !resource.contains("${") {
        return resource.to_owned();
    }
    let fields: Vec<&str> = pattern.splitn(6, ':').collect();
    let unknown = ["${Partition}", "${Region}", "${Account}"];
    let parts = resource.splitn(6, ':').enumerate().map(|(at, part)| match fields.get(at) {
        Some(theirs) if unknown.contains(&part) && fields.len() == 6 => (*theirs).to_owned(),
        _ => crate::statement::anywhere(part),
    });
    parts.collect::<Vec<_>>().join(":")
}
