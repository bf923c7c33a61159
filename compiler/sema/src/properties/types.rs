//! What kinds of values there are for a cloud, and what they are called in this language.

use cloudc_base::value::{From, Later, Value};
use cloudc_facts::{Kind, Types};

use super::node::Node;
use crate::eval::nature::Nature;
use crate::mistakes::wrong_type::shown;
use crate::program::Program;

/// The JSON types of texts, numbers and booleans.
pub(super) const SCALARS: [Types; 4] = [Types::STRING, Types::INTEGER, Types::NUMBER, Types::BOOL];

/// The JSON types that a value may turn out to have; none for what no cloud takes: units, handles, ports, ranges.
pub(super) fn types_of(program: &Program<'_>, value: &Value) -> Types {
    match value {
        Value::Null => Types::NULL,
        Value::Bool(_) => Types::BOOL,
        Value::Int(_) => Types::INTEGER,
        Value::Float(_) => Types::NUMBER,
        Value::Text(_) | Value::Cidr(_) | Value::Ip(_) => Types::STRING,
        Value::List(_) => Types::LIST,
        Value::Record(_) => Types::OBJECT,
        Value::Later(later) => later_types(program, later),
        Value::Duration(_) | Value::Size(_) | Value::Percent(_) => Types::NONE,
        Value::Range(_) | Value::Ports(_) | Value::Handle(_) => Types::NONE,
    }
}

/// What a later value may turn out to be: text that is put together is a text, an attribute what the facts say of it.
fn later_types(program: &Program<'_>, later: &Later) -> Types {
    match later.from() {
        From::Joined(_) => Types::STRING,
        From::Call { function: "split", .. } => Types::LIST,
        From::Call { function: "program_policy", .. } => Types::OBJECT,
        From::Call { .. } => Types::STRING,
        From::Attribute { path, .. } if is_name_of_something(path) => match program.answer(later) {
            Some(schema) if schema.kind() == Kind::String => Types::STRING,
            _ => any(),
        },
        From::Attribute { .. } | From::Element { .. } => match program.answer(later).map(|schema| schema.kind()) {
            // CloudFormation gives numbers as text too.
            Some(Kind::String | Kind::Integer | Kind::Number | Kind::Bool) => scalars(),
            Some(Kind::List) => Types::LIST,
            _ => any(),
        },
        From::App(_) => scalars(),
        From::Param(_) => nature_types(&program.nature(later)),
        From::Secret(_) | From::Lookup { .. } => any(),
    }
}

/// Whether an attribute is text that stands for a thing, and never a number or a flag.
fn is_name_of_something(path: &str) -> bool {
    ["Arn", "Id", "Name", "Url", "Uri"].iter().any(|end| path.ends_with(end))
}

/// What becomes of a value of a type where a cloud takes it: a text where a text is wanted (D8).
fn nature_types(nature: &Nature) -> Types {
    match nature {
        Nature::List => Types::LIST,
        Nature::Record => Types::OBJECT,
        Nature::Unknown => any(),
        Nature::Named(name) => match &**name {
            "String" | "Cidr" | "Ip" => Types::STRING,
            "Int" => Types::INTEGER.with(Types::STRING),
            "Float" | "Number" => Types::NUMBER.with(Types::INTEGER),
            "Bool" => Types::BOOL.with(Types::STRING),
            "Duration" | "Size" | "Percent" | "Range" | "Port" | "handle" => Types::NONE,
            _ => any(),
        },
    }
}

fn scalars() -> Types {
    SCALARS.into_iter().fold(Types::NONE, Types::with)
}

fn any() -> Types {
    scalars().with(Types::LIST).with(Types::OBJECT)
}

/// Whether a value of these types may be one of those that are wanted; an Int is a number too.
pub(super) fn fits(types: Types, wanted: Types) -> bool {
    wanted.meets(types) || (wanted.has(Types::NUMBER) && types.has(Types::INTEGER))
}

/// What a value is, in words: a short one as it is written, a later one by what is known of it.
pub(super) fn found(program: &Program<'_>, value: &Value) -> String {
    match value {
        Value::Text(_) | Value::Int(_) | Value::Float(_) | Value::Bool(_) | Value::Null => shown(value),
        Value::Later(later) if matches!(later.from(), From::Param(_)) => program.nature(later).words(),
        Value::Later(later) => match later_types(program, later) {
            Types::STRING => "a String".to_owned(),
            Types::LIST => "a list".to_owned(),
            Types::OBJECT => "a record".to_owned(),
            types if !types.has(Types::LIST) => "a single value".to_owned(),
            _ => value.kind().to_owned(),
        },
        other => other.kind().to_owned(),
    }
}

/// What is wanted at a node, in words: `an Int or a String`.
pub(super) fn wanted(node: &Node) -> String {
    let whole = !node.types.has(Types::NUMBER);
    let each = [Types::BOOL, Types::INTEGER, Types::NUMBER, Types::STRING, Types::LIST, Types::OBJECT];
    let named = each.into_iter().filter(|&one| node.types.has(one) && (whole || one != Types::INTEGER));
    let words: Vec<&str> = named.map(|one| word(node, one)).collect();
    if words.is_empty() { "a plain value".to_owned() } else { words.join(" or ") }
}

fn word(node: &Node, one: Types) -> &'static str {
    match one {
        Types::BOOL => "a Bool",
        Types::INTEGER => "an Int",
        Types::NUMBER => "a number",
        Types::STRING => "a String",
        Types::LIST => "a list",
        _ if node.is_map() => "a map",
        _ => "a record",
    }
}
