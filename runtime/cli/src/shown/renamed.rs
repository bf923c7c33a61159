//! What a plan deletes although it may only be called otherwise.

use std::collections::BTreeMap;

use cloudc_engine::{Step, What};

use super::address::split;

/// A note for each thing that holds data, is deleted, and looks like the only one of its kind that is made: how it is kept.
pub(super) fn shown(steps: &[Step]) -> String {
    let mut made: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for step in steps.iter().filter(|step| step.what == What::Create) {
        made.entry(likeness(step)).or_default().push(declared(&step.address));
    }
    let mut notes: Vec<String> = Vec::new();
    for step in steps.iter().filter(|step| step.what == What::Delete && step.loses_data) {
        let Some([new]) = made.get(&likeness(step)).map(Vec::as_slice) else { continue };
        let old = declared(&step.address);
        notes.push(format!("If {new} is only another name of {old}, `@was({old})` before it keeps what is there.\n"));
    }
    notes.sort();
    notes.dedup();
    if notes.is_empty() { String::new() } else { format!("{}\n", notes.concat()) }
}

/// What two things have alike of which one may be the other: the type, and what they are called in what holds them.
fn likeness(step: &Step) -> (&str, &str) {
    let (holder, own) = split(&step.address);
    (&step.ty, if holder.is_empty() { "" } else { own })
}

/// What stands in the program: what holds a thing, else it.
fn declared(address: &str) -> &str {
    match split(address) {
        ("", own) => own,
        (holder, _) => holder,
    }
}
