//! Which cluster something lives on. What lived on one that is made anew is made anew on the new one.

use std::sync::Arc;

use cloudc_base::Address;
use cloudc_graph::{Graph, Mode, Node};
use cloudc_provider::Site;
use cloudc_state::{Document, Record};

/// What a cluster is in the account that it stands in.
const EKS: &str = "aws.eks.Cluster";

/// The number of the node that is the cluster at an address, if the program makes it: that itself, or what the word
/// `connection` of its noun leads to.
pub(crate) fn number(graph: &Graph, cluster: &Address) -> Option<usize> {
    let is_cluster = |node: &Node| &*node.ty == EKS && node.mode == Mode::Managed;
    let known = |address: &Address| graph.number(address).filter(|&number| graph.node(number).is_some_and(is_cluster));
    if let Some(number) = known(cluster) {
        return Some(number);
    }
    let Some(instance) = graph.instance(cluster) else {
        // A graph of what was recorded has no nouns: what was made by one has an address that begins so.
        let within = format!("{cluster}.");
        let mut nodes = graph.nodes().iter().enumerate().filter(|(_, node)| is_cluster(node));
        return nodes.find(|(_, node)| node.address.to_string().starts_with(&within)).map(|(number, _)| number);
    };
    let (_, way) = instance.words.iter().find(|(name, _)| &**name == "connection")?;
    let mut found = None;
    cloudc_graph::references(way, |reference| found = found.or_else(|| known(reference.of)));
    found
}

/// The address of the API of a recorded cluster.
pub(crate) fn api(cluster: &Record) -> Option<Arc<str>> {
    cluster.get("Endpoint").and_then(serde_json::Value::as_str).map(Arc::from)
}

/// The place of a node, with the cluster that is there now.
pub(crate) fn now(graph: &Graph, node: &Node, site: &Site, document: &Document) -> Site {
    let cluster = node.on.as_ref().and_then(|on| graph.node(number(graph, on)?));
    let record = cluster.and_then(|cluster| document.at(&cluster.address.to_string()));
    Site { api: record.and_then(api), ..site.clone() }
}

/// Whether what is recorded lives on another cluster than the one that is at its place now.
pub(crate) fn has_moved(record: &Record, now: &Site) -> bool {
    record.site.api.as_ref().zip(now.api.as_ref()).is_some_and(|(before, now)| before != now)
}
