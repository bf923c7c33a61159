use std::collections::BTreeMap;

use cloudc_base::Address;
use rustc_hash::FxHashMap;

use super::namespace::text;
use super::view::{View, Wants};
use crate::Node;

/// An object of a kind that Kubernetes itself does not have is refused before something has brought the kind (D26): a
/// definition that names it, else the charts that have the name of its group, else every chart of the cluster.
pub(super) const RULE: super::Rule = super::Rule { name: "an object waits for what brings its kind", find };

const DEFINITION: &str = "k8s.apiextensions.v1.CustomResourceDefinition";
const RELEASE: &str = "helm.Release";

/// The groups that every API server has, short as types have them, and in full.
const BUILT_IN: &[(&str, &str)] = &[
    ("admissionregistration", "admissionregistration.k8s.io"),
    ("apiextensions", "apiextensions.k8s.io"),
    ("apiregistration", "apiregistration.k8s.io"),
    ("apps", "apps"),
    ("authentication", "authentication.k8s.io"),
    ("authorization", "authorization.k8s.io"),
    ("autoscaling", "autoscaling"),
    ("batch", "batch"),
    ("certificates", "certificates.k8s.io"),
    ("coordination", "coordination.k8s.io"),
    ("core", ""),
    ("discovery", "discovery.k8s.io"),
    ("events", "events.k8s.io"),
    ("flowcontrol", "flowcontrol.apiserver.k8s.io"),
    ("internal", "internal.apiserver.k8s.io"),
    ("networking", "networking.k8s.io"),
    ("node", "node.k8s.io"),
    ("policy", "policy"),
    ("rbac", "rbac.authorization.k8s.io"),
    ("resource", "resource.k8s.io"),
    ("scheduling", "scheduling.k8s.io"),
    ("storage", "storage.k8s.io"),
    ("storagemigration", "storagemigration.k8s.io"),
];

/// A kind of a cluster: the cluster, the group (short or in full) and the kind.
type Kind<'g> = (&'g Address, &'g str, &'g str);

fn find(view: &View<'_>, wants: &mut Wants) {
    let mut objects: Vec<(Kind<'_>, u32)> =
        view.nodes().filter_map(|(number, node)| Some((custom(node)?, number))).collect();
    if objects.is_empty() {
        return;
    }
    objects.sort_unstable();
    let definitions = definitions(view);
    let charts = Charts::of(view);
    // By cluster and the name of a chart, who waits for it; without a name, who waits for all charts.
    let mut waiting: BTreeMap<(&Address, Option<&str>), Vec<u32>> = BTreeMap::new();
    for group in objects.chunk_by(|a, b| a.0 == b.0) {
        let Some(&(kind, _)) = group.first() else { continue };
        let who = group.iter().map(|&(_, number)| number);
        if let Some(definitions) = definitions.get(&kind) {
            wants.all(&who.collect::<Vec<u32>>(), definitions);
            continue;
        }
        let (on, of, _) = kind;
        let mut names: Vec<Option<&str>> =
            of.split('.').filter(|name| charts.named.contains_key(&(on, *name))).map(Some).collect();
        if names.is_empty() {
            names.push(None);
        }
        for name in names {
            waiting.entry((on, name)).or_default().extend(who.clone());
        }
    }
    for ((on, name), mut who) in waiting {
        who.sort_unstable();
        who.dedup();
        let found = name.map_or_else(|| charts.all.get(on), |name| charts.named.get(&(on, name)));
        wants.all(&who, found.map_or(&[], Vec::as_slice));
    }
}

/// The kind of an object that some chart or definition must bring.
fn custom(node: &Node) -> Option<Kind<'_>> {
    let on = node.on.as_ref()?;
    if &*node.ty == "k8s.Object" {
        let (group, _) = text(&node.properties, &["apiVersion"])?.split_once('/').unwrap_or_default();
        let kind = text(&node.properties, &["kind"])?;
        return BUILT_IN.iter().all(|(_, full)| *full != group).then_some((on, group, kind));
    }
    let mut parts = node.ty.strip_prefix("k8s.")?.split('.');
    let (group, _version, kind) = (parts.next()?, parts.next()?, parts.next()?);
    BUILT_IN.iter().all(|(short, _)| *short != group).then_some((on, group, kind))
}

/// The definitions of each kind, under the group in full and in short.
fn definitions<'g>(view: &View<'g>) -> FxHashMap<Kind<'g>, Vec<u32>> {
    let mut all: FxHashMap<Kind<'g>, Vec<u32>> = FxHashMap::default();
    for &number in view.of_type(DEFINITION) {
        let Some(node) = view.node(number) else { continue };
        let group = text(&node.properties, &["spec", "group"]);
        let kind = text(&node.properties, &["spec", "names", "kind"]);
        if let (Some(on), Some(group), Some(kind)) = (&node.on, group, kind) {
            all.entry((on, group, kind)).or_default().push(number);
            let short = group.split('.').next().unwrap_or(group);
            if short != group {
                all.entry((on, short, kind)).or_default().push(number);
            }
        }
    }
    all
}

/// The charts of each cluster, all and by name.
#[derive(Default)]
struct Charts<'g> {
    all: FxHashMap<&'g Address, Vec<u32>>,
    /// By the name of the chart, `keda` for `kedacore/keda`, and by the name it is installed under.
    named: FxHashMap<(&'g Address, &'g str), Vec<u32>>,
}

impl<'g> Charts<'g> {
    fn of(view: &View<'g>) -> Charts<'g> {
        let mut charts = Charts::default();
        for &number in view.of_type(RELEASE) {
            let Some((node, on)) = view.node(number).and_then(|node| Some((node, node.on.as_ref()?))) else { continue };
            charts.all.entry(on).or_default().push(number);
            let chart = text(&node.properties, &["chart"]).and_then(|chart| chart.rsplit('/').next());
            let name = text(&node.properties, &["name"]).filter(|name| Some(*name) != chart);
            for name in [chart, name].into_iter().flatten() {
                charts.named.entry((on, name)).or_default().push(number);
            }
        }
        charts
    }
}
