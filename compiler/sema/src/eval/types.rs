use std::cmp::Ordering;
use std::sync::Arc;

use cloudc_base::value::{Entries, Value};

use super::operators::compare;
use crate::block::Space;
use crate::hir::{Field, ItemKind, Path, TypeExpr, TypeKind};
use crate::mistakes::unknown_type;
use crate::program::{Eval, FrameId, Program};

/// Why a value is not of a type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Misfit {
    /// Where in the value: `.name` and `[key]`, empty for all of it.
    pub(crate) place: String,
    /// What is wanted there, in words.
    pub(crate) wanted: String,
    /// What is there; none if nothing is.
    pub(crate) found: Option<Value>,
}

impl Misfit {
    fn new(wanted: impl Into<String>, found: &Value) -> Misfit {
        Misfit { place: String::new(), wanted: wanted.into(), found: Some(found.clone()) }
    }

    fn below(self, place: &str) -> Misfit {
        Misfit { place: format!("{place}{}", self.place), ..self }
    }
}

/// The value as the type has it, or why it is not of the type.
type Fit = Result<Value, Misfit>;

/// How many names of types may stand for one another.
const MAX_ALIASES: usize = 32;

impl Program<'_> {
    /// Holds a value against a type that is written in `frame`.
    ///
    /// A later value fits every type: its bounds are checked when it is known. Null fits `T?` alone.
    pub(crate) fn fit(&mut self, frame: FrameId, ty: &TypeExpr, value: Value) -> Eval<Fit> {
        self.fit_at(frame, ty, value, MAX_ALIASES)
    }

    fn fit_at(&mut self, frame: FrameId, ty: &TypeExpr, value: Value, depth: usize) -> Eval<Fit> {
        let scalar_later = matches!(value, Value::Later(_));
        match &ty.kind {
            TypeKind::Unread => Ok(Ok(value)),
            TypeKind::Optional(_) if value == Value::Null => Ok(Ok(value)),
            TypeKind::Optional(inner) => self.fit_at(frame, inner, value, depth),
            TypeKind::Named(path) => self.fit_named(frame, path, value, depth),
            _ if scalar_later => Ok(Ok(value)),
            TypeKind::Secret(_) => Ok(Err(Misfit::new("a secret by reference", &value))),
            TypeKind::Literal(text) => Ok(match &value {
                Value::Text(found) if found == text => Ok(value),
                _ => Err(Misfit::new(format!("{text:?}"), &value)),
            }),
            TypeKind::Union(types) => self.fit_union(frame, types, &value, depth),
            TypeKind::List(inner) => self.fit_list(frame, inner, &value, depth),
            TypeKind::Map(inner) => self.fit_map(frame, inner, &value, depth),
            TypeKind::Record(fields) => self.fit_record(frame, fields, &value, depth),
            TypeKind::Bounded { name, bounds } => {
                let path = Path { text: Arc::clone(&name.text), span: name.span };
                let value = match self.fit_named(frame, &path, value, depth)? {
                    Ok(value) => value,
                    misfit => return Ok(misfit),
                };
                let bounds = self.known(frame, bounds, "the bounds of a type")?;
                Ok(within(value, &bounds, &name.text))
            }
        }
    }

    fn fit_named(&mut self, frame: FrameId, path: &Path, value: Value, depth: usize) -> Eval<Fit> {
        if let Some(fit) = builtin(&path.text, &value) {
            return Ok(fit);
        }
        let mut at = Some(frame);
        while let Some(here) = at.and_then(|id| self.get(id)) {
            let found = here.block.find(Space::Nouns, &path.text).and_then(|index| here.block.items.get(index));
            match found.map(|item| &item.kind) {
                Some(ItemKind::Type { ty, .. }) if depth > 0 => {
                    let (ty, place) = (ty.clone(), at.unwrap_or(frame));
                    return self.fit_at(place, &ty, value, depth - 1);
                }
                Some(ItemKind::Type { .. }) => return self.fail(unknown_type::endless(path.span, &path.text)),
                Some(_) => return Ok(handle(&path.text, value)),
                None => {}
            }
            at = here.parent;
        }
        self.fail(unknown_type::finding(path.span, &path.text))
    }

    /// The first type that fits; where none does, all that would have.
    fn fit_union(&mut self, frame: FrameId, types: &[TypeExpr], value: &Value, depth: usize) -> Eval<Fit> {
        let mut wanted = Vec::new();
        for ty in types {
            match self.fit_at(frame, ty, value.clone(), depth)? {
                Ok(value) => return Ok(Ok(value)),
                Err(misfit) => wanted.push(misfit.wanted),
            }
        }
        Ok(Err(Misfit::new(wanted.join(" or "), value)))
    }

    fn fit_list(&mut self, frame: FrameId, inner: &TypeExpr, value: &Value, depth: usize) -> Eval<Fit> {
        let Value::List(values) = value else { return Ok(Err(Misfit::new("a list", value))) };
        let mut fitted = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            match self.fit_at(frame, inner, value.clone(), depth)? {
                Ok(value) => fitted.push(value),
                Err(misfit) => return Ok(Err(misfit.below(&format!("[{index}]")))),
            }
        }
        Ok(Ok(Value::list(fitted)))
    }

    fn fit_map(&mut self, frame: FrameId, inner: &TypeExpr, value: &Value, depth: usize) -> Eval<Fit> {
        let Value::Record(entries) = value else { return Ok(Err(Misfit::new("a map", value))) };
        let mut fitted = Entries::new();
        for (name, value) in entries.iter() {
            match self.fit_at(frame, inner, value.clone(), depth)? {
                Ok(value) => fitted.set(Arc::clone(name), value),
                Err(misfit) => return Ok(Err(misfit.below(&format!("[{name:?}]")))),
            }
        }
        Ok(Ok(fitted.seal()))
    }

    /// A record: fields in the order of the type, with their defaults; no others.
    fn fit_record(&mut self, frame: FrameId, fields: &[Field], value: &Value, depth: usize) -> Eval<Fit> {
        let Value::Record(entries) = value else { return Ok(Err(Misfit::new("a record", value))) };
        if let Some((name, extra)) =
            entries.iter().find(|(name, _)| fields.iter().all(|field| field.name.text != **name))
        {
            let names: Vec<&str> = fields.iter().map(|field| &*field.name.text).collect();
            let wanted = format!("no field but {}", names.join(", "));
            return Ok(Err(Misfit::new(wanted, extra).below(&format!(".{name}"))));
        }
        let mut fitted = Entries::new();
        for field in fields {
            let given = entries.get(&field.name.text).filter(|value| **value != Value::Null);
            let value = match (given, &field.default) {
                (Some(given), _) => given.clone(),
                (None, Some(default)) => self.value(frame, default)?,
                (None, None) => Value::Null,
            };
            match self.fit_at(frame, &field.ty, value, depth)? {
                Ok(value) => fitted.set(Arc::clone(&field.name.text), value),
                Err(misfit) => return Ok(Err(misfit.below(&format!(".{}", field.name.text)))),
            }
        }
        Ok(Ok(fitted.seal()))
    }
}

