use std::collections::BTreeMap;
use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_facts::facts;
use cloudc_graph::{Graph, Node};
use cloudc_provider::{Actual, Call, Fault, Provider, Timestamp};
use cloudc_state::{Document, Kind, Record};
use serde_json::Value as Json;

use super::like::{like, writable};
use super::{call, call_at, read};
use crate::plan::Sites;
use crate::run::told;
use crate::undo::Handles;
use crate::{Cluster, Patience, Plan, ground};

/// What is to be imported.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'w> {
    /// Where it is to stand in the program.
    pub address: &'w str,
    /// Its type, if the program does not declare it.
    pub ty: Option<&'w str>,
    /// What the cloud calls it.
    pub identifier: &'w str,
    /// The cluster that it is an object of, if it is one.
    pub on: Option<&'w Cluster>,
}

/// Something that is there and becomes the program's.
#[derive(Debug)]
pub struct Imported {
    /// What is recorded of it.
    pub record: Record,
    /// Its properties as a program writes them, by name, where the program does not declare it yet.
    pub written: Vec<(String, Value)>,
    /// The call that marks it as the program's.
    pub call: Call,
}

/// Why something cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The program does not declare it, and nobody said what it is.
    #[error("the program has nothing at `{0}`, and its type is not given")]
    NoType(String),
    /// There is no such type.
    #[error("there is no type `{0}`")]
    UnknownType(String),
    /// The program declares something else there.
    #[error("`{address}` is declared as a `{declared}`")]
    OtherType {
        /// The address.
        address: String,
        /// What is declared there.
        declared: String,
    },
    /// Something is recorded there already, or it is recorded elsewhere.
    #[error("`{0}` is recorded already, at `{1}`")]
    Recorded(String, String),
    /// There is no such thing.
    #[error("there is no {ty} `{identifier}`")]
    NotThere {
        /// Its type.
        ty: String,
        /// What it was called.
        identifier: String,
    },
    /// It cannot be read.
    #[error("`{identifier}` cannot be read")]
    Unreadable {
        /// What it is called.
        identifier: String,
        /// Why.
        source: Fault,
    },
}

/// Reads something that is there, as what the program declares at an address, or as what it could declare there. The plan
/// says what is declared.
///
/// # Errors
/// It is not there, or is the program's already.
pub async fn import(
    graph: &Graph,
    plan: &Plan,
    document: &Document,
    provider: &Arc<dyn Provider>,
    patience: &Patience,
    wish: Wish<'_>,
) -> Result<Imported, ImportError> {
    let number = graph.nodes().iter().position(|node| node.address.to_string() == wish.address);
    let node = number.and_then(|number| graph.node(number));
    let name = type_name(node, wish)?;
    let ty = facts().resource_type(name).ok_or_else(|| ImportError::UnknownType(name.to_owned()))?;
    is_free(document, name, wish)?;
    let sites = Sites::of(graph, provider.home());
    let elsewhere = || wish.on.map_or_else(|| sites.own(), |on| on.site.clone());
    let site = node.map_or_else(elsewhere, |node| ground::now(graph, node, &sites.site(node), document));
    let call = call(document, wish.address, Arc::clone(&ty), site, "import");
    let call = match node {
        Some(node) => call_at(graph, node, document, &sites, call),
        None => Call { connection: wish.on.map(|on| Arc::new(on.connection.clone())), ..call },
    };
    let actual = read(&**provider, patience, &call, wish.identifier).await;
    let actual = actual.map_err(|source| ImportError::Unreadable { identifier: wish.identifier.to_owned(), source })?;
    let not_there = || ImportError::NotThere { ty: name.to_owned(), identifier: wish.identifier.to_owned() };
    let actual = actual.ok_or_else(not_there)?;
    let declared = number.and_then(|number| plan.nodes.get(number)).map(|planned| &planned.properties);
    let properties = match declared {
        Some(declared) => like(declared, &actual.model, &ty),
        None => writable(&actual.model, &ty),
    };
    let written = if node.is_some() { Vec::new() } else { written(document, &properties) };
    let mut needs = needs(graph, number, &written);
    let cluster = wish.on.filter(|_| node.is_none()).and_then(|on| graph.node(ground::number(graph, &on.address)?));
    if let Some(cluster) = cluster {
        // It goes before the cluster does.
        needs.push(cluster.address.to_string());
        needs.sort_unstable();
    }
    let mut record = record(&call, &actual, properties, provider.now());
    if let Some(node) = node {
        let life = &node.lifecycle;
        (record.protect, record.retain, record.snapshot) = (life.protect, life.retain, life.snapshot);
    }
    Ok(Imported { record: Record { needs, ..record }, written, call })
}

