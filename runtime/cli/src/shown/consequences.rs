//! What whoever uses a system should know before a plan is carried out: what is interrupted, and what data is lost.

use std::fmt::Write;
use std::time::Duration;

use cloudc_engine::{Interrupts, Machines, Step, What};
use cloudc_provider::Interruption;

use super::names::names;
use super::paint::Paint;
use super::time;
use crate::colour::Colour;

/// How many names stand on a line.
const NAMED: usize = 6;

/// Everything that is felt, the worst first; nothing if nothing is.
pub(super) fn shown(steps: &[Step], colour: Colour) -> String {
    let mut text = String::new();
    let lost = steps.iter().filter(|step| step.loses_data && step.what == What::Delete);
    section("Data is lost with what is deleted", lost, (Paint::Bad, colour), &mut text);
    let lost = steps.iter().filter(|step| step.loses_data && step.what != What::Delete);
    section("Data is lost with the old one of", lost, (Paint::Bad, colour), &mut text);
    for how in FELT {
        let felt = |step: &&Step| step.interrupts.iter().any(|interrupts| interrupts.how == how);
        let words = capital(&words(&Interrupts { how, places: Vec::new(), time: None, machines: None }));
        section(&words, steps.iter().filter(felt), (Paint::Change, colour), &mut text);
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// What is felt, the worst first.
const FELT: [Interruption; 8] = [
    Interruption::Away,
    Interruption::Cut,
    Interruption::Upgrade,
    Interruption::Reboot,
    Interruption::Restart,
    Interruption::Renumber,
    Interruption::Failover,
    Interruption::Rolling,
];

fn section<'s>(
    title: &str,
    steps: impl Iterator<Item = &'s Step>,
    (paint, colour): (Paint, Colour),
    text: &mut String,
) {
    let names = names(steps.map(|step| step.address.as_str()), NAMED);
    if !names.is_empty() {
        let _infallible = writeln!(text, "{}: {names}", paint.on(title, colour));
    }
}

/// What a step interrupts, in words.
pub(super) fn words(interrupts: &Interrupts) -> String {
    let what = match interrupts.how {
        Interruption::Away => "away until the new one is there",
        Interruption::Cut => "what is connected to it is cut off",
        Interruption::Renumber => "gets another address, name or endpoint",
        Interruption::Restart => "stopped and started again",
        Interruption::Reboot => "reboots",
        Interruption::Upgrade => "away while it is converted",
        Interruption::Failover => "fails over, for seconds",
        Interruption::Rolling => "replaces what runs, one after another",
        Interruption::Switch => "what begins from then on gets the new one, what runs finishes",
        Interruption::Late => "what runs stays as it is, only what begins later changes",
    };
    let what = match interrupts.machines {
        Some(Machines { count: 1, .. }) => "replaces 1 machine".to_owned(),
        Some(Machines { count, at_once }) => format!("replaces {count} machines, {at_once} at a time"),
        None => what.to_owned(),
    };
    match interrupts.time {
        Some(time) => format!("{what}, for about {}", time::words(Duration::from_millis(time))),
        None => what,
    }
}

fn capital(text: &str) -> String {
    let (first, rest) = text.split_at(text.chars().next().map_or(0, char::len_utf8));
    format!("{}{rest}", first.to_uppercase())
}
