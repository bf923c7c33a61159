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
    let numbers = node.types.has(Types::INTEGER) || node.types.has(Types::NUMBER) || node.types.is_empty();
    let sure = |form: &str| Some(Advice { form: form.to_owned(), sure: Sure::Yes, literal: None });
    let perhaps = |form: &str| Some(Advice { form: form.to_owned(), sure: Sure::No, literal: None });
    let literal =
        |advice: Option<Advice>, literal: String| advice.map(|advice| Advice { literal: Some(literal), ..advice });
    match value {
        Value::Handle(of) if wants(Types::STRING) => {
            let attribute = handle::attribute(program, of, &node.schema, property);
            attribute.and_then(|attribute| perhaps(&format!("{{}}.{attribute}")))
        }
        Value::Handle(of) if node.types.has(Types::LIST) => {
            let items = node.items.as_ref()?.get();
            let attribute = handle::attribute(program, of, &items.schema, property)?;
            perhaps(&format!("[{{}}.{attribute}]"))
        }
        Value::Size(size) if node.schema.formats().any(|format| format == "quantity") => {
            literal(perhaps("\"${{} / 1MiB}Mi\""), format!("{:?}", size.to_string().trim_end_matches('B')))
        }
        Value::Percent(_) if !numbers || node.schema.formats().any(|format| format == "int-or-string") => {
            literal(perhaps("\"${{} / 1%}%\""), format!("\"{value}\""))
        }
        Value::Percent(_) if numbers => perhaps("{} / 1%"),
        Value::Duration(_) if numbers => perhaps(&format!("{{}} / {}", time_unit(property))),
        Value::Duration(_) if wants(Types::STRING) => perhaps(&format!("\"${{{{}} / 1s}}{}\"", time_suffix(ty))),
        Value::Size(_) if numbers => perhaps(&format!("{{}} / {}", size_unit(property))),
        Value::Range(_) => perhaps("{}.min"),
        Value::Ports(_) if numbers => perhaps("{}.number"),
        Value::Text(text) if node.types.has(Types::INTEGER) && text.parse::<i64>().is_ok() => sure(text),
        Value::Text(text) if node.types.has(Types::NUMBER) && is_number(text) => sure(text),
        Value::Text(text) if node.types.has(Types::BOOL) => match text.to_ascii_lowercase().as_str() {
            truth @ ("true" | "false") => sure(truth),
            _ => None,
        },
        Value::Float(number) if node.types.has(Types::INTEGER) && number.fract() == 0.0 => sure(&format!("{number}")),
        Value::Float(_) if node.types.has(Types::STRING) => sure("\"${{}}\""),
        Value::Record(_) if is_list_of_pairs(node) => perhaps("[for k, v in {} => { Key = k, Value = v }]"),
        Value::List(_) => None,
        _ if node.types == Types::LIST => perhaps("[{}]"),
        _ => None,
    }
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

/// The unit that a property counts bytes in, going by its name.
fn size_unit(property: &str) -> &'static str {
    let units = [
        ("Bytes", "1B"),
        ("MessageSize", "1B"),
        ("KiB", "1KiB"),
        ("GiB", "1GiB"),
        ("GB", "1GiB"),
        ("Storage", "1GiB"),
        ("VolumeSize", "1GiB"),
    ];
    units.into_iter().find(|(word, _)| property.contains(word)).map_or("1MiB", |(_, unit)| unit)
}

/// How a provider writes seconds in a text.
fn time_suffix(ty: &ResourceType) -> &'static str {
    if ty.cloudformation().is_some() { "" } else { "s" }
}