/// What it is, as the program declares it or somebody says.
fn type_name<'n>(node: Option<&'n Node>, wish: Wish<'n>) -> Result<&'n str, ImportError> {
    match (node, wish.ty) {
        (Some(node), Some(ty)) if *node.ty != *ty => {
            Err(ImportError::OtherType { address: wish.address.to_owned(), declared: node.ty.to_string() })
        }
        (Some(node), _) => Ok(&node.ty),
        (None, Some(ty)) => Ok(ty),
        (None, None) => Err(ImportError::NoType(wish.address.to_owned())),
    }
}

/// Neither the address nor the thing is recorded yet.
fn is_free(document: &Document, name: &str, wish: Wish<'_>) -> Result<(), ImportError> {
    let same = |record: &Record| record.ty == name && record.identifier == wish.identifier && record.kind.is_managed();
    let known = document.resources.iter().find(|(address, record)| *address == wish.address || same(record));
    match known {
        Some((address, record)) => Err(ImportError::Recorded(record.identifier.clone(), address.clone())),
        None => Ok(()),
    }
}

fn record(call: &Call, actual: &Actual, properties: Json, now: Timestamp) -> Record {
    Record {
        ty: call.ty.name().to_owned(),
        kind: Kind::Managed,
        site: call.site.clone(),
        identifier: actual.identifier.clone(),
        attributes: told(call.ty.name(), &actual.model, &properties),
        sealed: BTreeMap::new(),
        properties,
        needs: Vec::new(),
        token: call.token.clone(),
        unfinished: false,
        unsure: Vec::new(),
        protect: false,
        retain: false,
        snapshot: false,
        changed: now,
    }
}

/// Properties as a program writes them: what others of the program are called in them is a reference.
fn written(document: &Document, properties: &Json) -> Vec<(String, Value)> {
    let handles = Handles::of(document);
    let managed = document.resources.iter().filter(|(_, record)| record.kind.is_managed());
    // What stands in a noun cannot be named from the program.
    let own = managed.filter(|(address, _)| is_named(address));
    let all: Vec<&str> = own.map(|(address, _)| address.as_str()).collect();
    let entries = properties.as_object().into_iter().flatten();
    entries.map(|(name, value)| (name.clone(), handles.value(value, &all))).collect()
}

/// Whether a program can name what stands at an address: it is a declaration of the program's own, or one of several.
fn is_named(address: &str) -> bool {
    let plain = address.split('[').next().unwrap_or(address);
    !plain.contains('.') && !address.rsplit(']').next().unwrap_or(address).contains('.')
}

fn needs(graph: &Graph, number: Option<usize>, written: &[(String, Value)]) -> Vec<String> {
    let mut needs: Vec<String> = Vec::new();
    if let Some(number) = number {
        let edges = graph.needs(number).iter().filter_map(|edge| graph.node(edge.to));
        needs.extend(edges.map(|node| node.address.to_string()));
    }
    for (_, value) in written {
        cloudc_graph::references(value, |reference| needs.push(reference.of.to_string()));
    }
    needs.sort_unstable();
    needs.dedup();
    needs
}
