//! Of which type a later value is, as far as that is known now (D3: later is a flag beside a type).

use std::sync::Arc;

use cloudc_base::Key;
use cloudc_base::value::{From, Later};
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
            From::Param(address) => address.last().map_or(Nature::Unknown, |step| {
                self.param_nature(&step.name, step.keys.iter().filter(|key| matches!(key, Key::Number(_))).count())
            }),
            From::Call { .. } | From::Secret(_) | From::Element { .. } => Nature::Unknown,
        }
    }

    /// The type of a param of the root file; `inside` counts the lists to look into.
    fn param_nature(&self, name: &str, inside: usize) -> Nature {
        let items = self.root.and_then(|root| self.get(root)).map(|frame| Arc::clone(&frame.block.items));
        let ty = items.iter().flat_map(|items| items.iter()).find_map(|item: &Item| match &item.kind {
            ItemKind::Param { name: known, ty, .. } if *known.text == *name => Some(TypeExpr::clone(ty)),
            _ => None,
        });
        let mut ty = ty.map(|ty| ty.kind);
        for _ in 0..inside {
            ty = match ty {
                Some(TypeKind::List(inner)) => Some(inner.kind),
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
