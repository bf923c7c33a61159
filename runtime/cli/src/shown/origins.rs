//! Which changes of a plan the others follow from.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use cloudc_engine::{Cause, Step, What};

use super::names::names;
use super::paint::Paint;
use crate::colour::Colour;

/// How many names stand on a line.
const NAMED: usize = 5;

/// Each step that others follow from and that follows from none, with those.
pub(super) fn shown(steps: &[Step], colour: Colour) -> String {
    let mut followers: BTreeMap<&str, Vec<&Step>> = BTreeMap::new();
    let by_address: BTreeMap<&str, &Step> = steps.iter().map(|step| (step.address.as_str(), step)).collect();
    for step in steps.iter().filter(|step| !step.because.is_empty()) {
        for origin in origins(step, &by_address) {
            followers.entry(origin).or_default().push(step);
        }
    }
    let mut text = String::new();
    for (origin, steps) in followers {
        let origin = by_address.get(origin).map_or_else(|| origin.to_owned(), |step| reason(step));
        let _infallible = writeln!(text, "{}", Paint::Strong.on(&format!("Because {origin}:"), colour));
        for (what, word) in WORDS {
            let alike: Vec<&str> =
                steps.iter().filter(|step| what.contains(&step.what)).map(|step| &*step.address).collect();
            if !alike.is_empty() {
                let _infallible = writeln!(text, "  {} {word}: {}", alike.len(), names(alike, NAMED));
            }
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// What is done to something, and which of its properties say so.
fn reason(step: &Step) -> String {
    let done = match step.what {
        What::Create => "made",
        What::Update => "changed",
        What::Replace | What::ReplaceDeleteFirst => "replaced",
        What::Delete => "deleted",
        What::Forget | What::Move => "another",
    };
    let places = step.causes.iter().filter_map(|cause| match cause {
        Cause::Property { place, .. } => Some(place.to_string()),
        _ => None,
    });
    let places: Vec<String> = places.take(NAMED).collect();
    let places = if places.is_empty() { String::new() } else { format!(" ({})", places.join(", ")) };
    format!("{} is {done}{places}", step.address)
}

const WORDS: [(&[What], &str); 2] =
    [(&[What::Replace, What::ReplaceDeleteFirst], "replaced"), (&[What::Update], "changed")];

/// Where what a step follows from begins.
fn origins<'s>(step: &'s Step, by_address: &BTreeMap<&'s str, &'s Step>) -> BTreeSet<&'s str> {
    let (mut open, mut seen) = (vec![step], BTreeSet::new());
    let mut found = BTreeSet::new();
    while let Some(step) = open.pop() {
        if !seen.insert(step.address.as_str()) {
            continue;
        }
        if step.because.is_empty() {
            found.insert(step.address.as_str());
        }
        open.extend(step.because.iter().filter_map(|address| by_address.get(address.as_str())));
    }
    found
}
