//! What may talk to what, as sentences have it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use cloudc_base::value::Value;

use super::Line;
use crate::{Graph, Party, Relation, Verb, references};

/// An end of a sentence before it has a box.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    /// A unit, or an open instance by its place.
    Unit(usize),
    Group(usize),
    /// Somebody else, by what they are called.
    Outside(String),
}

/// What sentences say about one pair of ends.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Verbs without ports.
    verbs: BTreeSet<String>,
    /// Flows of packets, and on which ports.
    flows: BTreeSet<String>,
    /// The sentences.
    pub(super) tells: BTreeSet<String>,
}

impl Said {
    /// The words beside an arrow.
    pub(super) fn label(&self, line: Line) -> Vec<String> {
        let mark = if line == Line::Never { "never " } else { "" };
        let verbs = self.verbs.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        let lines = (!verbs.is_empty()).then_some(verbs).into_iter().chain(self.flows.iter().cloned());
        lines.map(|line| format!("{mark}{line}")).collect()
    }
}

/// Pairs of ends and what is said of them.
pub(super) type Pairs = BTreeMap<(End, End, Line), Said>;

/// How many pairs are shown.
const PAIRS: usize = 1000;

/// All pairs of ends that sentences are about, and how many of the sentences did not fit.
pub(super) fn pairs(graph: &Graph, end: impl Fn(&Party) -> Option<End>) -> (Pairs, usize) {
    let mut pairs = Pairs::new();
    let mut left_out = 0;
    for relation in graph.relations() {
        let subjects: BTreeSet<End> = relation.subjects.iter().filter_map(&end).collect();
        let objects: BTreeSet<End> = objects(relation).iter().filter_map(&end).collect();
        if pairs.len() + subjects.len() * objects.len() > PAIRS {
            left_out += 1;
            continue;
        }
        let line = if relation.never { Line::Never } else { Line::Allow };
        let sentence = relation.to_string();
        for subject in &subjects {
            for object in &objects {
                let said = pairs.entry((subject.clone(), object.clone(), line)).or_default();
                say(said, relation);
                said.tells.insert(sentence.clone());
            }
        }
    }
    (pairs, left_out)
}

/// With whom; for a verb that knows it, what its statements refer to.
fn objects(relation: &Relation) -> Vec<Party> {
    let mut objects = relation.objects.clone();
    if let Verb::Statements(statements) = &relation.verb {
        references(statements, |reference| objects.push(Party::Thing(reference.of.clone())));
    }
    objects
}

fn say(said: &mut Said, relation: &Relation) {
    let mut text = match &relation.verb {
        Verb::Reach => "reach".to_owned(),
        Verb::Named(name) => name.to_string(),
        Verb::Action(action) => action.to_string(),
        Verb::Statements(statements) => actions(statements),
    };
    for (index, ports) in relation.ports.iter().enumerate() {
        // Writing into a String does not fail.
        let _written = write!(text, "{}{ports}", if index == 0 { " " } else { ", " });
    }
    for (index, party) in relation.except.iter().enumerate() {
        let _written = write!(text, "{}{party}", if index == 0 { " except " } else { ", " });
    }
    let plain = relation.ports.is_empty() && relation.except.is_empty() && relation.verb != Verb::Reach;
    if plain {
        said.verbs.insert(text)
    } else {
        said.flows.insert(text)
    };
}

/// The first action of statements, and how many more there are.
fn actions(statements: &Value) -> String {
    let mut actions: Vec<&str> = Vec::new();
    if let Value::List(statements) = statements {
        for statement in statements.iter() {
            if let Value::Record(statement) = statement
                && let Some(Value::List(list)) = statement.get("actions")
            {
                actions
                    .extend(list.iter().filter_map(|it| if let Value::Text(text) = it { Some(&**text) } else { None }));
            }
        }
    }
    match actions.as_slice() {
        [] => "use".to_owned(),
        [only] => (*only).to_owned(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
}
