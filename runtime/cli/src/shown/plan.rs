use std::time::Duration;

use cloudc_engine::{Also, Leg, Plan, Purpose, Step, Totals, What};

use super::paint::Paint;
use super::{consequences, origins, renamed, steps, time};
use crate::colour::Colour;

/// How many resources of the longest way are named.
const NAMED: usize = 6;

/// What part of the longest way takes long enough to be named: a fifteenth.
const SHORT: u32 = 15;

/// How many are named that go along with others.
const ALSO: usize = 20;

/// A plan: what is done, by component, and why; what it comes to, and how long it takes.
pub(crate) fn plan(plan: &Plan, colour: Colour) -> String {
    let mut text = steps::shown(&plan.steps, colour);
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&also(plan));
    text.push_str(&origins::shown(&plan.steps, colour));
    text.push_str(&consequences::shown(&plan.steps, colour));
    text.push_str(&renamed::shown(&plan.steps));
    text.push_str(&totals(&plan.totals, plan.purpose));
    text.push_str(&forecast(plan));
    text.push_str(&refusals(plan, colour));
    text
}

/// What goes along with what was named, or stays away with it.
fn also(plan: &Plan) -> String {
    let is_done = |also: &&Also| plan.steps.iter().any(|step| step.address == also.address);
    let only = !plan.selection.only.is_empty();
    let named: Vec<String> = plan
        .also
        .iter()
        .filter(|also| !only || is_done(also))
        .take(ALSO)
        .map(|also| format!("  {}  (with {})\n", also.address, also.because))
        .collect();
    if named.is_empty() {
        return String::new();
    }
    let what = if only { "Not named, but needed, or broken otherwise" } else { "Not named, but left out too" };
    format!("{what}:\n{}\n", named.concat())
}

/// What another engine is about to do, shown alike; it says nothing of how long it takes.
pub(crate) fn foreign(steps: &[Step], totals: &Totals, purpose: Purpose, colour: Colour) -> String {
    let mut text = steps::shown(steps, colour);
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&consequences::shown(steps, colour));
    text.push_str(&self::totals(totals, purpose));
    text
}

fn totals(totals: &Totals, purpose: Purpose) -> String {
    let parts = [
        (totals.create, "to make"),
        (totals.update, "to change"),
        (totals.replace, "to replace"),
        (totals.delete, "to delete"),
        (totals.forget, "to leave to the cloud"),
        (totals.moved, "with another address"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let left_out = match totals.left_out {
        0 => String::new(),
        some => format!("; {some} left out"),
    };
    if parts.is_empty() && purpose == Purpose::Destroy {
        return "Nothing to remove.\n".to_owned();
    }
    if parts.is_empty() {
        return format!("Nothing to do: {} as declared{left_out}.\n", things(totals.keep));
    }
    let keep = match totals.keep {
        0 => String::new(),
        1 => "; 1 stays as it is".to_owned(),
        many => format!("; {many} stay as they are"),
    };
    let perhaps = match totals.perhaps {
        0 => String::new(),
        some => format!(" ({some} of them perhaps: that depends on what others become)"),
    };
    format!("{}{perhaps}{keep}{left_out}.\n", parts.join(", "))
}

fn things(count: usize) -> String {
    match count {
        0 => "there is nothing,".to_owned(),
        1 => "1 resource is".to_owned(),
        many => format!("{many} resources are"),
    }
}

/// How long it takes, and what of the longest way takes most of that.
fn forecast(plan: &Plan) -> String {
    let whole = plan.forecast.time;
    if whole.is_zero() {
        return String::new();
    }
    let way = &plan.forecast.way;
    if way.len() < 2 {
        return format!("It takes about {}.\n", time::words(whole));
    }
    let is_long = |leg: &&Leg| Duration::from_millis(leg.time) * SHORT >= whole;
    let leg = |leg: &Leg| format!("{} {}", leg.address, time::words(Duration::from_millis(leg.time)));
    let mut named: Vec<String> = way.iter().filter(is_long).take(NAMED).map(leg).collect();
    match way.len() - named.len() {
        0 => {}
        1 => named.push("a short one".to_owned()),
        short => named.push(format!("{short} short ones")),
    }
    format!("It takes about {}; the longest way: {}.\n", time::words(whole), named.join(", "))
}

fn refusals(plan: &Plan, colour: Colour) -> String {
    let line = |refusal: &cloudc_engine::Refusal| {
        let (word, address, why) = (Paint::Bad.on("refused", colour), &refusal.address, &refusal.why);
        match refusal.what {
            What::Create | What::Update => format!("{word}: `{address}`: {why}\n"),
            What::Delete | What::Forget => format!("{word}: `{address}` would be deleted, and {why}\n"),
            _ => format!("{word}: `{address}` would be replaced, and {why}\n"),
        }
    };
    plan.refusals.iter().map(line).collect()
}
