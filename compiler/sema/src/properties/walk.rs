use std::cell::Cell;
use std::sync::{Arc, LazyLock};

use super::advice;
use super::at::{At, Step};
use super::known::Known;
use super::node::Node;
use super::place::Place;
use super::reference;
use super::types::{fits, found, types_of, wanted};
use crate::mistakes::property_type;
use crate::program::Program;
use cloudc_base::Finding;
use cloudc_base::value::{Later, Value};
use cloudc_facts::{Bits, Classes, ResourceType, Types, facts};

/// Why properties are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// So that the cloud makes the resource so.
    Create,
    /// To find a resource that is there, and to say what the checks may rely on: nothing has to be said.
    Promise,
}

/// Holds values against nodes, and keeps what does not fit.
pub(super) struct Walk<'p, 'w> {
    pub(super) program: &'p Program<'w>,
    pub(super) ty: &'p ResourceType,
    pub(super) known: &'p Known,
    pub(super) purpose: Purpose,
    pub(super) found: Vec<Found>,
    /// The conditions that hold where the walk is: ` where ..`.
    pub(super) because: Vec<String>,
    /// Whether what is walked now is no more than advice.
    pub(super) doubtful: bool,
    /// How many questions may still be asked. Forms in forms in forms could ask without end.
    questions: Cell<u64>,
}

/// How many questions a resource may cost, and how many more for each part of its properties. Most cost ten for each.
const QUESTIONS: (u64, u64) = (10_000, 500);

/// How many mistakes of one resource are looked up in its text.
const MISTAKES: usize = 1000;

/// A mistake, before its place in the text is known.
pub(super) struct Found {
    /// Where it is shown.
    pub(super) steps: Vec<Step>,
    /// What it is about: nothing more is said about these, and no condition is decided by them.
    pub(super) marks: Vec<Vec<Step>>,
    pub(super) only: Only,
    pub(super) because: Vec<String>,
    pub(super) doubtful: bool,
    pub(super) make: Make,
}

/// Makes the finding once its place is known.
pub(super) type Make = Box<dyn FnOnce(&Place) -> Finding>;

/// When a mistake is one.
pub(super) enum Only {
    Always,
    /// In a cluster of one of these releases.
    InRelease(Bits),
    /// In a cluster of none of these releases.
    NotInRelease(Bits),
    /// In a region of these that is not in the set.
    NotInRegion(Arc<Classes>, Bits),
}

impl Found {
    pub(super) fn new(at: &At<'_>, make: impl FnOnce(&Place) -> Finding + 'static) -> Found {
        Found {
            steps: at.steps(),
            marks: vec![at.steps()],
            only: Only::Always,
            because: Vec::new(),
            doubtful: false,
            make: Box::new(make),
        }
    }

    pub(super) fn only(self, only: Only) -> Found {
        Found { only, ..self }
    }

    /// The same, about entries of the record that stands there.
    pub(super) fn about<'n>(self, at: &At<'_>, names: impl IntoIterator<Item = &'n str>) -> Found {
        Found { marks: names.into_iter().map(|name| at.name(name).steps()).collect(), ..self }
    }
}

/// A node that takes anything that a cloud takes.
static ANYTHING: LazyLock<Option<Node>> =
    LazyLock::new(|| Some(Node::new(facts().resource_type("k8s.Object")?.schema().property("status")?)));

impl<'p, 'w> Walk<'p, 'w> {
    pub(super) fn new(program: &'p Program<'w>, ty: &'p ResourceType, known: &'p Known, purpose: Purpose) -> Self {
        let questions = Cell::new(QUESTIONS.0);
        Walk { program, ty, known, purpose, found: Vec::new(), because: Vec::new(), doubtful: false, questions }
    }

