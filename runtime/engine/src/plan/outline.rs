use std::collections::BTreeMap;

use cloudc_provider::Home;
use cloudc_state::Record;
use serde::Serialize;
use serde_json::Value as Json;

use super::{Also, Leg, Plan, Purpose, Refusal, Selection, Step, Totals};

/// A plan as data: `cloudc.plan/1`. The same plan gives the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outline<'p> {
    /// `cloudc.plan/1`
    pub format: &'static str,
    /// The program.
    pub app: &'p str,
    /// Where it lives.
    pub home: &'p Home,
    /// What identifies the program's meaning.
    pub graph: &'p str,
    /// The state that it was compared with, and its version.
    pub lineage: &'p str,
    /// The version of the state.
    pub serial: u64,
    /// Whether everything is removed.
    pub removal: bool,
    /// The part of the program that it is about: `only` and `except`.
    #[serde(flatten)]
    pub selection: &'p Selection,
    /// What is in that part, or left out of it, though nobody named it.
    #[serde(skip_serializing_if = "is_empty")]
    pub also: &'p [Also],
    /// Answers to questions about the account that the plan rests on, and the state does not hold yet.
    pub answers: &'p BTreeMap<String, Json>,
    /// What was read of things that somebody else made, by address.
    pub found: &'p BTreeMap<String, Record>,
    /// What is done.
    pub steps: &'p [Step],
    /// What may not be done.
    pub refusals: &'p [Refusal],
    /// What is counted.
    pub totals: Totals,
    /// How long it will typically take, in milliseconds.
    pub forecast: u64,
    /// The longest way: what takes time on it, in order.
    pub longest: &'p [Leg],
}

fn is_empty(also: &&[Also]) -> bool {
    also.is_empty()
}

impl Plan {
    /// The plan as data.
    pub fn outline(&self) -> Outline<'_> {
        Outline {
            format: "cloudc.plan/1",
            app: &self.app,
            home: &self.home,
            graph: &self.graph,
            lineage: &self.lineage,
            serial: self.serial,
            removal: self.purpose == Purpose::Destroy,
            selection: &self.selection,
            also: &self.also,
            answers: &self.answers,
            found: &self.found,
            steps: &self.steps,
            refusals: &self.refusals,
            totals: self.totals,
            forecast: u64::try_from(self.forecast.time.as_millis()).unwrap_or(u64::MAX),
            longest: &self.forecast.way,
        }
    }
}
