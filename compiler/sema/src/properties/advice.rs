//! The way out where a value is of the wrong type.

use cloudc_base::value::Value;
use cloudc_facts::{ResourceType, Types};

use super::handle;
use super::node::Node;
use crate::program::Program;

/// How a value becomes what is wanted.
#[derive(Debug, Clone)]
pub(crate) struct Advice {
    /// What to write, `{}` standing for what is there now.
    pub(crate) form: String,
    /// Whether that can be made without looking.
    pub(crate) sure: Sure,
    /// What to write where the value itself stands: `25%` is `"25%"`.
    pub(crate) literal: Option<String>,
}

/// Whether a change is certainly what is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sure {
    Yes,
    No,
}

/// What to write instead of a value where a node wants another type; none if that cannot be said.
pub(super) fn advice(
    program: &Program<'_>,
    ty: &ResourceType,
    node: &Node,
    value: &Value,
    property: &str,
) -> Option<Advice> {
    let wants = |one: Types| node.types.is_empty() || node.types.has(one);
    match value {
        Value::Handle(of) if wants(Types::STRING) => {
            let attribute = handle::attribute(program, of, &node.schema, property)?;
            perhaps(&format!("{{}}.{attribute}"))
        }
        Value::Handle(of) if node.types.has(Types::LIST) => {
            let items = node.items.as_ref()?.get();
            let attribute = handle::attribute(program, of, &items.schema, property)?;
            perhaps(&format!("[{{}}.{attribute}]"))
        }
        Value::Duration(_) | Value::Size(_) | Value::Percent(_) | Value::Range(_) | Value::Ports(_) => {
            of_unit(ty, node, value, property)
        }
        Value::Text(text) => of_text(node, text).or_else(|| in_list(node)),
        Value::Float(number) if node.types.has(Types::INTEGER) && number.fract() == 0.0 => sure(&format!("{number}")),
        Value::Float(_) if node.types.has(Types::STRING) => literal(sure("\"${{}}\""), format!("\"{value}\"")),
        Value::Record(_) if is_list_of_pairs(node) => perhaps("[for k, v in {} => { Key = k, Value = v }]"),
        Value::List(_) => None,
        _ => in_list(node),
    }
}

fn sure(form: &str) -> Option<Advice> {
    Some(Advice { form: form.to_owned(), sure: Sure::Yes, literal: None })
}

fn perhaps(form: &str) -> Option<Advice> {
    Some(Advice { form: form.to_owned(), sure: Sure::No, literal: None })
}

fn literal(advice: Option<Advice>, literal: String) -> Option<Advice> {
    advice.map(|advice| Advice { literal: Some(literal), ..advice })
}

/// A unit becomes a number when it is divided by another, and a text of the cloud's own kind with that.
fn of_unit(ty: &ResourceType, node: &Node, value: &Value, property: &str) -> Option<Advice> {
    let format = |wanted: &str| node.schema.formats().any(|format| format == wanted);
    let any = node.types.is_empty();
    let numbers = any || node.types.has(Types::INTEGER) || node.types.has(Types::NUMBER);
    match value {
        Value::Size(size) if format("quantity") => {
            literal(perhaps("\"${{} / 1MiB}Mi\""), format!("{:?}", size.to_string().trim_end_matches('B')))
        }
        Value::Size(size) if numbers => perhaps(&format!("{{}} / {}", size_unit(property, &size.to_string()))),
        Value::Percent(_) if !numbers || format("int-or-string") => {
            literal(perhaps("\"${{} / 1%}%\""), format!("\"{value}\""))
        }
        Value::Percent(_) => perhaps("{} / 1%"),
        Value::Duration(_) if numbers => perhaps(&format!("{{}} / {}", time_unit(property))),
        Value::Duration(_) if node.types.has(Types::STRING) => {
            perhaps(&format!("\"${{{{}} / 1s}}{}\"", time_suffix(ty)))
        }
        Value::Range(_) if any || numbers => perhaps("{}.min"),
        Value::Ports(_) if numbers => perhaps("{}.number"),
        _ => None,
    }
}

/// A text that says a number or a truth.
fn of_text(node: &Node, text: &str) -> Option<Advice> {
    let whole = node.types.has(Types::INTEGER) && text.parse::<i64>().is_ok();
    if whole || (node.types.has(Types::NUMBER) && is_number(text)) {
        return sure(text);
    }
    let truth = text.to_ascii_lowercase();
    if node.types.has(Types::BOOL) && ["true", "false"].contains(&truth.as_str()) { sure(&truth) } else { None }
}

/// A list of one, where only a list is wanted.
fn in_list(node: &Node) -> Option<Advice> {
    if node.types == Types::LIST { perhaps("[{}]") } else { None }
}

/// Whether a text is a number as the language writes it.
fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Whether it is a list of names and values, as tags are.
fn is_list_of_pairs(node: &Node) -> bool {
    let items = node.items.as_ref().filter(|_| node.types == Types::LIST).map(|items| items.get());
    items.is_some_and(|items| {
        let names = items.schema.property_names();
        ["Key", "Value"].iter().all(|wanted| names.iter().any(|name| **name == **wanted))
    })
}

/// The unit that a property counts time in, going by its name; seconds are by far the most frequent.
fn time_unit(property: &str) -> &'static str {
    let units = [
        ("Milliseconds", "1ms"),
        ("Millis", "1ms"),
        ("InMs", "1ms"),
        ("Minutes", "1min"),
        ("Hours", "1h"),
        ("Days", "1d"),
        ("RetentionPeriodDays", "1d"),
    ];
    units.into_iter().find(|(word, _)| property.contains(word)).map_or("1s", |(_, unit)| unit)
}

/// The unit that a property counts bytes in, going by its name, else by how the size is written: people write the unit
/// that they mean.
fn size_unit(property: &str, written: &str) -> &'static str {
    let units = [
        ("Bytes", "1B"),
        ("MessageSize", "1B"),
        ("Memory", "1MiB"),
        ("KiB", "1KiB"),
        ("MiB", "1MiB"),
        ("GiB", "1GiB"),
        ("TiB", "1TiB"),
    ];
    let unit = |text: &str| units.into_iter().find(|(word, _)| text.contains(word)).map(|(_, unit)| unit);
    unit(property).or_else(|| unit(written)).unwrap_or("1B")
}

/// How a provider writes seconds in a text.
fn time_suffix(ty: &ResourceType) -> &'static str {
    if ty.cloudformation().is_some() { "" } else { "s" }
}
