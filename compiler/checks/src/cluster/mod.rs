//! What lives on clusters, as their schedulers and controllers look at it: objects, pods, pools of nodes.
//!
//! What the program does not say, or says only later, is `Perhaps`: no check takes it for granted.

mod allocatable;
mod grown;
mod keys;
mod object;
mod place;
mod pods;
mod pool;
mod profile;
mod quantity;
mod replicas;
mod selector;

use std::collections::BTreeMap;

use cloudc_base::Address;
use cloudc_graph::{Graph, Mode, Node};

pub(crate) use keys::{key_uses, keys};
pub(crate) use object::{Object, get, items};
pub(crate) use place::{Why, fit};
pub(crate) use pods::Pods;
pub(crate) use pool::Pools;
pub(crate) use profile::Taken;
pub(crate) use replicas::Scaler;
pub(crate) use selector::{matches, matches_labels};

use crate::read::{Index, text};

/// One cluster.
#[derive(Debug)]
pub(crate) struct Cluster<'g> {
    /// The release: `1.33`; none if the program does not say.
    pub(crate) version: Option<&'g str>,
    /// The objects that this program makes on it, by address.
    pub(crate) objects: Vec<Object<'g>>,
    /// What carries pods, by address.
    pub(crate) pods: Vec<Pods<'g>>,
    /// What moves numbers of replicas, by address.
    pub(crate) scalers: Vec<Scaler<'g>>,
    pub(crate) pools: Pools<'g>,
    /// EKS's own, if it is one of EKS.
    pub(crate) eks: Option<&'g Node>,
    /// The names of its add-ons of EKS; none in place of one that is known later.
    pub(crate) addons: Vec<Option<&'g str>>,
    /// The names of its charts.
    pub(crate) charts: Vec<&'g str>,
    /// Objects by namespace and name.
    by_name: BTreeMap<(&'g str, &'g str), Vec<usize>>,
    /// What scales something, by namespace and name of what it scales.
    by_target: BTreeMap<(&'g str, &'g str), Vec<usize>>,
}

impl<'g> Cluster<'g> {
    /// The object of this name in the namespace of another.
    pub(crate) fn named(&self, group: &str, kind: &str, name: &str, beside: &Object<'_>) -> Option<&Object<'g>> {
        let numbers = self.by_name.get(&(beside.namespace?, name))?;
        numbers.iter().filter_map(|&number| self.objects.get(number)).find(|object| object.is(group, kind))
    }

    /// What moves the number of an object.
    pub(crate) fn scaler_of(&self, object: &Object<'_>) -> Option<&Scaler<'g>> {
        let numbers = self.by_target.get(&(object.namespace?, object.name?))?;
        numbers.iter().filter_map(|&number| self.scalers.get(number)).find(|scaler| scaler.moves(object))
    }

    /// What moves the same number as another, each behind the first of those.
    pub(crate) fn rivals(&self) -> Vec<(&Scaler<'g>, &Scaler<'g>)> {
        let mut pairs = Vec::new();
        for numbers in self.by_target.values() {
            let scalers: Vec<&Scaler<'g>> = numbers.iter().filter_map(|&number| self.scalers.get(number)).collect();
            for (place, scaler) in scalers.iter().enumerate() {
                let before = scalers.get(..place).unwrap_or_default();
                let other = before.iter().find(|other| other.shares_target(scaler));
                pairs.extend(other.map(|other| (*other, *scaler)));
            }
        }
        pairs
    }
}

/// All clusters of a program, by address.
pub(crate) fn clusters<'g>(graph: &'g Graph, index: &Index<'g>) -> Vec<Cluster<'g>> {
    let mut by_cluster: BTreeMap<&Address, Vec<usize>> = BTreeMap::new();
    for (number, node) in graph.nodes().iter().enumerate() {
        if let (Some(on), Mode::Managed) = (&node.on, node.mode) {
            by_cluster.entry(on).or_default().push(number);
        }
    }
    by_cluster.into_iter().map(|(on, numbers)| cluster(graph, index, on, &numbers)).collect()
}

fn cluster<'g>(graph: &'g Graph, index: &Index<'g>, on: &Address, numbers: &[usize]) -> Cluster<'g> {
    let nodes = || numbers.iter().filter_map(|&number| Some((number, graph.node(number)?)));
    let objects: Vec<Object<'g>> = nodes().filter_map(|(_, node)| Object::of(node)).collect();
    let connection = graph
        .instance(on)
        .and_then(|instance| instance.words.iter().find(|(word, _)| **word == *"connection").map(|(_, value)| value));
    let eks = connection.and_then(|connection| get(connection, &["eks"]));
    let eks = eks.and_then(|name| index.node_of(name, "aws.eks.Cluster")).and_then(|number| index.node(number));
    let charts = nodes().filter(|(_, node)| &*node.ty == "helm.Release");
    let charts = charts.filter_map(|(_, node)| text(get(&node.properties, &["chart"])?)?.rsplit('/').next());
    let charts: Vec<&'g str> = charts.collect();
    let pools = Pools::of(graph, index, eks, &objects);
    // Karpenter without a pool in this program has some elsewhere.
    let made = objects.iter().any(|object| object.is("karpenter.sh", "NodePool"));
    let elsewhere = charts.contains(&"karpenter") && !made;
    let scalers: Vec<Scaler<'g>> = objects.iter().filter_map(Scaler::of).collect();
    let addons = index.of_type("aws.eks.Addon").filter(|(_, node)| eks.is_some_and(|eks| is_of(index, node, eks)));
    Cluster {
        eks,
        addons: addons.map(|(_, node)| get(&node.properties, &["AddonName"]).and_then(text)).collect(),
        by_name: places(objects.iter().map(|object| Some((object.namespace?, object.name?)))),
        by_target: places(scalers.iter().map(|scaler| Some((scaler.object.namespace?, scaler.name)))),
        version: eks.and_then(|node| text(get(&node.properties, &["Version"])?)),
        pods: objects.iter().filter_map(Pods::of).collect(),
        scalers,
        pools: Pools { whole: pools.whole && !elsewhere, ..pools },
        charts,
        objects,
    }
}

/// Whether something says that it is a cluster's, in its `ClusterName`.
pub(crate) fn is_of(index: &Index<'_>, node: &Node, eks: &Node) -> bool {
    let name = get(&node.properties, &["ClusterName"]);
    let found = name.and_then(|name| index.node_of(name, "aws.eks.Cluster")).and_then(|number| index.node(number));
    found.is_some_and(|found| found.address == eks.address)
}

/// The places of things by what they are called.
fn places<'g>(names: impl Iterator<Item = Option<(&'g str, &'g str)>>) -> BTreeMap<(&'g str, &'g str), Vec<usize>> {
    let mut places: BTreeMap<(&'g str, &'g str), Vec<usize>> = BTreeMap::new();
    for (place, name) in names.enumerate() {
        if let Some(name) = name {
            places.entry(name).or_default().push(place);
        }
    }
    places
}
