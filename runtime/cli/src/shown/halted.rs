use std::collections::BTreeMap;
use std::fmt::Write;

use cloudc_engine::Doing;
use cloudc_provider::Fault;
use cloudc_state::Document;
use serde_json::json;

use super::paint::Paint;
use crate::colour::Colour;

/// What is paid for, by type: `data/keeps_costing.txt`.
const TABLE: &str = include_str!("../../data/keeps_costing.txt");

/// What came of an operation.
pub(crate) fn halted(doing: &Doing, way: &str, fault: Option<&Fault>, (as_json, colour): (bool, Colour)) -> String {
    if as_json {
        let fault = fault.map(|fault| json!({ "code": fault.code, "message": fault.message }));
        let event = if fault.is_some() { "failed" } else { "done" };
        return format!("{}\n", json!({ "event": event, "operation": way, "address": doing.address, "fault": fault }));
    }
    match fault {
        None => String::new(),
        Some(fault) => format!("{}: {way} {}: {}\n", Paint::Bad.on("failed", colour), doing.address, fault.message),
    }
}

/// What costs by the hour or by what it holds although everything that can be halted is.
pub(crate) fn keeps_costing(document: &Document, doings: &[Doing]) -> String {
    let table = rows();
    let mut lines: Vec<(&str, &str, &str)> = Vec::new();
    for (address, record) in document.resources.iter().filter(|(_, record)| record.kind.is_managed()) {
        let Some(what) = table.get(record.ty.as_str()) else { continue };
        let is_halted = doings.iter().any(|doing| doing.on == *address);
        let what = match what.strip_prefix("halted: ") {
            Some(rest) if is_halted => rest,
            Some(_) => "it runs",
            None => what,
        };
        lines.push((address, &record.ty, what));
    }
    if lines.is_empty() {
        return "\nHalted; nothing that is left costs by the hour.\n".to_owned();
    }
    let width = lines.iter().map(|line| line.0.len()).max().unwrap_or(0).min(40);
    let mut text = "\nHalted. What keeps costing:\n".to_owned();
    for (address, ty, what) in lines {
        let _infallible = writeln!(text, "  {address:width$}  {ty}: {what}");
    }
    text
}

fn rows() -> BTreeMap<&'static str, &'static str> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(' ')).map(|(ty, what)| (ty, what.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_of_a_type_and_says_what_is_paid_for() {
        let rows = rows();
        assert!(rows.len() > 20);
        let wrong: Vec<_> = rows.iter().filter(|(ty, what)| ty.split('.').count() != 3 || what.is_empty()).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
