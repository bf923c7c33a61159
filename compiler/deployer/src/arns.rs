//! The ARNs of a node, as far as they are known beforehand.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cloudc_base::value::{From, Later, Value};
use cloudc_facts::{ResourceType, facts};
use cloudc_graph::{Mode, Node};
use serde::Deserialize;

use crate::deployer::Deployer;
use crate::names;
use crate::values::property;

/// How deep a name may be made of other names.
const DEEPEST: usize = 8;

/// An ARN of something of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arn {
    /// With wildcards, and `${Partition}`, `${Region}` and `${Account}`.
    pub(crate) text: String,
    /// Whether a name or identifier of the node is in it.
    pub(crate) named: bool,
}

/// A row of the table `arns.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// The ARNs, from the service on. `${Property}` is a property; `${Property|word}` with a default; `${Property=a:b,c:d|b}`
    /// through a map; `${/Property}` without a slash before.
    own: Vec<String>,
    /// How long a name may be, where the schema does not say.
    limit: Option<usize>,
}

static ROWS: LazyLock<BTreeMap<String, Row>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/arns.json")).unwrap_or_default());

fn row(ty: &str) -> Option<&'static Row> {
    let service = || ty.rsplit_once('.').and_then(|(service, _)| ROWS.get(&format!("{service}.*")));
    ROWS.get(ty).or_else(service)
}

impl Deployer<'_> {
    /// The ARNs of a node.
    pub(crate) fn own(&self, number: usize) -> Vec<Arn> {
        let Some((node, ty)) = self.typed(number) else { return Vec::new() };
        match row(&node.ty) {
            Some(row) => {
                row.own.iter().map(|shape| self.shaped(node, &ty, &format!("arn:${{Partition}}:{shape}"))).collect()
            }
            None => ty.arn().map(|shape| self.shaped(node, &ty, shape)).into_iter().collect(),
        }
    }

    fn shaped(&self, node: &Node, ty: &ResourceType, shape: &str) -> Arn {
        let (mut text, mut named, mut rest) = (String::new(), false, shape);
        while let Some((before, after)) = rest.split_once("${") {
            text.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            match name {
                "Partition" | "Region" | "Account" => text.push_str(&format!("${{{name}}}")),
                name => {
                    let part = self.part(node, ty, name);
                    named |= part != "*" && !name.contains('|');
                    text.push_str(&part);
                }
            }
            rest = after;
        }
        text.push_str(rest);
        Arn { text, named }
    }

    /// What stands for a part of a shape.
    fn part(&self, node: &Node, ty: &ResourceType, name: &str) -> String {
        let (name, default) = name.split_once('|').map_or((name, None), |(name, default)| (name, Some(default)));
        let (name, map) = name.split_once('=').map_or((name, None), |(name, map)| (name, Some(map)));
        let (name, unslashed) = name.strip_prefix('/').map_or((name, false), |name| (name, true));
        let text = match (property(&node.properties, name), default) {
            (None, Some(default)) => default.to_owned(),
            _ => self.name(node, ty, name, 0),
        };
        let mapped =
            map.and_then(|map| map.split(',').filter_map(|pair| pair.split_once(':')).find(|(from, _)| *from == text));
        let text = mapped.map_or(text, |(_, to)| to.to_owned());
        if unslashed { text.trim_start_matches('/').to_owned() } else { text }
    }

    /// The name or identifier of a node at a property, with wildcards for what is not known.
    fn name(&self, node: &Node, ty: &ResourceType, path: &str, depth: usize) -> String {
        if let Some(value) = property(&node.properties, path) {
            return self.text(value, depth + 1);
        }
        let is_name = node.mode == Mode::Managed && !ty.is_read_only(path) && ty.schema().property(path).is_some();
        if !is_name {
            return "*".to_owned();
        }
        names::made(self.way, self.app(), node, ty, path, row(&node.ty).and_then(|row| row.limit))
    }

    /// A value as a text with wildcards.
    pub(crate) fn text(&self, value: &Value, depth: usize) -> String {
        match value {
            _ if depth > DEEPEST => "*".to_owned(),
            Value::Text(text) => text.to_string(),
            Value::Int(number) => number.to_string(),
            Value::Later(later) => self.later(later, depth),
            _ => "*".to_owned(),
        }
    }

    fn later(&self, later: &Later, depth: usize) -> String {
        match later.from() {
            From::Joined(parts) => {
                let all: String = parts.iter().map(|part| self.text(part, depth + 1)).collect();
                if all.is_empty() { "*".to_owned() } else { all }
            }
            From::App(name) if &**name == "region" => "${Region}".to_owned(),
            From::App(name) if &**name == "account" => "${Account}".to_owned(),
            From::App(name) if &**name == "assets" => self.assets(),
            From::Attribute { of, path } => {
                let number = self.graph.number(of);
                let found = number.and_then(|number| self.typed(number));
                found.map_or_else(|| "*".to_owned(), |(node, ty)| self.name(node, &ty, path, depth + 1))
            }
            _ => "*".to_owned(),
        }
    }

    /// A node with its type.
    pub(crate) fn typed(&self, number: usize) -> Option<(&Node, std::sync::Arc<ResourceType>)> {
        let node = self.graph.node(number)?;
        Some((node, facts().resource_type(&node.ty)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_speaks_of_types_and_properties_that_there_are() {
        let rows: BTreeMap<String, Row> = serde_json::from_str(include_str!("../data/arns.json")).expect("it reads");
        for (ty, row) in rows {
            let Some(kind) = ty.strip_suffix(".*").map_or_else(|| facts().resource_type(&ty), |_| None) else {
                assert!(ty.ends_with(".*"), "there is no type {ty}");
                continue;
            };
            for name in
                row.own.iter().flat_map(|shape| shape.split("${").skip(1)).filter_map(|part| part.split('}').next())
            {
                let name = name.split(['|', '=']).next().unwrap_or_default().trim_start_matches('/');
                let known =
                    ["Partition", "Region", "Account"].contains(&name) || kind.schema().property(name).is_some();
                assert!(known, "{ty} has no {name}");
            }
        }
    }
}
