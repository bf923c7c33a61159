//! A graph of what was recorded once: what a run that is taken back leads to.
//!
//! A record holds values, and no references: an id stands in it as it was. Where such a value is one that the cloud told of
//! something that the resource needed, it becomes a reference to that again ([`Handles`]): what has to be made anew may be
//! called otherwise.

mod handles;
mod recipe;

use cloudc_base::value::{Entries, Value};
use cloudc_base::{Address, FileId, Span};
use cloudc_graph::{App, Graph, Lifecycle, Mode, Node, Output, Parts, Place};
use cloudc_provider::Home;
use cloudc_state::{Document, Kind, Record};

pub(crate) use self::handles::Handles;

/// Nothing here is written in a program.
const NOWHERE: Span = Span { file: FileId::ROOT, start: 0, end: 0 };

/// The graph of a document: what it records, with references where its values came from others.
pub(crate) fn graph(before: &Document, home: &Home) -> Graph {
    let handles = Handles::of(before);
    let whole = before.resources.iter().filter(|(_, record)| !record.unfinished);
    let nodes = whole.map(|(address, record)| node(address, record, before, &handles)).collect();
    let everything: Vec<&str> = before.resources.keys().map(String::as_str).collect();
    let outputs = before.outputs.iter().map(|(name, value)| Output {
        name: name.as_str().into(),
        value: handles.value(value, &everything),
        doc: None,
        span: NOWHERE,
    });
    let parts = Parts { app: app(before, home), nodes, outputs: outputs.collect(), ..Parts::default() };
    Graph::build(parts).0
}

/// The program, with accounts that are called by their numbers.
fn app(before: &Document, home: &Home) -> App {
    let mut accounts = Entries::new();
    for record in before.resources.values() {
        accounts.set(record.site.account.to_string(), Value::text(&record.site.account));
    }
    let fields = Value::record([("region", Value::text(&home.region)), ("accounts", accounts.seal())]);
    App { name: Some(before.app.as_str().into()), fields: Some(fields) }
}

fn node(address: &str, record: &Record, before: &Document, handles: &Handles) -> Node {
    let is_there = |need: &&String| before.at(need).is_some_and(|record| !record.unfinished);
    let needs: Vec<&str> = record.needs.iter().filter(is_there).map(String::as_str).collect();
    Node {
        address: whole(address),
        ty: record.ty.as_str().into(),
        mode: mode(record.kind),
        properties: handles.value(&record.properties, &needs),
        written: Vec::new(),
        on: record.site.cluster.as_deref().map(whole),
        place: Place { region: Some(record.site.region.clone()), account: Some(record.site.account.clone()) },
        lifecycle: Lifecycle {
            protect: record.protect,
            retain: record.retain,
            snapshot: record.snapshot,
            ..Lifecycle::default()
        },
        after: needs.iter().map(|need| (whole(need), NOWHERE)).collect(),
        span: NOWHERE,
        through: Vec::new(),
        sentences: Vec::new(),
    }
}

fn mode(kind: Kind) -> Mode {
    match kind {
        Kind::Managed => Mode::Managed,
        Kind::Existing => Mode::Existing,
        Kind::Read => Mode::Read,
        Kind::Implicit => Mode::Implicit,
    }
}

/// An address that is only ever compared and written: it need not be taken apart.
fn whole(address: &str) -> Address {
    Address::root().child(address)
}
