//! The steps of a plan, by component: what is done alike to many things of one name is one line.

use std::fmt::Write;

use cloudc_engine::{Cause, Interrupts, Step, What};

use super::address::{key, split};
use super::consequences::words;
use super::paint::Paint;
use super::{taken, value};
use crate::colour::Colour;

/// How many keys of things of one name are named.
const KEYS: usize = 6;
/// Up to which width names are filled so that types stand below one another.
const WIDTH: usize = 40;

/// Steps that read alike: things of one name in one component, with all their keys.
struct Line<'s> {
    holder: &'s str,
    name: &'s str,
    keys: Vec<&'s str>,
    step: &'s Step,
    why: Vec<String>,
}

/// The steps of a plan.
pub(super) fn shown(steps: &[Step], colour: Colour) -> String {
    let mut text = String::new();
    let lines = lines(steps);
    for group in lines.chunk_by(|a, b| a.holder == b.holder) {
        let holder = group.first().map_or("", |line| line.holder);
        if !holder.is_empty() {
            let separator = if text.is_empty() { "" } else { "\n" };
            let _infallible = writeln!(text, "{separator}{}", Paint::Strong.on(holder, colour));
        }
        let names: Vec<String> = group.iter().map(Line::shown_name).collect();
        let width = names.iter().map(|name| name.chars().count()).filter(|width| *width <= WIDTH).max().unwrap_or(0);
        let indent = if holder.is_empty() { "" } else { "  " };
        for (line, name) in group.iter().zip(&names) {
            line.write(&format!("{name:width$}"), indent, colour, &mut text);
        }
    }
    text
}

fn lines(steps: &[Step]) -> Vec<Line<'_>> {
    let mut sorted: Vec<&Step> = steps.iter().collect();
    sorted.sort_by_key(|step| split(&step.address));
    let mut lines: Vec<Line<'_>> = Vec::new();
    for step in sorted {
        let (holder, own) = split(&step.address);
        let (name, key) = key(own);
        let mut why: Vec<String> = step.causes.iter().flat_map(|cause| why(cause, step)).collect();
        why.extend(step.interrupts.iter().map(|interrupts| felt(interrupts, step)));
        let alike = |line: &&mut Line<'_>| {
            (line.holder, line.name, &line.why) == (holder, name, &why) && is_alike(line.step, step)
        };
        match lines.last_mut().filter(alike).filter(|line| !line.keys.is_empty() && key.is_some()) {
            Some(line) => line.keys.extend(key),
            None => lines.push(Line { holder, name, keys: key.into_iter().collect(), step, why }),
        }
    }
    lines
}

fn is_alike(one: &Step, other: &Step) -> bool {
    (&one.ty, one.what, one.sure, one.loses_data) == (&other.ty, other.what, other.sure, other.loses_data)
}

impl Line<'_> {
    fn shown_name(&self) -> String {
        match self.keys.len() {
            0 => self.name.to_owned(),
            many if many > KEYS => {
                let some = self.keys.iter().take(KEYS - 1).copied().collect::<Vec<_>>().join(", ");
                format!("{}[{some}, .. {} more]", self.name, many - (KEYS - 1))
            }
            _ => format!("{}[{}]", self.name, self.keys.join(", ")),
        }
    }

    fn write(&self, name: &str, indent: &str, colour: Colour, text: &mut String) {
        let step = self.step;
        let (sign, paint) = sign(step.what);
        let doubt = if step.sure { "" } else { "  perhaps" };
        let ty = Paint::Faint.on(&step.ty, colour);
        let _infallible = writeln!(text, "{indent}{} {name}  {ty}{doubt}", paint.on(sign, colour));
        let own = match self.keys.as_slice() {
            [key] => key,
            _ => "..",
        };
        for line in &self.why {
            let line = line.replace(taken::OWN_KEY, own);
            let _infallible = writeln!(text, "{indent}      {line}");
        }
        if step.loses_data {
            let _infallible = writeln!(text, "{indent}      {}", Paint::Bad.on("! its data is lost", colour));
        }
    }
}

/// What is felt of a step; the properties that do it are named where others change too.
fn felt(interrupts: &Interrupts, step: &Step) -> String {
    let places: Vec<String> = interrupts.places.iter().map(ToString::to_string).collect();
    let by = if places.len() == step.causes.len() { String::new() } else { format!(" ({})", places.join(", ")) };
    let mark = if interrupts.how.is_felt() { "! " } else { "" };
    let by = if places.is_empty() { String::new() } else { by };
    format!("{mark}{}{by}", words(interrupts))
}

fn sign(what: What) -> (&'static str, Paint) {
    match what {
        What::Create => ("+  ", Paint::Good),
        What::Update => ("~  ", Paint::Change),
        What::Replace => ("+/-", Paint::Change),
        What::ReplaceDeleteFirst => ("-/+", Paint::Bad),
        What::Delete => ("-  ", Paint::Bad),
        What::Forget => ("o  ", Paint::Faint),
        What::Move => (">  ", Paint::Faint),
    }
}

fn why(cause: &Cause, step: &Step) -> Vec<String> {
    let one = |line: String| vec![line];
    match cause {
        Cause::New => Vec::new(),
        Cause::Property { place, before, after, replaces, .. } => {
            let taken = taken::from(place, before.as_ref(), after.as_ref(), step);
            let changed = || value::change(&place.to_string(), before.as_ref(), after.as_ref());
            let mut lines = taken.map_or_else(changed, one);
            if let Some(first) = lines.first_mut().filter(|_| *replaces) {
                first.push_str("  (cannot be changed in place)");
            }
            lines
        }
        Cause::Unsure { place } => one(format!("{place}: a change of it failed half-way")),
        Cause::Lost { place } => one(format!("its {place} was told once, when it was made, and nobody has kept it")),
        Cause::Unfinished => one("making it did not finish".to_owned()),
        Cause::Type { before } => one(format!("it was a `{before}`")),
        Cause::Site { before, after } => one(format!("it moves from {before} to {after}")),
        Cause::Cluster { address } => {
            one(format!("its cluster `{}` is made anew", taken::beside(address, &step.address)))
        }
        Cause::Exclusive { key } => {
            let key = key.splitn(3, ' ').nth(2).unwrap_or(key);
            one(format!("the old one goes first: only one can have {key}"))
        }
        Cause::InTheWay => one("the old one goes first: another takes over what only one can have".to_owned()),
        Cause::DeletesFirst => one("the old one goes first: there can only be one".to_owned()),
        Cause::NeedsDeleted { address } => {
            let address = taken::beside(address, &step.address);
            one(format!("the old one goes first: `{address}` does, and it needs that"))
        }
        Cause::Holds { address } => {
            let address = taken::beside(address, &step.address);
            one(format!("it goes too: `{address}` goes first, and cannot as long as this is there"))
        }
        Cause::Undeclared => one("it is no longer declared".to_owned()),
        Cause::Removal => Vec::new(),
        Cause::Undone => one("the run that is taken back made it".to_owned()),
        Cause::Replaced => one("another has taken its place".to_owned()),
        Cause::Retained => one("it stays in the cloud, and is the program's no more (`@retain`)".to_owned()),
        Cause::Renamed => step.moved_from.iter().map(|from| format!("it was `{from}`")).collect(),
    }
}
