use serde::de::{Deserialize, Deserializer, Error};

/// The JSON types that a value may have; the empty set of a node that names none means any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Types(u8);

impl Types {
    /// Nothing said.
    pub const NONE: Types = Types(0);
    /// A list.
    pub const LIST: Types = Types(1);
    /// A boolean.
    pub const BOOL: Types = Types(2);
    /// A whole number.
    pub const INTEGER: Types = Types(4);
    /// A number.
    pub const NUMBER: Types = Types(8);
    /// An object: a record or a map.
    pub const OBJECT: Types = Types(16);
    /// A string.
    pub const STRING: Types = Types(32);
    /// Null.
    pub const NULL: Types = Types(64);

    /// Each type with the letter that the tables use.
    const LETTERS: [(char, Types); 7] = [
        ('a', Types::LIST),
        ('b', Types::BOOL),
        ('i', Types::INTEGER),
        ('n', Types::NUMBER),
        ('o', Types::OBJECT),
        ('s', Types::STRING),
        ('z', Types::NULL),
    ];

    /// Whether all types of `other` belong to it.
    pub fn has(self, other: Types) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether some type belongs to both.
    pub fn meets(self, other: Types) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether nothing is said.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its members one by one, as sets of one.
    pub fn each(self) -> impl Iterator<Item = Types> {
        Types::LETTERS.into_iter().map(|(_, one)| one).filter(move |&one| self.has(one))
    }

    /// The same set with `other`.
    pub fn with(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    /// The same set without `other`.
    pub(crate) fn without(self, other: Types) -> Types {
        Types(self.0 & !other.0)
    }

    /// The set that a table spells as `letters`.
    pub(crate) fn parse(letters: &str) -> Option<Types> {
        let one = |letter| Types::LETTERS.iter().find(|(known, _)| *known == letter).map(|&(_, one)| one);
        letters.chars().try_fold(Types::NONE, |set, letter| Some(set.with(one(letter)?)))
    }
}

impl<'de> Deserialize<'de> for Types {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Types, D::Error> {
        Types::parse(<&str>::deserialize(from)?).ok_or_else(|| D::Error::custom("unknown type letter"))
    }
}
