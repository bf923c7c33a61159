use std::cmp::Ordering;
use std::sync::Arc;

use cloudc_base::Span;
use cloudc_base::value::{Entries, Later, Record, Value};
use cloudc_facts::facts;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::misfit::{Misfit, Step};
use super::nature::Nature;
use super::operators::compare;
use crate::functions::{NoReference, secret_reference};
use crate::hir::{Field, Path, TypeExpr, TypeKind};
use crate::mistakes::unknown_type;
use crate::noun::{Meaning, NounId};
use crate::program::{Eval, FrameId, Program};

/// The value as the type has it, or everything in it that is not of the type.
type Fit = Result<Value, Vec<Misfit>>;

fn misfit<T>(misfit: Misfit) -> Eval<Result<T, Vec<Misfit>>> {
    Ok(Err(vec![misfit]))
}

/// How many names of types may stand for one another.
pub(super) const MAX_ALIASES: usize = 32;

impl Program<'_> {
    /// Holds a value against a type that is written in `frame`.
    ///
    /// A later value fits every type: its bounds are checked when it is known. Null fits `T?` alone.
    pub(crate) fn fit(&mut self, frame: FrameId, ty: &TypeExpr, value: Value) -> Eval<Fit> {
        self.fit_at(frame, ty, value, MAX_ALIASES)
    }

    fn fit_at(&mut self, frame: FrameId, ty: &TypeExpr, value: Value, depth: usize) -> Eval<Fit> {
        self.pay(1, ty.span)?;
        let scalar_later = matches!(value, Value::Later(_));
        match &ty.kind {
            TypeKind::Unread => Ok(Ok(value)),
            TypeKind::Optional(_) if value == Value::Null => Ok(Ok(value)),
            TypeKind::Optional(inner) => self.fit_at(frame, inner, value, depth),
            TypeKind::Named(path) => self.fit_named(frame, path, value, depth),
            TypeKind::Secret(_) if scalar_later => Ok(Ok(as_secret(value))),
            TypeKind::Bounded { name, .. } if scalar_later => Ok(self.fit_later(&name.text, value)),
            TypeKind::List(_) if scalar_later => Ok(self.later_is(value, &Nature::List, "a list")),
            TypeKind::Map(_) if scalar_later => Ok(self.later_is(value, &Nature::Record, "a map")),
            TypeKind::Record(_) if scalar_later => Ok(self.later_is(value, &Nature::Record, "a record")),
            TypeKind::Literal(_) if scalar_later => Ok(self.fit_later("String", value)),
            _ if scalar_later => Ok(Ok(value)),
            TypeKind::Secret(_) => Ok(secret(&value, ty.span)),
            TypeKind::Literal(text) => Ok(match &value {
                Value::Text(found) if found == text => Ok(value),
                _ => Err(vec![Misfit::new(format!("{text:?}"), &value)]),
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
        if &*path.text == "Metric" && matches!(value, Value::Record(_)) {
            let faces = Path { text: "Faces".into(), span: path.span };
            let contract = self.contract_frame()?;
            return self.fit_named(contract, &faces, value, depth);
        }
        if matches!(value, Value::Later(_)) && is_builtin(&path.text) {
            return Ok(self.fit_later(&path.text, value));
        }
        if let Some(fit) = builtin(&path.text, &value) {
            return Ok(fit.map_err(|wanted| vec![Misfit::new(wanted, &value)]));
        }
        match self.meaning(frame, path)? {
            Some(Meaning::Type(..)) if depth == 0 => self.fail(unknown_type::endless(path.span, &path.text)),
            Some(Meaning::Type(ty, place)) => self.fit_at(place, &ty, value, depth - 1),
            Some(noun) => self.fit_noun(path, noun.id().as_ref(), value),
            None if facts().resource_type(&path.text).is_some() => Ok(self.fit_resource(&path.text, value)),
            None => self.fail(unknown_type::finding(path.span, &path.text)),
        }
    }

    /// A later value where a type of the language is wanted: as far as its own type is known.
    fn fit_later(&self, wanted: &str, value: Value) -> Fit {
        let Value::Later(later) = &value else { return Ok(value) };
        let nature = self.nature(later);
        if nature.fits(wanted) {
            return Ok(value);
        }
        let words = Nature::Named(wanted.into()).words();
        Err(vec![Misfit { found_as: Some(self.later_words(later, &nature)), ..Misfit::new(words, &value) }])
    }

    /// A later value where a list, map or record is wanted.
    fn later_is(&self, value: Value, wanted: &Nature, words: &str) -> Fit {
        let Value::Later(later) = &value else { return Ok(value) };
        let nature = self.nature(later);
        if nature == *wanted || nature == Nature::Unknown {
            return Ok(value);
        }
        Err(vec![Misfit { found_as: Some(self.later_words(later, &nature)), ..Misfit::new(words, &value) }])
    }

    fn later_words(&self, later: &Later, nature: &Nature) -> String {
        format!("{} that is known later", nature.words()).replace("a later value that", "a value that")
            + &match later.from() {
                cloudc_base::value::From::Attribute { .. } => format!(": `{later}`"),
                _ => String::new(),
            }
    }

    /// A noun as a type: a handle of an instance of it, or of one that acts as it (E8).
    fn fit_noun(&mut self, path: &Path, noun: Option<&NounId>, value: Value) -> Eval<Fit> {
        let Value::Handle(address) = &value else { return Ok(self.handle(&path.text, value)) };
        let mut at = Some(address.clone());
        while let Some(instance) = at.as_ref().and_then(|address| self.instances.get(address)).cloned() {
            if Some(&instance.id) == noun {
                return Ok(Ok(value));
            }
            let inner = self.acts_as(instance.frame, path.span)?;
            at = inner.filter(|inner| at.as_ref() != Some(inner));
        }
        let found = self.handle_kind(address);
        misfit(Misfit { found_as: Some(found), ..Misfit::new(format!("a `{}`", path.text), &value) })
    }

    /// A resource type as a type: a handle of such a resource.
    fn fit_resource(&mut self, ty: &str, value: Value) -> Fit {
        let Value::Handle(address) = &value else { return self.handle(ty, value) };
        match self.resources.get(address) {
            Some(resource) if resource.ty.name() == ty => Ok(value),
            _ => {
                let found = self.handle_kind(address);
                Err(vec![Misfit { found_as: Some(found), ..Misfit::new(format!("a `{ty}`"), &value) }])
            }
        }
    }

    /// What a handle is of, for messages.
    fn handle_kind(&self, address: &cloudc_base::Address) -> String {
        match (self.instances.get(address), self.resources.get(address)) {
            (Some(instance), _) => format!("`{address}`, a `{}`", instance.noun),
            (None, Some(resource)) => format!("`{address}`, a `{}`", resource.ty.name()),
            (None, None) => format!("`{address}`"),
        }
    }

    /// A noun or resource type as a type: a handle, or what somebody gives later.
    fn handle(&self, name: &str, value: Value) -> Fit {
        let known = match &value {
            Value::Handle(_) => return Ok(value),
            Value::Later(later) => Some(self.nature(later)),
            _ => None,
        };
        match (known, &value) {
            (Some(Nature::Unknown), _) => Ok(value),
            (Some(nature), Value::Later(later)) => {
                let found_as = Some(self.later_words(later, &nature));
                Err(vec![Misfit { found_as, ..Misfit::new(format!("a `{name}`"), &value) }])
            }
            _ => Err(vec![Misfit::new(format!("a `{name}`"), &value)]),
        }
    }

    /// The first type that fits; where none does, all that would have.
    fn fit_union(&mut self, frame: FrameId, types: &[TypeExpr], value: &Value, depth: usize) -> Eval<Fit> {
        if let Value::Text(text) = value
            && let Some(literals) = types.iter().map(literal).collect::<Option<Vec<_>>>()
            && literals.contains(&text)
        {
            return Ok(Ok(value.clone()));
        }
        let mut wanted = Vec::new();
        for ty in types {
            match self.fit_at(frame, ty, value.clone(), depth)? {
                Ok(value) => return Ok(Ok(value)),
                Err(misfits) => wanted.extend(misfits.into_iter().next()),
            }
        }
        // Where only one of the types is of this shape, what is wrong inside says more.
        let mut inside = wanted.iter().filter(|misfit| !misfit.place.is_empty());
        if let (Some(only), None) = (inside.next(), inside.next()) {
            return misfit(only.clone());
        }
        let words: Vec<String> = wanted.into_iter().map(|misfit| misfit.wanted).collect();
        misfit(Misfit::new(words.join(" or "), value))
    }

    fn fit_list(&mut self, frame: FrameId, inner: &TypeExpr, value: &Value, depth: usize) -> Eval<Fit> {
        let Value::List(values) = value else { return misfit(Misfit::new("a list", value)) };
        let (mut fitted, mut wrong) = (Vec::with_capacity(values.len()), Vec::new());
        for (index, value) in values.iter().enumerate() {
            match self.fit_at(frame, inner, value.clone(), depth)? {
                Ok(value) => fitted.push(value),
                Err(misfits) => wrong.extend(misfits.into_iter().map(|misfit| misfit.below(&Step::Item(index)))),
            }
        }
        Ok(if wrong.is_empty() { Ok(Value::list(fitted)) } else { Err(wrong) })
    }

    fn fit_map(&mut self, frame: FrameId, inner: &TypeExpr, value: &Value, depth: usize) -> Eval<Fit> {
        let Value::Record(entries) = value else { return misfit(Misfit::new("a map", value)) };
        let (mut fitted, mut wrong) = (Entries::new(), Vec::new());
        for (name, value) in entries.iter() {
            match self.fit_at(frame, inner, value.clone(), depth)? {
                Ok(value) => fitted.set(Arc::clone(name), value),
                Err(misfits) => {
                    wrong.extend(misfits.into_iter().map(|misfit| misfit.below(&Step::Entry(Arc::clone(name)))));
                }
            }
        }
        Ok(if wrong.is_empty() { Ok(fitted.seal()) } else { Err(wrong) })
    }

    /// A record: fields in the order of the type, with their defaults; no others.
    fn fit_record(&mut self, frame: FrameId, fields: &[Field], value: &Value, depth: usize) -> Eval<Fit> {
        let Value::Record(entries) = value else { return misfit(Misfit::new("a record", value)) };
        let names: IndexSet<&str, FxBuildHasher> = fields.iter().map(|field| &*field.name.text).collect();
        let mut wrong = Vec::new();
        for (name, extra) in entries.iter().filter(|(name, _)| !names.contains(&***name)) {
            let near = self.guess(name, names.iter().copied());
            wrong.push(Misfit::unknown(name, extra, near.as_deref(), &names));
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
                // A field that is missing beside one that is unknown is probably that one.
                Err(_) if given.is_none() && !wrong.is_empty() => {}
                Err(mut misfits) => {
                    if let ([alone], Some(given)) = (misfits.as_mut_slice(), given)
                        && alone.place.is_empty()
                    {
                        alone.beside = self.takers(frame, fields, entries, given, depth)?;
                    }
                    let step = Step::Field(Arc::clone(&field.name.text));
                    wrong.extend(misfits.into_iter().map(|misfit| misfit.below(&step)));
                }
            }
        }
        Ok(if wrong.is_empty() { Ok(fitted.seal()) } else { Err(wrong) })
    }

    /// The optional fields of a record that nobody has set and that take a number.
    fn takers(
        &mut self,
        frame: FrameId,
        fields: &[Field],
        set: &Record,
        number: &Value,
        depth: usize,
    ) -> Eval<Vec<Arc<str>>> {
        let mut takers = Vec::new();
        if !matches!(number, Value::Int(_) | Value::Float(_) | Value::Percent(_) | Value::Duration(_) | Value::Size(_))
        {
            return Ok(takers);
        }
        for field in fields.iter().filter(|field| set.get(&field.name.text).is_none()) {
            if matches!(field.ty.kind, TypeKind::Optional(_))
                && self.fit_at(frame, &field.ty, number.clone(), depth)?.is_ok()
            {
                takers.push(Arc::clone(&field.name.text));
            }
        }
        Ok(takers)
    }
}

/// The only value of a type, if that is what it is.
fn literal(ty: &TypeExpr) -> Option<&Arc<str>> {
    if let TypeKind::Literal(text) = &ty.kind { Some(text) } else { None }
}

/// The types of the language (D39), with what is wanted where a value is not of it; `None` for other names.
fn builtin(name: &str, value: &Value) -> Option<Result<Value, String>> {
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
    Some(if fits || later { Ok(value.clone()) } else { Err(wanted.to_owned()) })
}

/// Whether a name is a type of the language.
pub(crate) fn is_builtin(name: &str) -> bool {
    builtin(name, &Value::Null).is_some()
}

/// An image, asset or metric: a description made by a function or a noun.
fn described(name: &str, value: &Value) -> Result<Value, String> {
    let article = if name == "Metric" { "a" } else { "an" };
    match value {
        Value::Record(_) | Value::Later(_) => Ok(value.clone()),
        _ => Err(format!("{article} {name}")),
    }
}

/// A String: also what becomes one (D8).
fn text(value: &Value) -> Result<Value, String> {
    match value {
        Value::Text(_) | Value::Later(_) => Ok(value.clone()),
        Value::Int(_) | Value::Bool(_) | Value::Cidr(_) | Value::Ip(_) => Ok(Value::text(value.to_string())),
        _ => Err("a String".to_owned()),
    }
}

/// A secret by its reference (D38): the compiler never sees what it says.
fn secret(value: &Value, origin: Span) -> Fit {
    let why = match value {
        Value::Text(text) => match secret_reference(text) {
            Ok(from) => return Ok(Later::new(from, origin).value()),
            Err(why) => why.to_string(),
        },
        _ => NoReference::Value.to_string(),
    };
    Err(vec![Misfit { found: None, ..Misfit::new(why, value) }])
}

/// A later value that is secret from here on.
fn as_secret(value: Value) -> Value {
    match value {
        Value::Later(later) if !later.is_secret() => Later::clone(&later).secret().value(),
        other => other,
    }
}

/// A value between bounds, both included; a later one is checked when it is known.
fn within(value: Value, bounds: &Value, name: &str) -> Fit {
    let Value::Range(ends) = bounds else { return Ok(value) };
    // Bounds of another type are a mistake of the type.
    if compare(&value, &ends.0).is_none() {
        return Ok(value);
    }
    let inside = |value: &Value| {
        let low = compare(value, &ends.0).is_some_and(|order| order != Ordering::Less);
        low && compare(value, &ends.1).is_some_and(|order| order != Ordering::Greater)
    };
    match &value {
        Value::Later(_) => Ok(value),
        value if inside(value) => Ok(value.clone()),
        _ => Err(vec![Misfit::new(format!("{} {name} from {} to {}", article(name), ends.0, ends.1), &value)]),
    }
}

fn article(name: &str) -> &'static str {
    if name.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" }
}
