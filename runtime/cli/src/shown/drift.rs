use std::fmt::Write;

use cloudc_engine::{Away, Drift, Moved};
use cloudc_state::Document;
use serde_json::Value as Json;

use super::address::split;
use super::paint::Paint;
use super::value;
use crate::colour::Colour;

/// What is no longer what is recorded, by component; then how much of how much.
pub(crate) fn drift(found: &[Drift], document: &Document, colour: Colour) -> String {
    let mut text = String::new();
    let mut sorted: Vec<&Drift> = found.iter().collect();
    sorted.sort_by_key(|drift| split(&drift.address));
    let mut holder = "";
    for drift in sorted {
        let (own, name) = split(&drift.address);
        if own != holder {
            holder = own;
            let separator = if text.is_empty() { "" } else { "\n" };
            let _infallible = writeln!(text, "{separator}{}", Paint::Strong.on(holder, colour));
        }
        let indent = if holder.is_empty() { "" } else { "  " };
        thing(drift, name, (indent, colour), is_halted(drift, document), &mut text);
    }
    let all = document.resources.values().filter(|record| record.kind.is_managed()).count();
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&match found.len() {
        0 => format!("Nothing has changed: everything there is as recorded ({all} looked at).\n"),
        some => format!("{some} of {all} not as recorded.\n"),
    });
    text
}

/// Whether what holds it is halted: then its capacity is what `halt` made of it.
fn is_halted(drift: &Drift, document: &Document) -> bool {
    let holds = |address: &String| drift.address.strip_prefix(address).is_some_and(|rest| rest.starts_with('.'));
    document.halted.keys().any(holds)
}

fn thing(drift: &Drift, name: &str, (indent, colour): (&str, Colour), halted: bool, text: &mut String) {
    let ty = Paint::Faint.on(&drift.ty, colour);
    let (sign, note) = match &drift.away {
        Away::Gone => (Paint::Bad.on("!", colour), format!("  `{}` is not there any more", drift.identifier)),
        Away::Changed(_) if halted => (Paint::Change.on("~", colour), "  (halted)".to_owned()),
        Away::Changed(_) => (Paint::Change.on("~", colour), String::new()),
    };
    let _infallible = writeln!(text, "{indent}{sign} {name}  {ty}{note}");
    if let Away::Changed(moved) = &drift.away {
        for moved in moved {
            let _infallible = writeln!(text, "{indent}    {}: {}", moved.place, places(moved));
        }
    }
}

fn places(moved: &Moved) -> String {
    let shown = |value: Option<&Json>| value.map_or_else(|| "nothing".to_owned(), value::value);
    let (declared, recorded, actual) =
        (shown(moved.declared.as_ref()), shown(moved.recorded.as_ref()), shown(moved.actual.as_ref()));
    match () {
        () if !moved.written && moved.recorded.is_none() => format!("not declared, there {actual}"),
        () if !moved.written => format!("not declared, was {recorded}, there {actual}"),
        () if declared == recorded => format!("declared {declared}, there {actual}"),
        () => format!("declared {declared}, recorded {recorded}, there {actual}"),
    }
}
