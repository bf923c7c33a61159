use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use cloudc_facts::{Bounds, Condition, Schema, Types};
use rustc_hash::FxBuildHasher;

use super::pattern::Pattern;

/// A schema made ready for checking: what takes time to ask is asked once.
///
/// Nodes are shared by all resources of a type; what is inside of a node is made when a value first gets there, so
/// schemas that contain themselves are no trouble.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) schema: Schema,
    /// The JSON types that the value may have; none: any.
    pub(super) types: Types,
    properties: HashMap<Box<str>, Vec<Lazy>, FxBuildHasher>,
    patterns: Vec<(Box<str>, Lazy)>,
    additional: Option<Lazy>,
    open: bool,
    pub(super) items: Option<Lazy>,
    pub(super) rules: Vec<Rule>,
    pattern: OnceLock<Option<Arc<Pattern>>>,
}

/// A node that is made when it is first asked for.
#[derive(Debug)]
pub(super) struct Lazy {
    pub(super) schema: Schema,
    node: OnceLock<Box<Node>>,
}

/// What must hold at a node beyond its form; see [`Condition`].
#[derive(Debug)]
pub(super) enum Rule {
    ExactlyOne(Vec<Lazy>),
    AtLeastOne(Vec<Lazy>),
    All(Vec<Lazy>),
    Not(Lazy),
    When(Lazy, Option<Lazy>, Option<Lazy>),
    SomeItem(Lazy),
    EveryName(Lazy),
    With(Box<str>, Lazy),
}

/// What a node says of a property.
#[derive(Debug, Clone, Copy)]
pub(super) enum Child<'n> {
    /// It is listed, in one form or in one of several.
    Listed(&'n [Lazy]),
    /// It is an entry of a map.
    Entry(&'n Node),
    /// It may be anything.
    Open,
    /// It may not be there.
    Unknown,
}

impl Lazy {
    pub(super) fn new(schema: Schema) -> Lazy {
        Lazy { schema, node: OnceLock::new() }
    }

    pub(super) fn get(&self) -> &Node {
        self.node.get_or_init(|| Box::new(Node::new(self.schema.clone())))
    }
}

impl Node {
    pub(super) fn new(schema: Schema) -> Node {
        let types = if schema.is_condition() { schema.types() } else { schema.possible_types() };
        let forms = schema.forms();
        let items = schema.items().or_else(|| forms.iter().find_map(Schema::items));
        let patterns = schema.patterns().into_iter().map(|(pattern, schema)| (pattern.into(), Lazy::new(schema)));
        Node {
            types,
            properties: properties(&schema, &forms),
            patterns: patterns.collect(),
            additional: schema.additional().map(Lazy::new),
            open: schema.is_open(),
            items: items.map(Lazy::new),
            rules: schema.conditions().into_iter().map(rule).collect(),
            pattern: OnceLock::new(),
            schema,
        }
    }

    /// What it says of the property `name`.
    pub(super) fn child(&self, name: &str) -> Child<'_> {
        if let Some(forms) = self.properties.get(name) {
            return Child::Listed(forms);
        }
        let matching = |pattern: &str| Pattern::of(pattern).matches(name).unwrap_or(true);
        if let Some((_, entry)) = self.patterns.iter().find(|(pattern, _)| matching(pattern)) {
            return Child::Entry(entry.get());
        }
        match &self.additional {
            Some(additional) => Child::Entry(additional.get()),
            None if self.open => Child::Open,
            None => Child::Unknown,
        }
    }

    /// Whether it takes entries of any name instead of properties.
    pub(super) fn is_map(&self) -> bool {
        self.properties.is_empty() && (self.additional.is_some() || !self.patterns.is_empty())
    }

    /// Whether it asks nothing but a type, its rules apart.
    pub(super) fn is_bare(&self) -> bool {
        let schema = &self.schema;
        let any_text =
            schema.pattern().is_none() && schema.formats().next().is_none() && schema.length() == Bounds::OPEN;
        let any_number = schema.range() == Bounds::OPEN
            && schema.exclusive_range() == Bounds::OPEN
            && schema.multiple_of().is_none();
        let any_list = self.items.is_none() && schema.item_count() == Bounds::OPEN;
        let any_object = self.properties.is_empty()
            && self.patterns.is_empty()
            && schema.required().is_empty()
            && schema.exactly_one().is_empty()
            && schema.at_least_one().is_empty()
            && schema.property_count() == Bounds::OPEN;
        let any_value = schema.allowed().is_empty() && schema.allowed_any_case().is_empty();
        any_value && any_text && any_number && any_list && any_object
    }

    /// Whether it is a whole object of Kubernetes, so that it may say its kind itself.
    pub(super) fn is_kind(&self) -> bool {
        self.properties.contains_key("metadata") && self.properties.contains_key("status")
    }

    /// The pattern of the names of a map's entries.
    pub(super) fn name_pattern(&self) -> Option<&str> {
        self.patterns.first().filter(|_| self.is_map()).map(|(pattern, _)| &**pattern)
    }

    /// The pattern that a text must match; built when it is first needed.
    pub(super) fn pattern(&self) -> Option<&Pattern> {
        self.pattern.get_or_init(|| self.schema.pattern().map(Pattern::of)).as_deref()
    }
}

/// The listed properties. Where forms list them, a property may have as many schemas, and none if a form that does not
/// list it takes it as it is.
fn properties(schema: &Schema, forms: &[Schema]) -> HashMap<Box<str>, Vec<Lazy>, FxBuildHasher> {
    let listed = schema.properties().into_iter();
    if forms.is_empty() {
        return listed.map(|(name, schema)| (name, vec![Lazy::new(schema)])).collect();
    }
    let schemas = |name: &str| {
        let each: Vec<Option<Schema>> = forms.iter().map(|form| form.property(name)).collect();
        let taken = forms.iter().zip(&each).any(|(form, found)| found.is_none() && form.is_open());
        each.into_iter().flatten().filter(|_| !taken).map(Lazy::new).collect()
    };
    listed.map(|(name, _)| (schemas(&name), name)).map(|(schemas, name)| (name, schemas)).collect()
}

fn rule(condition: Condition) -> Rule {
    let all = |schemas: Vec<Schema>| schemas.into_iter().map(Lazy::new).collect();
    match condition {
        Condition::ExactlyOne(schemas) => Rule::ExactlyOne(all(schemas)),
        Condition::AtLeastOne(schemas) => Rule::AtLeastOne(all(schemas)),
        Condition::All(schemas) => Rule::All(all(schemas)),
        Condition::Not(schema) => Rule::Not(Lazy::new(schema)),
        Condition::When(when, then, otherwise) => {
            Rule::When(Lazy::new(when), then.map(Lazy::new), otherwise.map(Lazy::new))
        }
        Condition::SomeItem(schema) => Rule::SomeItem(Lazy::new(schema)),
        Condition::EveryName(schema) => Rule::EveryName(Lazy::new(schema)),
        Condition::With(name, schema) => Rule::With(name, Lazy::new(schema)),
    }
}
