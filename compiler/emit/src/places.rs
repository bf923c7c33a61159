//! From what is written back to the program: a file beside each template, and how to look things up in it.

use std::fmt::Write;

use cloudc_base::{Sources, Span};
use cloudc_graph::Graph;
use serde_json::{Value, json};

use crate::tree::{Line, Mark};

/// The places of a template as JSON, a place on a line: its line, the JSON pointer (RFC 6901) of what stands there, and
/// the program's file, line and column that says so. Resources have their address, and the calls and sentences that lead
/// to them.
pub(crate) fn map(template: &str, text: &str, lines: &[Line], graph: &Graph, sources: &Sources) -> String {
    let (template, count) = (json!(template), text.lines().count());
    let mut text = format!("{{\n\"version\": 1,\n\"template\": {template},\n\"lines\": {count},\n\"places\": [");
    for (index, line) in lines.iter().enumerate() {
        let comma = if index > 0 { "," } else { "" };
        let _infallible = write!(text, "{comma}\n{}", place(line, graph, sources));
    }
    text.push_str("\n]\n}\n");
    text
}

fn place(line: &Line, graph: &Graph, sources: &Sources) -> Value {
    let mut place = json!({ "line": line.line, "pointer": line.pointer });
    let mut add = |name: &str, value: Value| {
        if let Some(place) = place.as_object_mut() {
            place.insert(name.to_owned(), value);
        }
    };
    let all = |spans: &[Span]| spans.iter().map(|span| json!(shown(*span, sources))).collect::<Vec<Value>>();
    match line.mark {
        Mark::At(span) => add("at", json!(shown(span, sources))),
        Mark::Node(number) => {
            if let Some(node) = graph.node(number) {
                add("at", json!(shown(node.span, sources)));
                add("address", json!(node.address.to_string()));
                if !node.through.is_empty() {
                    add("through", all(&node.through).into());
                }
                if !node.sentences.is_empty() {
                    add("sentences", all(&node.sentences).into());
                }
            }
        }
    }
    place
}

/// `main.cld:12:3`
pub(crate) fn shown(span: Span, sources: &Sources) -> String {
    match sources.get(span.file) {
        Some(source) => {
            let position = source.position(span.start);
            format!("{}:{}:{}", source.name(), position.line, position.column)
        }
        None => "?".to_owned(),
    }
}

/// What stands in a place of a template, and where the program says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The way to it in the template, as a JSON pointer.
    pub pointer: String,
    /// The file, line and column of the program.
    pub at: String,
    /// The resource, by its address in the program, if it is one or a part of one.
    pub address: Option<String>,
    /// The calls that lead to the resource, outermost first.
    pub through: Vec<String>,
    /// The sentences that made the resource.
    pub sentences: Vec<String>,
}

/// Whether a text is the file that stands beside a template.
pub fn is_map(map: &str) -> bool {
    let map: Option<Value> = serde_json::from_str(map).ok();
    map.is_some_and(|map| map.get("places").is_some_and(Value::is_array) && map.get("version").is_some())
}

/// What stands on a line of a template, from 1. `map` is the text of the file beside it. `None` if it is no such file, or
/// nothing of the program stands on the line.
pub fn on_line(map: &str, line: u64) -> Option<Found> {
    let map: Value = serde_json::from_str(map).ok()?;
    let places = map.get("places")?.as_array()?;
    if map.get("lines").and_then(Value::as_u64).is_none_or(|lines| line > lines) {
        return None;
    }
    let end = places.partition_point(|place| place.get("line").and_then(Value::as_u64).is_some_and(|at| at <= line));
    found(places, end.checked_sub(1)?)
}

/// The resource, parameter or output that a template calls so.
pub fn called(map: &str, id: &str) -> Option<Found> {
    let map: Value = serde_json::from_str(map).ok()?;
    let places = map.get("places")?.as_array()?;
    let is = |place: &Value| {
        let steps: Vec<&str> = place.get("pointer").and_then(Value::as_str).unwrap_or_default().split('/').collect();
        matches!(steps.as_slice(), [_, _, last] if *last == id)
    };
    found(places, places.iter().position(is)?)
}

/// The resources of a template: the logical id and the address of each. `map` is the text of the file beside it.
pub fn resources(map: &str) -> Vec<(String, String)> {
    let map: Value = serde_json::from_str(map).unwrap_or_default();
    let places = map.get("places").and_then(Value::as_array).into_iter().flatten();
    let one = |place: &Value| {
        let id = place.get("pointer")?.as_str()?.strip_prefix("/Resources/")?;
        let address = place.get("address")?.as_str()?;
        (!id.contains('/')).then(|| (id.to_owned(), address.to_owned()))
    };
    places.filter_map(one).collect()
}

fn found(places: &[Value], index: usize) -> Option<Found> {
    let text = |place: &Value, name: &str| place.get(name).and_then(Value::as_str).map(str::to_owned);
    let texts = |place: &Value, name: &str| -> Vec<String> {
        let all = place.get(name).and_then(Value::as_array).into_iter().flatten();
        all.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let place = places.get(index)?;
    let pointer = text(place, "pointer")?;
    let whole: String = pointer.split('/').take(3).collect::<Vec<_>>().join("/");
    let before = places.get(..=index)?.iter().rev();
    let resource = before.into_iter().find(|place| text(place, "pointer").as_deref() == Some(&whole))?;
    Some(Found {
        at: text(place, "at")?,
        address: text(resource, "address"),
        through: texts(resource, "through"),
        sentences: texts(resource, "sentences"),
        pointer,
    })
}
