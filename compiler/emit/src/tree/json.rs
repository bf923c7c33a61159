use super::writer::Writer;
use super::{Map, Tree};

/// Writes JSON (RFC 8259): two blanks of indentation; a function of CloudFormation that fits stands on one line.
pub(super) fn value<'t>(out: &mut Writer<'t>, tree: &'t Tree, indent: usize) {
    match tree {
        Tree::Bool(value) => out.push(if *value { "true" } else { "false" }),
        Tree::Int(number) => out.push(&number.to_string()),
        Tree::Float(number) => out.push(&float(*number)),
        Tree::Text(text) => quoted(&mut out.text, text),
        Tree::List(values) if values.is_empty() => out.push("[]"),
        Tree::Map(map) if map.is_empty() => out.push("{}"),
        Tree::Map(map) if is_short(map) => short(out, tree),
        Tree::List(values) => list(out, values, indent),
        Tree::Map(map) => self::map(out, map, indent),
    }
}

fn list<'t>(out: &mut Writer<'t>, values: &'t [Tree], indent: usize) {
    out.push("[");
    for (index, inner) in values.iter().enumerate() {
        out.push(if index > 0 { "," } else { "" });
        out.line(indent + 2);
        value(out, inner, indent + 2);
    }
    out.line(indent);
    out.push("]");
}

fn map<'t>(out: &mut Writer<'t>, map: &'t Map, indent: usize) {
    out.push("{");
    for (index, entry) in map.entries().iter().enumerate() {
        out.push(if index > 0 { "," } else { "" });
        out.line(indent + 2);
        out.enter(entry);
        quoted(&mut out.text, &entry.name);
        out.push(": ");
        value(out, &entry.value, indent + 2);
        out.leave();
    }
    out.line(indent);
    out.push("}");
}

/// Whether a map is a function of short scalars: `{"Fn::GetAtt": ["BuildsQueue", "Arn"]}`.
fn is_short(map: &Map) -> bool {
    let [entry] = map.entries() else { return false };
    let function = *entry.name == *"Ref" || entry.name.starts_with("Fn::");
    let scalar = |tree: &Tree| match tree {
        Tree::Text(text) => text.len() <= 80,
        Tree::List(_) | Tree::Map(_) => false,
        _ => true,
    };
    function
        && match &entry.value {
            Tree::List(values) => values.len() <= 2 && values.iter().all(scalar),
            other => scalar(other),
        }
}

/// On one line; only for what [`is_short`] takes.
fn short<'t>(out: &mut Writer<'t>, tree: &'t Tree) {
    match tree {
        Tree::Map(map) => {
            out.push("{");
            for entry in map.entries() {
                quoted(&mut out.text, &entry.name);
                out.push(": ");
                short(out, &entry.value);
            }
            out.push("}");
        }
        Tree::List(values) => {
            out.push("[");
            for (index, inner) in values.iter().enumerate() {
                out.push(if index > 0 { ", " } else { "" });
                short(out, inner);
            }
            out.push("]");
        }
        scalar => value(out, scalar, 0),
    }
}

/// A finite number with a dot; there are no others in a graph, and JSON has no spelling for them.
pub(super) fn float(number: f64) -> String {
    if number.is_finite() { format!("{number:?}") } else { "null".to_owned() }
}

/// A text in quotes.
pub(super) fn quoted(out: &mut String, text: &str) {
    let plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\' && byte != 0x7f;
    if text.bytes().all(plain) {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        // A text always has a spelling in JSON.
        out.push_str(&serde_json::to_string(text).unwrap_or_default());
    }
}
