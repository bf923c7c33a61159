use cloudc_base::value::Value;
use cloudc_graph::{Param, ParamKind};

use super::attribute;
use super::names::Key;
use super::program::Program;
use super::text::Kind;
use crate::tree::{Map, Name, Tree};

/// What needs no escape in a document.
const PLAIN: &str = r#"[^"\\\x00-\x1F]*"#;

/// How a parameter is declared in the template that others are held by.
pub(super) fn declaration(program: &Program<'_>, key: &Key) -> Map {
    match key {
        Key::Bucket => text("The bucket that holds what assets.json lists"),
        Key::HomeRegion => match program.region() {
            Some(region) => text("The region of the program").with("Default", Tree::text(region.to_owned())),
            None => text("The region of the program"),
        },
        Key::HomeAccount => text("The account of the program"),
        // These are resources.
        Key::Reader | Key::ReaderRole => Map::default(),
        Key::Image(parameter) => {
            let ty = "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>";
            let about = "The public parameter that names the newest image; it is asked at each update of the stack";
            typed(ty, about).with("Default", Tree::text(parameter))
        }
        Key::Secret(reference) => {
            let about = match reference.strip_prefix("param:") {
                Some(name) => format!("The value of {name}"),
                None => format!("The value of {reference}"),
            };
            let map = typed("String", &about).with("NoEcho", Tree::Bool(true));
            if !program.documented.contains(reference) {
                return map;
            }
            let why = "It stands in a document: no quotes, backslashes or line ends";
            map.with("AllowedPattern", Tree::text(PLAIN)).with("ConstraintDescription", Tree::text(why))
        }
        Key::Param(name) => match program.input.options.params.iter().find(|param| param.name == *name) {
            Some(param) => kept(param),
            None => text(name),
        },
        Key::Import(number, path) => {
            let node = program.graph().node(*number);
            let about = node.map_or_else(|| path.to_string(), |node| format!("{path} of {}", node.address));
            typed(if is_list(program, *number, path) { "CommaDelimitedList" } else { "String" }, &about)
        }
    }
}

/// How a parameter is declared in a stack that a template holds: checked already.
pub(super) fn passed(program: &Program<'_>, key: &Key) -> Map {
    match key {
        Key::Image(_) => Map::default().with("Type", Tree::text("AWS::EC2::Image::Id")),
        Key::Secret(_) => Map::default().with("Type", Tree::text("String")).with("NoEcho", Tree::Bool(true)),
        Key::Param(_) if is_list_param(program, key) => Map::default().with("Type", Tree::text("CommaDelimitedList")),
        Key::Import(number, path) if is_list(program, *number, path) => {
            Map::default().with("Type", Tree::text("CommaDelimitedList"))
        }
        _ => Map::default().with("Type", Tree::text("String")),
    }
}

/// What a stack inside is given for one of its parameters: that of the template that holds it.
pub(super) fn handed(program: &Program<'_>, key: &Key, name: Name) -> Tree {
    let reference = Tree::call("Ref", Tree::Text(name));
    if is_list_param(program, key) {
        return Tree::call("Fn::Join", Tree::List(vec![Tree::text(","), reference]));
    }
    reference
}

fn is_list_param(program: &Program<'_>, key: &Key) -> bool {
    match key {
        Key::Param(name) => {
            program.input.options.params.iter().any(|param| param.name == *name && param.kind.is_list())
        }
        Key::Import(number, path) => is_list(program, *number, path),
        _ => false,
    }
}

/// Whether an attribute is a list.
pub(super) fn is_list(program: &Program<'_>, number: usize, path: &str) -> bool {
    let schema = program.ty(number).and_then(|ty| ty.attribute(path));
    schema.is_some_and(|schema| attribute::kind(&schema) == Kind::List)
}

/// A param that stays open, with what it takes.
fn kept(param: &Param) -> Map {
    let ty = match param.kind {
        ParamKind::Text | ParamKind::Bool | ParamKind::Cidr | ParamKind::Ip => "String",
        ParamKind::Int | ParamKind::Number => "Number",
        ParamKind::Texts => "CommaDelimitedList",
        ParamKind::Numbers => "List<Number>",
    };
    let about = param.doc.as_deref().map_or_else(|| param.name.to_string(), one_line);
    let mut map = typed(ty, &about).with_some("Default", param.default.as_ref().map(default));
    if param.kind == ParamKind::Bool {
        map.set("AllowedValues", Tree::texts(["true", "false"]));
    } else if !param.allowed.is_empty() {
        map.set("AllowedValues", Tree::texts(&param.allowed));
    }
    let pattern = match param.kind {
        ParamKind::Cidr => Some(r"[0-9a-fA-F:.]+/\d{1,3}"),
        ParamKind::Ip => Some("[0-9a-fA-F:.]+"),
        _ => None,
    };
    map = map.with_some("AllowedPattern", pattern.map(Tree::text));
    match param.range {
        Some((least, most)) => map.with("MinValue", number(least)).with("MaxValue", number(most)),
        None => map,
    }
}

/// A default: one text, a list with commas.
fn default(value: &Value) -> Tree {
    match value {
        Value::List(values) => {
            let texts: Vec<String> = values.iter().map(plain).collect();
            Tree::text(texts.join(","))
        }
        value => Tree::text(plain(value)),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        other => other.to_string(),
    }
}

fn number(number: f64) -> Tree {
    if number.fract() == 0.0 && number.abs() < 1e15 { Tree::Int(number as i64) } else { Tree::Float(number) }
}

fn text(about: &str) -> Map {
    typed("String", about)
}

fn typed(ty: &'static str, about: &str) -> Map {
    Map::default().with("Type", Tree::text(ty)).with("Description", Tree::text(bounded(about)))
}

/// Documentation as CloudFormation takes it: one line, at most 4000 bytes.
pub(super) fn one_line(doc: &str) -> String {
    bounded(&doc.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn bounded(text: &str) -> String {
    const MAX_BYTES: usize = 4000;
    let end = text.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= MAX_BYTES).last();
    text.get(..end.unwrap_or(0)).unwrap_or_default().to_owned()
}
