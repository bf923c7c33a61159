//! Of which type a later value is, as far as that is known now (D3: later is a flag beside a type).

use std::sync::Arc;

use cloudc_base::value::{From, Later, Value};
use cloudc_base::{Duration, Key, Percent, Size};
use cloudc_facts::Kind;

use crate::hir::{Item, ItemKind, TypeExpr, TypeKind};
use crate::program::Program;

/// The type of a later value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Nature {
    /// A type of the language, by its name.
    Named(Arc<str>),
    List,
    Record,
    /// Nobody can say.
    Unknown,
}

impl Nature {
    fn named(name: &str) -> Nature {
        Nature::Named(name.into())
    }

    /// In words: `a String`.
    pub(crate) fn words(&self) -> String {
        match self {
            Nature::Named(name) if name.starts_with(['A', 'E', 'I', 'O', 'U']) => format!("an {name}"),
            Nature::Named(name) => format!("a {name}"),
            Nature::List => "a list".to_owned(),
            Nature::Record => "a record".to_owned(),
            Nature::Unknown => "a later value".to_owned(),
        }
    }

    /// Whether values of this type have no parts; none are known of what nobody can say.
    pub(crate) fn is_single(&self) -> bool {
        const SINGLE: &[&str] =
            &["String", "Int", "Float", "Number", "Bool", "Duration", "Size", "Percent", "Cidr", "Ip"];
        matches!(self, Nature::Named(name) if SINGLE.contains(&&**name))
    }

    /// Whether a value of this type may stand where a type of the language is wanted. The cloud writes addresses and
    /// ranges as text.
    pub(crate) fn fits(&self, wanted: &str) -> bool {
        match self {
            Nature::Unknown => true,
            Nature::List | Nature::Record => matches!(wanted, "Any" | "Image" | "Asset" | "Metric"),
            Nature::Named(own) if **own == *wanted => true,
            Nature::Named(own) => match wanted {
                "Any" => true,
                "String" => matches!(&**own, "Int" | "Bool" | "Cidr" | "Ip"),
                "Number" => matches!(&**own, "Int" | "Float"),
                "Float" => &**own == "Number",
                "Int" => &**own == "Number",
                "Cidr" | "Ip" => &**own == "String",
                _ => false,
            },
        }
    }
}

impl Program<'_> {
    /// Of which type a later value is.
    pub(crate) fn nature(&self, later: &Later) -> Nature {
        match later.from() {
            From::Attribute { of, path } => {
                let schema = self.resources.get(of).and_then(|resource| resource.ty.attribute(path));
                match schema.map(|schema| schema.kind()) {
                    Some(Kind::String) => Nature::named("String"),
                    Some(Kind::Integer) => Nature::named("Int"),
                    Some(Kind::Number) => Nature::named("Number"),
                    Some(Kind::Bool) => Nature::named("Bool"),
                    Some(Kind::List) => Nature::List,
                    Some(Kind::Object) => Nature::Record,
                    _ => Nature::Unknown,
                }
            }
            From::Joined(_) | From::App(_) | From::Lookup { .. } => Nature::named("String"),
            From::Call { function, .. } if *function == "split" => Nature::List,
            From::Call { function, .. }
                if matches!(*function, "json" | "yaml" | "base64" | "join" | "template" | "subnet") =>
            {
                Nature::named("String")
            }
            From::Param(address) => {
                address.last().map_or(Nature::Unknown, |step| self.param_nature(&step.name, &step.keys))
            }
            From::Call { .. } | From::Secret(_) | From::Element { .. } => Nature::Unknown,
        }
    }

    /// Some value of the type that a value has, to look at its type; none where that is not known.
    ///
    /// A known value is its own sample, and of later ones those have one that stand for params without a value.
    pub(crate) fn sample(&self, value: &Value) -> Option<Value> {
        let Value::Later(later) = value else { return value.later().is_none().then(|| value.clone()) };
        let (From::Param(_), Nature::Named(name)) = (later.from(), self.nature(later)) else { return None };
        Some(match &*name {
            "String" => Value::text(""),
            "Int" => Value::Int(1),
            "Float" => Value::Float(1.0),
            "Bool" => Value::Bool(true),
            "Duration" => Value::Duration(Duration::new(1)),
            "Size" => Value::Size(Size::new(1)),
            "Percent" => Value::Percent(Percent::new(1)),
            _ => return None,
        })
    }

    /// The type of a param of the root file, or of a part of it: an element of a list, a field.
    fn param_nature(&self, name: &str, inside: &[Key]) -> Nature {
        let items = self.root.and_then(|root| self.get(root)).map(|frame| Arc::clone(&frame.block.items));
        let ty = items.iter().flat_map(|items| items.iter()).find_map(|item: &Item| match &item.kind {
            ItemKind::Param { name: known, ty, .. } if *known.text == *name => Some(TypeExpr::clone(ty)),
            _ => None,
        });
        let mut ty = ty.map(|ty| ty.kind);
        for key in inside {
            ty = match (ty, key) {
                (Some(TypeKind::List(inner)), Key::Number(_)) => Some(inner.kind),
                (Some(TypeKind::Record(fields)), Key::Text(name)) => {
                    fields.into_iter().find(|field| field.name.text == *name).map(|field| field.ty.kind)
                }
                _ => None,
            };
        }
        match ty {
            Some(TypeKind::Named(path)) if super::types::is_builtin(&path.text) => Nature::Named(path.text),
            Some(TypeKind::Literal(_)) => Nature::named("String"),
            Some(TypeKind::Map(_) | TypeKind::Record(_)) => Nature::Record,
            Some(TypeKind::List(_)) => Nature::List,
            _ => Nature::Unknown,
        }
    }
}
