use std::fmt::Write;

use cloudc_engine::{Failure, Finish, Report};
use cloudc_provider::Action;

use super::paint::Paint;
use super::{time, value};
use crate::colour::Colour;
use crate::program::Program;

/// How to go on after a run that did not do everything.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Next<'n> {
    /// The command that was run: `cloudc apply main.cld`.
    pub(crate) command: &'n str,
    /// Whether what was done is taken back if something failed.
    pub(crate) back: bool,
}

/// What a run came to: what was done, what failed and where it is declared, what was not tried, how to go on.
pub(crate) fn report(report: &Report, program: &Program, next: Next<'_>, colour: Colour) -> String {
    let mut text = if is_quiet(report) { String::new() } else { format!("\n{}", done(report)) };
    for failure in &report.failed {
        failed(failure, program, colour, &mut text);
    }
    if !report.not_tried.is_empty() {
        text.push_str(&format!("\nNot tried ({}):\n", report.not_tried.len()));
    }
    for left in &report.not_tried {
        let because = left.because.as_ref().map(|address| format!("  waits for `{address}`")).unwrap_or_default();
        let _infallible = writeln!(text, "  {} {}{because}", word(left.action), left.address);
    }
    text.push_str(&go_on(report, next));
    if !report.outputs.is_empty() {
        text.push_str("\nOutputs:\n");
    }
    for (name, output) in &report.outputs {
        let _infallible = writeln!(text, "  {name} = {}", value::whole(output));
    }
    text.push_str(&missing(report));
    text
}

/// Outputs without a value: why is of interest only where everything was done.
fn missing(report: &Report) -> String {
    if report.missing.is_empty() {
        return String::new();
    }
    if report.finish != Finish::Complete {
        let names: Vec<&str> = report.missing.iter().map(|(name, _)| name.as_str()).collect();
        return format!("\nOutputs not known yet: {}\n", names.join(", "));
    }
    let lines = report.missing.iter().map(|(name, why)| format!("  {name}: {why}\n"));
    format!("\nOutputs not known:\n{}", lines.collect::<String>())
}

/// Whether there was nothing to do.
fn is_quiet(report: &Report) -> bool {
    report.finish == Finish::Complete && report.done.is_empty()
}

fn done(report: &Report) -> String {
    let count = |action: Action| report.done.iter().filter(|done| done.action == action).count();
    let parts =
        [(count(Action::Create), "made"), (count(Action::Update), "changed"), (count(Action::Delete), "deleted")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let parts = if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") };
    let how = match report.finish {
        Finish::Complete => "Done",
        Finish::Incomplete => "Not everything was done",
        Finish::Stopped => "Stopped",
        Finish::Interrupted => "Ended at once",
    };
    format!("{how}: {parts} in {}.\n", time::words(report.took))
}

fn failed(failure: &Failure, program: &Program, colour: Colour, text: &mut String) {
    let action = failure.action.map_or("read", word);
    let code = if failure.code.is_empty() { String::new() } else { format!(" [{}]", failure.code) };
    let mark = Paint::Bad.on("failed", colour);
    let _infallible = writeln!(text, "\n{mark}: {action} {}: {}{code}", failure.address, failure.message);
    if failure.unknown {
        text.push_str("  it may have been done all the same; the next run finds out\n");
    }
    if let Some(node) = failure.node.and_then(|number| program.graph.node(number)) {
        let _infallible = writeln!(text, "  declared at {}", program.place(node.span));
        for call in &node.through {
            let _infallible = writeln!(
                text,
                "  for {}: {}",
                program.place(*call),
                program.text(*call).chars().take(60).collect::<String>()
            );
        }
    }
}

fn go_on(report: &Report, next: Next<'_>) -> String {
    match report.finish {
        Finish::Complete => String::new(),
        Finish::Incomplete if next.back => String::new(),
        Finish::Incomplete => {
            let undo = next.command.strip_prefix("cloudc apply ");
            let undo = undo.map(|file| format!("To take it back: `cloudc undo {file}`.\n")).unwrap_or_default();
            let again = next.command;
            format!("\nTo go on: put right what failed and run `{again}` again; what is done stays done.\n{undo}")
        }
        Finish::Stopped => format!("\nTo go on: run `{}` again.\n", next.command),
        Finish::Interrupted => {
            format!("\nTo go on: run `{}` again; it first finds out what became of what was running.\n", next.command)
        }
    }
}

fn word(action: Action) -> &'static str {
    match action {
        Action::Create => "make",
        Action::Update => "change",
        Action::Delete => "delete",
    }
}