    /// All properties of a resource, and the conditions between them.
    pub(super) fn resource(&mut self, properties: &Value) {
        let known = self.known;
        self.questions.set(QUESTIONS.0 + QUESTIONS.1 * properties.weight());
        self.value(&known.root, properties, &At::ROOT);
        let engines = engines(properties);
        for (path, classes) in &known.classes {
            self.below(path, &mut |walk, value, at| walk.class(classes, value, &engines, at), properties, &At::ROOT);
        }
        if let Some(path) = &known.triggers {
            self.below(path, &mut |walk, value, at| walk.trigger(value, at), properties, &At::ROOT);
        }
        let rules = if self.purpose == Purpose::Create { &*known.rules } else { &[] };
        for rule in rules {
            self.doubtful = rule.doubtful;
            self.below(&rule.at, &mut |walk, value, at| walk.value(rule.node.get(), value, at), properties, &At::ROOT);
        }
    }

    /// Does something for every value at a path of the facts.
    fn below(
        &mut self,
        path: &[Box<str>],
        act: &mut dyn FnMut(&mut Self, &Value, &At<'_>),
        value: &Value,
        at: &At<'_>,
    ) {
        let Some((step, rest)) = path.split_first() else { return act(self, value, at) };
        match value {
            Value::Record(record) => {
                if let Some((name, inner)) = record.iter().find(|(name, _)| ***name == **step) {
                    self.below(rest, act, inner, &at.name(name));
                }
            }
            Value::List(values) if &**step == "*" => {
                values.iter().enumerate().for_each(|(index, inner)| self.below(rest, act, inner, &at.item(index)));
            }
            _ => {}
        }
    }

    /// A value of any form.
    pub(super) fn value(&mut self, node: &Node, value: &Value, at: &At<'_>) {
        if !self.may_ask(at) || self.found.len() >= MISTAKES || self.is_wrong(at) {
            return;
        }
        let types = types_of(self.program, value);
        if types == Types::NONE || (!node.types.is_empty() && !fits(types, node.types)) {
            // What a condition says nothing about is the matter of the schema itself.
            if types != Types::NONE || !node.schema.is_condition() {
                self.wrong_type(node, value, at);
            }
            return;
        }
        match value {
            Value::Record(record) => self.object(node, record, at),
            Value::List(values) => self.list(node, values, at),
            Value::Later(later) => self.later(node, later, at),
            _ => self.scalar(node, value, at),
        }
        self.rules(node, value, at);
    }

    /// A value that a cloud may give any form.
    pub(super) fn anything(&mut self, value: &Value, at: &At<'_>) {
        if let Some(node) = &*ANYTHING {
            self.value(node, value, at);
        }
    }

    fn wrong_type(&mut self, node: &Node, value: &Value, at: &At<'_>) {
        let (wanted, there) = (wanted(node), found(self.program, value));
        let advice = advice::advice(self.program, self.ty, node, value, at.innermost());
        self.push(Found::new(at, move |place| property_type::finding(place, &wanted, &there, advice)));
    }

    fn later(&mut self, node: &Node, later: &Later, at: &At<'_>) {
        if let Some(make) = reference::mismatch(self.program, node, later) {
            self.push(Found::new(at, make));
        }
    }

    pub(super) fn push(&mut self, found: Found) {
        if self.found.len() < MISTAKES {
            self.found.push(Found { because: self.because.clone(), doubtful: self.doubtful, ..found });
        }
    }

    /// Whether one more question may be asked, about what stands here.
    pub(super) fn may_ask(&self, at: &At<'_>) -> bool {
        let left = self.questions.get();
        self.questions.set(left.saturating_sub(1));
        left > 0 && !at.is_too_deep()
    }

    /// Whether something wrong has been found just here: what is said about it further on follows from that.
    pub(super) fn is_wrong(&self, at: &At<'_>) -> bool {
        self.found.iter().flat_map(|one| &one.marks).any(|mark| at.is(mark))
    }
}

/// The engine of a database as tables of classes name it, the more exact name first.
fn engines(properties: &Value) -> Vec<String> {
    let Value::Record(record) = properties else { return Vec::new() };
    let text = |name: &str| match record.get(name) {
        Some(Value::Text(text)) => Some(text.to_ascii_lowercase()),
        _ => None,
    };
    let Some(engine) = text("Engine") else { return Vec::new() };
    let licensed = text("LicenseModel").map(|licence| format!("{engine}|{licence}"));
    licensed.into_iter().chain([engine]).collect()
}
