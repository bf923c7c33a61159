use super::Schema;
use crate::{Literal, Types};

/// The kinds of values, as far as a schema tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Anything: nothing is said, or a JSON document.
    Any,
    /// A record or a map: [`Schema::property`], [`Schema::additional`].
    Object,
    /// A list: [`Schema::items`].
    List,
    /// A string: [`Schema::allowed`], [`Schema::pattern`].
    String,
    /// A whole number: [`Schema::range`].
    Integer,
    /// A number: [`Schema::range`].
    Number,
    /// A boolean.
    Bool,
    /// One of several kinds: [`Schema::alternatives`].
    OneOf,
}

impl Schema {
    /// The kind of the value.
    pub fn kind(&self) -> Kind {
        let types = self.effective_types();
        let document = types.has(Types::OBJECT) && types.has(Types::LIST) && types.has(Types::STRING);
        if document {
            return Kind::Any;
        }
        let mut each = types.each().map(kind_of);
        match (each.next(), each.next()) {
            (None, _) if self.variants().is_empty() => Kind::Any,
            (Some(one), None) => one,
            _ => Kind::OneOf,
        }
    }

    /// The schemas of the single kinds that a [`Kind::OneOf`] is made of; otherwise the schema itself.
    ///
    /// An alternative may be [`Kind::OneOf`] again.
    pub fn alternatives(&self) -> Vec<Schema> {
        if self.kind() != Kind::OneOf {
            return vec![self.clone()];
        }
        let types = self.effective_types();
        if types.is_empty() {
            return self.variants().iter().map(|variant| self.variant(variant)).collect();
        }
        types.each().map(|only| Schema { only, ..self.clone() }).collect()
    }

    /// The JSON types that the value may have, those of its alternatives included; the empty set means any.
    pub fn possible_types(&self) -> Types {
        match self.kind() {
            Kind::Any => Types::NONE,
            Kind::OneOf if self.effective_types().is_empty() => {
                let each: Vec<Types> = self.alternatives().iter().map(Schema::possible_types).collect();
                let any = each.iter().any(|types| types.is_empty());
                each.into_iter().filter(|_| !any).fold(Types::NONE, Types::with)
            }
            _ => self.effective_types(),
        }
    }

    /// The JSON types that are named; the empty set means any.
    pub fn types(&self) -> Types {
        if self.only.is_empty() { self.node.types } else { self.only }
    }

    /// The types that are named or else follow from what is said; without null, and an integer is a number.
    fn effective_types(&self) -> Types {
        let named = self.types().without(Types::NULL);
        let named = if named.has(Types::NUMBER) { named.without(Types::INTEGER) } else { named };
        if named.is_empty() { self.inferred_types() } else { named }
    }

    fn inferred_types(&self) -> Types {
        let node = &self.node;
        if node.object.as_ref().is_some_and(|rules| !rules.properties.0.is_empty() || !rules.patterns.0.is_empty()) {
            Types::OBJECT
        } else if node.list.as_ref().is_some_and(|rules| rules.items.is_some()) {
            Types::LIST
        } else if node.number.is_some() {
            Types::NUMBER
        } else if let Some(text) = node.text.as_ref().filter(|text| text.pattern.is_some() || !text.words.is_empty()) {
            if text.values.is_empty() { Types::STRING } else { types_of(&text.values) }
        } else {
            node.text.as_ref().map_or(Types::NONE, |text| types_of(&text.values))
        }
    }
}

/// The kind of values of a single type.
fn kind_of(one: Types) -> Kind {
    match one {
        Types::OBJECT => Kind::Object,
        Types::LIST => Kind::List,
        Types::STRING => Kind::String,
        Types::INTEGER => Kind::Integer,
        Types::NUMBER => Kind::Number,
        Types::BOOL => Kind::Bool,
        _ => Kind::Any,
    }
}

/// The types that these values have.
fn types_of(values: &[Literal]) -> Types {
    values.iter().fold(Types::NONE, |types, value| {
        types.with(match value {
            Literal::Bool(_) => Types::BOOL,
            Literal::Int(_) => Types::INTEGER,
            Literal::Float(_) => Types::NUMBER,
            Literal::Text(_) => Types::STRING,
            Literal::Null | Literal::Json(_) => Types::NONE,
        })
    })
}