/// The types of the language (D39); `None` for other names.
fn builtin(name: &str, value: &Value) -> Option<Fit> {
    let later = matches!(value, Value::Later(_));
    let (wanted, fits) = match name {
        "Any" => ("a value", *value != Value::Null),
        "String" => return Some(text(value)),
        "Int" => ("an Int", matches!(value, Value::Int(_))),
        "Float" => ("a Float", matches!(value, Value::Float(_))),
        "Number" => ("a number", matches!(value, Value::Int(_) | Value::Float(_))),
        "Bool" => ("a Bool", matches!(value, Value::Bool(_))),
        "Duration" => ("a Duration", matches!(value, Value::Duration(_))),
        "Size" => ("a Size", matches!(value, Value::Size(_))),
        "Percent" => ("a Percent", matches!(value, Value::Percent(_))),
        "Cidr" => ("a Cidr", matches!(value, Value::Cidr(_))),
        "Ip" => ("an Ip", matches!(value, Value::Ip(_))),
        "Range" => ("a Range", matches!(value, Value::Range(_))),
        "Port" => ("a Port", matches!(value, Value::Ports(_))),
        "Image" | "Asset" | "Metric" => return Some(described(name, value)),
        "handle" => ("a handle", matches!(value, Value::Handle(_))),
        _ => return None,
    };
    Some(if fits || later { Ok(value.clone()) } else { Err(Misfit::new(wanted, value)) })
}

/// An image, asset or metric: a description made by a function or a noun.
fn described(name: &str, value: &Value) -> Fit {
    let article = if name == "Metric" { "a" } else { "an" };
    match value {
        Value::Record(_) | Value::Later(_) => Ok(value.clone()),
        _ => Err(Misfit::new(format!("{article} {name}"), value)),
    }
}

/// A String: also what becomes one (D8).
fn text(value: &Value) -> Fit {
    match value {
        Value::Text(_) | Value::Later(_) => Ok(value.clone()),
        Value::Int(_) | Value::Bool(_) | Value::Cidr(_) | Value::Ip(_) => Ok(Value::text(value.to_string())),
        _ => Err(Misfit::new("a String", value)),
    }
}

/// A noun or resource type as a type: a handle.
fn handle(name: &str, value: Value) -> Fit {
    match value {
        Value::Handle(_) | Value::Later(_) => Ok(value),
        other => Err(Misfit::new(format!("a `{name}`"), &other)),
    }
}

/// A value between bounds, both included; a later one is checked when it is known.
fn within(value: Value, bounds: &Value, name: &str) -> Fit {
    let Value::Range(ends) = bounds else { return Ok(value) };
    let inside = |value: &Value| {
        let low = compare(value, &ends.0).is_some_and(|order| order != Ordering::Less);
        low && compare(value, &ends.1).is_some_and(|order| order != Ordering::Greater)
    };
    match &value {
        Value::Later(_) => Ok(value),
        value if inside(value) => Ok(value.clone()),
        _ => Err(Misfit::new(format!("{} {name} from {} to {}", article(name), ends.0, ends.1), &value)),
    }
}

fn article(name: &str) -> &'static str {
    if name.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" }
}
