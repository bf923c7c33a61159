//! Charts: as commands of Helm, as objects of Flux or of Argo CD.

mod argo;
mod flux;
mod helm;

use cloudc_base::value::Value;
use cloudc_graph::Node;

pub(super) use argo::application;
pub(super) use flux::release;
pub(super) use helm::{Command, command, entry};

use super::object::properties;
use super::scope::{Field, Scope};
use crate::mistakes::unspelt_value;
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
        let (name, chart) = (self.named(&["name"]), self.named(&["chart"]));
        let texts = (self.said(&["namespace"]), self.said(&["repo"]), self.said(&["version"]));
        for name in ["createNamespace", "skipCrds", "timeout", "wait"] {
            if matches!(properties(node)?.get(name), Some(Value::Later(_))) {
                self.said(&[name])?;
            }
        }
        let values = self.told()?;
        let (namespace, repo, version) = (texts.0?, texts.1?, texts.2?);
        Some(Chart {
            node: number,
            name: name?,
            namespace,
            chart: chart?,
            repo,
            version,
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

    /// What a chart is told.
    fn told(&mut self) -> Option<Map> {
        self.at_property("values");
        let tree = match properties(self.node)?.get("values") {
            None | Some(Value::Null) => return Some(Map::default()),
            Some(value) => self.below("values", |scope| scope.value(value))?,
        };
        match tree {
            Tree::Map(map) => Some(map),
            _ => {
                let finding = unspelt_value::manifest(&self.site(), "values", "they are no record");
                self.fail(finding)
            }
        }
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
