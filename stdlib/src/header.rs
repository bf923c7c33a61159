use serde::Deserialize;
use serde::de::MapAccess;
use serde_json::value::RawValue;

use crate::entry::Part;
use crate::node::Child;
use crate::pairs::Pairs;
use crate::{ApiCall, Bits, Implicit, Path};

/// What a type's entry says beside the node of its properties; the table of keys is in `stdlib/facts/README.md`.
#[derive(Debug, Default)]
pub(crate) struct Header {
    pub(crate) cloudformation: Option<Box<str>>,
    pub(crate) group: Option<Box<str>>,
    pub(crate) version: Box<str>,
    pub(crate) kind: Box<str>,
    pub(crate) plural: Box<str>,
    pub(crate) namespaced: bool,
    pub(crate) deprecated_version: bool,
    pub(crate) read_only: Box<[Path]>,
    pub(crate) create_only: Box<[Path]>,
    pub(crate) sometimes_create_only: Box<[Path]>,
    pub(crate) create_only_if: Pairs<Box<[Path]>>,
    pub(crate) write_only: Box<[Path]>,
    pub(crate) deprecated: Box<[Path]>,
    pub(crate) identifier: Box<[Path]>,
    pub(crate) identifiers: Box<[Box<[Path]>]>,
    pub(crate) reference: Box<[Path]>,
    pub(crate) returned: Box<[Path]>,
    pub(crate) handlers: Handlers,
    pub(crate) tagging: Option<Tagging>,
    pub(crate) arn: Option<Box<str>>,
    pub(crate) regions: Option<Bits>,
    pub(crate) deletes_first: bool,
    pub(crate) holds_data: bool,
    pub(crate) read: Option<Part<ApiCall>>,
    pub(crate) implicit: Option<Part<Box<[Implicit]>>>,
    pub(crate) rules: Option<Part<Box<[RawRule]>>>,
}

impl Header {
    /// Reads the value of `key` into it; false, with the value unread, if `key` is none of its own.
    pub(crate) fn take<'de, A>(&mut self, key: &str, text: &str, map: &mut A) -> Result<bool, A::Error>
    where
        A: MapAccess<'de>,
    {
        Ok(self.take_paths(key, map)? || self.take_identity(key, map)? || self.take_rest(key, text, map)?)
    }

    fn take_paths<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        let paths = match key {
            "ro" => &mut self.read_only,
            "co" => &mut self.create_only,
            "cc" => &mut self.sometimes_create_only,
            "wo" => &mut self.write_only,
            "dep" => &mut self.deprecated,
            "id" => &mut self.identifier,
            "ref" => &mut self.reference,
            "out" => &mut self.returned,
            _ => return Ok(false),
        };
        *paths = map.next_value()?;
        Ok(true)
    }

    fn take_identity<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "cfn" => self.cloudformation = Some(map.next_value()?),
            "group" => self.group = Some(map.next_value()?),
            "version" => self.version = map.next_value()?,
            "kind" => self.kind = map.next_value()?,
            "pl" => self.plural = map.next_value()?,
            "ns" => self.namespaced = map.next_value::<u8>()? == 1,
            "old" => self.deprecated_version = map.next_value::<u8>()? == 1,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn take_rest<'de, A>(&mut self, key: &str, text: &str, map: &mut A) -> Result<bool, A::Error>
    where
        A: MapAccess<'de>,
    {
        match key {
            "h" => self.handlers = Handlers(map.next_value()?),
            "tag" => self.tagging = Some(map.next_value()?),
            "arn" => self.arn = Some(map.next_value()?),
            "reg" => self.regions = Some(map.next_value()?),
            "ids" => self.identifiers = map.next_value()?,
            "cof" => self.create_only_if = map.next_value()?,
            "rs" => self.deletes_first = map.next_value::<u8>()? == 1,
            "keep" => self.holds_data = map.next_value::<u8>()? == 1,
            "read" => self.read = Some(Part::of(text, map.next_value::<&RawValue>()?)),
            "implicit" => self.implicit = Some(Part::of(text, map.next_value::<&RawValue>()?)),
            "rules" => self.rules = Some(Part::of(text, map.next_value::<&RawValue>()?)),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// The calls that can be made for a type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Handlers(Box<str>);

impl Handlers {
    /// Whether there are any; Cloud Control provisions exactly the AWS types that have some.
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// It can be created.
    pub fn create(&self) -> bool {
        self.0.contains('c')
    }

    /// It can be read.
    pub fn read(&self) -> bool {
        self.0.contains('r')
    }

    /// It can be changed in place.
    pub fn update(&self) -> bool {
        self.0.contains('u')
    }

    /// It can be deleted.
    pub fn delete(&self) -> bool {
        self.0.contains('d')
    }

    /// All of its kind can be listed.
    pub fn list(&self) -> bool {
        self.0.contains('l')
    }
}

/// How a type takes tags.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Tagging {
    /// The property of the tags: a list of `Key` and `Value`, or a map if the schema says object.
    #[serde(rename = "p")]
    pub property: Option<Path>,
    /// Tags can be given at creation.
    #[serde(rename = "c", default, deserialize_with = "flag")]
    pub at_creation: bool,
    /// Tags can be changed.
    #[serde(rename = "u", default, deserialize_with = "flag")]
    pub changeable: bool,
    /// CloudFormation adds its own.
    #[serde(rename = "s", default, deserialize_with = "flag")]
    pub by_cloudformation: bool,
}

/// A condition between properties, as in the table.
#[derive(Debug, Deserialize)]
pub(crate) struct RawRule {
    pub(crate) id: Box<str>,
    pub(crate) at: Option<Path>,
    #[serde(rename = "s")]
    pub(crate) node: Child,
}

/// A flag of the tables: 1 when it is set.
pub(crate) fn flag<'de, D: serde::Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    u8::deserialize(from).map(|number| number == 1)
}
