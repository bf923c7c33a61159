//! Everything of one cluster, before it is files.

use cloudc_base::{Address, Finding};

use super::charts::{Chart, application, release};
use super::contract::Contract;
use super::object::{Doc, metadata, object};
use super::program::{Part, Program};
use super::scope::Scope;
use super::sealed::{Sealed, external, is_sealed};
use super::steps::Step;
use crate::mistakes::{Site, homeless_chart};
use crate::{Charts, LaterValues};

/// Everything of one cluster.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) cluster: Address,
    /// In the order in which they are applied.
    pub(super) items: Vec<Item>,
    /// The Secrets that somebody else makes.
    pub(super) sealed: Vec<Sealed>,
    pub(super) contract: Contract,
}

/// Something that is applied at once.
#[derive(Debug)]
pub(super) enum Item {
    /// A file of objects, and what it is called.
    File(String, Vec<Doc>),
    /// A chart that Helm installs.
    Chart(Box<Chart>),
}

/// The sheets of all clusters, by the address of the cluster.
pub(super) fn sheets(program: &Program<'_>, steps: Vec<Step>, findings: &mut Vec<Finding>) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Vec::new();
    for step in steps {
        let place = match sheets.binary_search_by(|sheet| sheet.cluster.cmp(&step.cluster)) {
            Ok(place) => place,
            Err(place) => {
                let (items, sealed, contract) = (Vec::new(), Vec::new(), Contract::default());
                sheets.insert(place, Sheet { cluster: step.cluster.clone(), items, sealed, contract });
                place
            }
        };
        if let Some(sheet) = sheets.get_mut(place) {
            sheet.add(program, &step, findings);
        }
    }
    sheets.iter_mut().for_each(|sheet| sheet.add_namespaces(program));
    sheets
}

impl Sheet {
    fn add(&mut self, program: &Program<'_>, step: &Step, findings: &mut Vec<Finding>) {
        let mut docs = Vec::new();
        for &number in &step.nodes {
            if step.part == Part::Chart {
                docs.extend(self.chart(program, number, findings));
            } else {
                docs.extend(self.object(program, number, findings));
            }
        }
        if !docs.is_empty() {
            self.items.push(Item::File(step.name.clone(), docs));
        }
    }

    fn object(&mut self, program: &Program<'_>, number: usize, findings: &mut Vec<Finding>) -> Option<Doc> {
        let node = program.graph().node(number)?;
        let mut scope = Scope::new(program, &mut self.contract, findings, node);
        if !is_sealed(node) {
            return scope.object(number);
        }
        let sealed = scope.sealed()?;
        let made = program.input.options.later == LaterValues::ExternalSecrets;
        let doc = made.then(|| {
            let tree = external(program, &self.contract, &sealed);
            Doc { tree, node: Some(number), fields: Vec::new() }
        });
        self.sealed.push(sealed);
        doc
    }

    fn chart(&mut self, program: &Program<'_>, number: usize, findings: &mut Vec<Finding>) -> Vec<Doc> {
        let Some(node) = program.graph().node(number) else { return Vec::new() };
        let mut scope = Scope::new(program, &mut self.contract, findings, node);
        let Some(chart) = scope.chart(number) else { return Vec::new() };
        match program.input.options.charts {
            Charts::Helm => {
                self.items.push(Item::Chart(Box::new(chart)));
                Vec::new()
            }
            Charts::Flux => release(program, &chart),
            Charts::Argo => match application(program, &chart) {
                Some(doc) => vec![doc],
                None => {
                    let site = Site { span: node.span, through: &node.through };
                    findings.push(homeless_chart::finding(&site, &chart.chart));
                    Vec::new()
                }
            },
        }
    }

    /// Namespaces that Helm would make: Flux puts a release into its namespace, which must be there before.
    fn add_namespaces(&mut self, program: &Program<'_>) {
        if program.input.options.charts != Charts::Flux {
            return;
        }
        let docs = || self.items.iter().flat_map(|item| item.docs());
        let has = |name: &str| docs().any(|doc| doc.id().kind == "Namespace" && doc.id().name == name);
        let kept = ["default", "kube-system", "kube-public", "flux-system"];
        let wanted =
            docs().filter(|doc| doc.id().kind == "HelmRelease").filter_map(|doc| Some((doc.id().namespace?, doc.node)));
        let mut wanted: Vec<(String, Option<usize>)> = wanted
            .filter(|(name, node)| !kept.contains(&name.as_str()) && !has(name) && makes(program, *node))
            .collect();
        wanted.sort();
        wanted.dedup_by(|a, b| a.0 == b.0);
        let docs = wanted.into_iter().map(|(name, node)| {
            let tree = object("v1", "Namespace", metadata(program, &name, None));
            Doc { tree, node, fields: Vec::new() }
        });
        let docs: Vec<Doc> = docs.collect();
        match self.items.first_mut() {
            _ if docs.is_empty() => {}
            Some(Item::File(name, first)) if name == "namespaces" => first.extend(docs),
            _ => self.items.insert(0, Item::File("namespaces".to_owned(), docs)),
        }
    }
}

/// Whether a release makes its namespace.
fn makes(program: &Program<'_>, number: Option<usize>) -> bool {
    let node = number.and_then(|number| program.graph().node(number));
    let says = node.and_then(super::object::properties).and_then(|record| record.get("createNamespace"));
    matches!(says, Some(cloudc_base::value::Value::Bool(true)))
}

impl Item {
    /// The objects of a file.
    pub(super) fn docs(&self) -> &[Doc] {
        match self {
            Item::File(_, docs) => docs,
            Item::Chart(_) => &[],
        }
    }

    /// What it is called.
    pub(super) fn name(&self) -> &str {
        match self {
            Item::File(name, _) => name,
            Item::Chart(chart) => &chart.name,
        }
    }
}
