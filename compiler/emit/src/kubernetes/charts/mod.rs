//! Charts: as commands of Helm, as objects of Flux or of Argo CD.

mod argo;
mod flux;
mod helm;

use cloudc_base::value::Value;
use cloudc_graph::Node;

pub(super) use argo::application;
pub(super) use flux::release;
pub(super) use helm::{Command, command, entry};

use super::name::text;
use super::object::properties;
use super::scope::{Field, Scope};
use crate::tree::{Map, Tree};

/// A release of a chart.
#[derive(Debug, Clone)]
pub(super) struct Chart {
    /// The number of its node.
    pub(super) node: usize,
    pub(super) name: String,
    pub(super) namespace: Option<String>,
    /// The chart: its name in the repository, or a folder of the program.
    pub(super) chart: String,
    /// The repository: `https://..` or `oci://..`.
    pub(super) repo: Option<String>,
    pub(super) version: Option<String>,
    pub(super) makes_namespace: bool,
    pub(super) skips_definitions: bool,
    pub(super) waits: bool,
    /// In seconds.
    pub(super) timeout: Option<i64>,
    /// What it is told; sorted by name.
    pub(super) values: Map,
    /// The fields of the values with something in them that only the cloud knows.
    pub(super) fields: Vec<Field>,
}

impl Chart {
    /// The registry and path of a chart that a registry of images keeps.
    pub(super) fn oci(&self) -> Option<String> {
        let repo = self.repo.as_deref().filter(|repo| repo.starts_with("oci://"))?;
        let ends = repo.rsplit('/').next() == Some(&self.chart);
        Some(if ends { repo.to_owned() } else { format!("{}/{}", repo.trim_end_matches('/'), self.chart) })
    }
}

impl Scope<'_, '_> {
    /// A release of a chart; `None` if a part of it cannot be said, which has been reported.
    pub(super) fn chart(&mut self, number: usize) -> Option<Chart> {
        let node = self.node;
        let said = |name: &str| text(&node.properties, &[name]).map(str::to_owned);
        self.at_property("values");
        let values = match properties(node)?.get("values") {
            Some(value @ (Value::Record(_) | Value::Later(_))) => self.below("values", |scope| scope.value(value))?,
            _ => Tree::Map(Map::default()),
        };
        let Tree::Map(values) = values else { return None };
        Some(Chart {
            node: number,
            name: said("name")?,
            namespace: said("namespace"),
            chart: said("chart")?,
            repo: said("repo"),
            version: said("version"),
            makes_namespace: flag(node, "createNamespace", false),
            skips_definitions: flag(node, "skipCrds", false),
            waits: flag(node, "wait", true),
            timeout: match properties(node)?.get("timeout") {
                Some(Value::Int(seconds)) => Some(*seconds),
                _ => None,
            },
            values,
            fields: std::mem::take(&mut self.fields),
        })
    }
}

fn flag(node: &Node, name: &str, default: bool) -> bool {
    match properties(node).and_then(|record| record.get(name)) {
        Some(Value::Bool(value)) => *value,
        _ => default,
    }
}

/// The fields of the values, moved to where an object has the values.
fn moved(chart: &Chart, to: &[&str]) -> Vec<Field> {
    let fields = chart.fields.iter().map(|field| {
        let rest = field.path.iter().skip(1).cloned();
        Field { path: to.iter().map(|step| (*step).to_owned()).chain(rest).collect(), pieces: field.pieces.clone() }
    });
    fields.collect()
}
