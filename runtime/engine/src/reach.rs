//! The way to a cluster: what its noun's word `connection` comes to.

use std::sync::Arc;

use cloudc_base::Address;
use cloudc_base::value::Value;
use cloudc_graph::Graph;
use cloudc_provider::{Connection, Home, Site};
use cloudc_state::Document;
use serde_json::{Value as Json, json};

use crate::plan::Sites;
use crate::resolve::{Scope, Sight};
use crate::run::Live;
use crate::{ground, mark, resolve};

/// What a raw cluster is called by its own model, and by a connection.
const OF_EKS: [(&str, &str); 3] =
    [("Endpoint", "endpoint"), ("CertificateAuthorityData", "authority"), ("Name", "eks")];

/// The way to a cluster, as far as it is known by now.
pub(crate) fn connection(graph: &Graph, cluster: &Address, scope: &dyn Scope) -> Option<Connection> {
    let said = graph.instance(cluster).and_then(|instance| {
        let word = instance.words.iter().find(|(name, _)| &**name == "connection");
        word.map(|(_, value)| said(value, scope))
    });
    let raw = || ground::number(graph, cluster).and_then(|number| of_eks(&graph.node(number)?.address, scope));
    let found = said.unwrap_or_else(raw)?;
    serde_json::from_value(found).ok()
}

fn said(value: &Value, scope: &dyn Scope) -> Option<Json> {
    resolve(value, scope).ok().filter(|found| !mark::has_later(found))
}

/// A cluster that is a resource of the program's own.
fn of_eks(cluster: &Address, scope: &dyn Scope) -> Option<Json> {
    let mut found = json!({});
    for (attribute, part) in OF_EKS {
        match scope.attribute(cluster, attribute) {
            Sight::Known(value) => cloudc_provider::path::set(&mut found, part, value.clone()),
            Sight::Later { .. } | Sight::Missing => return None,
        }
    }
    Some(found)
}

/// The way that was taken last to the cluster of what lives at a place.
pub(crate) fn recorded(document: &Document, site: &Site) -> Option<Arc<Connection>> {
    let way = |key: &Option<Arc<str>>| document.clusters.get(key.as_deref()?);
    way(&site.api).or_else(|| way(&site.cluster)).cloned().map(Arc::new)
}

/// A cluster of a program, and the way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// Its address in the program.
    pub address: Address,
    /// The way to it.
    pub connection: Connection,
    /// Where what is on it lives.
    pub site: Site,
}

/// The clusters of a program that are there, by address. `home` is where the program lives.
pub fn clusters(graph: &Graph, document: &Document, home: &Home) -> Vec<Cluster> {
    let sites = Sites::of(graph, home);
    let site = sites.own();
    let live = Live { document, sites: &sites, site: &site };
    let nouns =
        graph.instances().iter().filter(|instance| instance.words.iter().any(|(name, _)| &**name == "connection"));
    let raw = graph.nodes().iter().filter(|node| &*node.ty == "aws.eks.Cluster").map(|node| &node.address);
    // A raw one that a noun makes is the noun's.
    let nouns: Vec<&Address> = nouns.map(|instance| &instance.address).collect();
    let raw = raw.filter(|address| !nouns.iter().any(|noun| noun.holds(address)));
    let mut all: Vec<&Address> = nouns.iter().copied().chain(raw).collect();
    all.sort_unstable();
    let found = all.into_iter().filter_map(|address| {
        let connection = connection(graph, address, &live)?;
        let node = ground::number(graph, address).and_then(|number| graph.node(number));
        let api = node.and_then(|node| ground::api(document.at(&node.address.to_string())?));
        let place = node.map_or_else(|| site.clone(), |node| sites.site(node));
        let site = Site { cluster: Some(address.to_string().into()), api, ..place };
        Some(Cluster { address: address.clone(), connection, site })
    });
    found.collect()
}
