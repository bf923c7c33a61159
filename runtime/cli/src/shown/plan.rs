use std::fmt::Write;

use cloudc_engine::{Cause, Plan, Step, Totals, What};

use super::address::split;
use super::paint::Paint;
use super::{time, value};
use crate::colour::Colour;

/// How many resources of the longest way are named.
const NAMED: usize = 6;

/// A plan: what is done, by component, and why; what it comes to, and how long it takes.
pub(crate) fn plan(plan: &Plan, colour: Colour) -> String {
    let mut text = String::new();
    let mut steps: Vec<&Step> = plan.steps.iter().collect();
    steps.sort_by_key(|step| split(&step.address));
    let mut holder = "";
    for step in steps {
        let (own_holder, name) = split(&step.address);
        if own_holder != holder {
            holder = own_holder;
            let separator = if text.is_empty() { "" } else { "\n" };
            let _infallible = writeln!(text, "{separator}{}", Paint::Strong.on(holder, colour));
        }
        let indent = if holder.is_empty() { "" } else { "  " };
        self::step(step, name, indent, colour, &mut text);
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&totals(&plan.totals));
    text.push_str(&forecast(plan));
    text.push_str(&refusals(plan, colour));
    text
}

fn step(step: &Step, name: &str, indent: &str, colour: Colour, text: &mut String) {
    let (sign, paint) = match step.what {
        What::Create => ("+  ", Paint::Good),
        What::Update => ("~  ", Paint::Change),
        What::Replace => ("+/-", Paint::Change),
        What::ReplaceDeleteFirst => ("-/+", Paint::Bad),
        What::Delete => ("-  ", Paint::Bad),
        What::Forget => ("o  ", Paint::Faint),
        What::Move => (">  ", Paint::Faint),
    };
    let doubt = if step.sure { "" } else { "  perhaps" };
    let ty = Paint::Faint.on(&step.ty, colour);
    let _infallible = writeln!(text, "{indent}{} {name}  {ty}{doubt}", paint.on(sign, colour));
    for line in step.causes.iter().flat_map(|cause| why(cause, step)) {
        let _infallible = writeln!(text, "{indent}      {line}");
    }
    if step.loses_data {
        let _infallible = writeln!(text, "{indent}      {}", Paint::Bad.on("its data is lost", colour));
    }
}

fn why(cause: &Cause, step: &Step) -> Vec<String> {
    let one = |line: String| vec![line];
    match cause {
        Cause::New => Vec::new(),
        Cause::Property { place, before, after, replaces, .. } => {
            let mut lines = value::change(&place.to_string(), before.as_ref(), after.as_ref());
            if let Some(first) = lines.first_mut().filter(|_| *replaces) {
                first.push_str("  (cannot be changed in place)");
            }
            lines
        }
        Cause::Unsure { place } => one(format!("{place}: a change of it failed half-way")),
        Cause::Unfinished => one("making it did not finish".to_owned()),
        Cause::Type { before } => one(format!("it was a `{before}`")),
        Cause::Site { before, after } => one(format!("it moves from {before} to {after}")),
        Cause::Exclusive { key } => {
            let key = key.splitn(3, ' ').nth(2).unwrap_or(key);
            one(format!("the old one goes first: only one can have {key}"))
        }
        Cause::InTheWay => one("the old one goes first: another takes over what only one can have".to_owned()),
        Cause::DeletesFirst => one("the old one goes first: there can only be one".to_owned()),
        Cause::NeedsDeleted { address } => one(format!("the old one goes first: `{address}` does, and it needs that")),
        Cause::Undeclared => one("it is no longer declared".to_owned()),
        Cause::Removal => Vec::new(),
        Cause::Replaced => one("another has taken its place".to_owned()),
        Cause::Retained => one("it stays in the cloud, and is the program's no more (`@retain`)".to_owned()),
        Cause::Renamed => step.moved_from.iter().map(|from| format!("it was `{from}`")).collect(),
    }
}

fn totals(totals: &Totals) -> String {
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
    if parts.is_empty() {
        return format!("Nothing to do: {} as declared.\n", things(totals.keep));
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
    format!("{}{perhaps}{keep}.\n", parts.join(", "))
}

fn things(count: usize) -> String {
    match count {
        0 => "there is nothing,".to_owned(),
        1 => "1 resource is".to_owned(),
        many => format!("{many} resources are"),
    }
}

fn forecast(plan: &Plan) -> String {
    if plan.forecast.time.is_zero() {
        return String::new();
    }
    let way = &plan.forecast.way;
    let mut named: Vec<&str> = way.iter().take(NAMED).map(String::as_str).collect();
    if way.len() > NAMED {
        named.push("..");
    }
    format!("It takes about {}; the longest way: {}.\n", time::words(plan.forecast.time), named.join(", "))
}

fn refusals(plan: &Plan, colour: Colour) -> String {
    let line = |refusal: &cloudc_engine::Refusal| {
        let what = match refusal.what {
            What::Delete | What::Forget => "deleted",
            _ => "replaced",
        };
        format!("{}: `{}` would be {what}, and {}\n", Paint::Bad.on("refused", colour), refusal.address, refusal.why)
    };
    plan.refusals.iter().map(line).collect()
}
