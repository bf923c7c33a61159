mod things;
mod value;

use std::fmt::Write;

use cloudc_base::Sources;
use serde_json::{Value, json as as_json};

use crate::Graph;
use things::{Places, asset, edge, instance, node, output, present, relation, text};
pub use value::value;

/// The whole graph in one canonical form, `cloudc.graph/1`: the same graph gives the same bytes.
///
/// One line for each node, edge, instance and so on, so that two versions can be compared by line; `docs/graph.md` says
/// what stands where. Places are told with the files of `sources`.
pub fn json(graph: &Graph, sources: &Sources) -> String {
    let at = Places(sources);
    let mut out = String::from("{\n");
    let app = [("fields", graph.app().fields.as_ref().map(value)), ("name", graph.app().name.as_deref().map(text))];
    line(&mut out, "app", &present(app));
    list(&mut out, "assets", graph.assets().iter().map(asset));
    list(&mut out, "edges", graph.edges().iter().map(|it| edge(graph, it, &at)));
    line(&mut out, "format", &as_json!("cloudc.graph/1"));
    list(&mut out, "instances", graph.instances().iter().map(|it| instance(it, &at)));
    list(&mut out, "nodes", graph.nodes().iter().map(|it| node(it, &at)));
    list(&mut out, "outputs", graph.outputs().iter().map(|it| output(it, &at)));
    list(&mut out, "relations", graph.relations().iter().map(|it| relation(it, &at)));
    // The last entry has no comma.
    out.truncate(out.trim_end_matches(",\n").len());
    out.push_str("\n}\n");
    out
}

fn line(out: &mut String, name: &str, value: &Value) {
    // Writing into a String does not fail.
    let _written = writeln!(out, "  \"{name}\": {value},");
}

fn list(out: &mut String, name: &str, values: impl Iterator<Item = Value>) {
    let _written = write!(out, "  \"{name}\": [");
    let mut between = "\n    ";
    for value in values {
        let _written = write!(out, "{between}{value}");
        between = ",\n    ";
    }
    out.push_str(if between.starts_with(',') { "\n  ],\n" } else { "],\n" });
}
