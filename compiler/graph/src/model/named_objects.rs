use cloudc_base::Address;
use cloudc_base::value::Value;
use rustc_hash::FxHashMap;

use super::namespace::text;
use super::view::{View, Wants};
use crate::Node;

/// Pods do not start without the account, the maps, secrets and disks that they name, and read them only then; what scales
/// a workload has nothing to do without it, and must not bring its copies back while it goes. Both say so by names, which
/// are known before anything is made.
pub(super) const RULE: super::Rule = super::Rule { name: "an object waits for those that it names", find };

const ACCOUNT: &str = "k8s.core.v1.ServiceAccount";
const CLAIM: &str = "k8s.core.v1.PersistentVolumeClaim";
const MAP: &str = "k8s.core.v1.ConfigMap";
const SECRET: &str = "k8s.core.v1.Secret";
const SERVICE: &str = "k8s.core.v1.Service";

/// Where the description of pods stands in what makes pods.
const PODS: &[(&str, &[&str])] = &[
    ("k8s.core.v1.Pod", &["spec"]),
    ("k8s.core.v1.ReplicationController", &["spec", "template", "spec"]),
    ("k8s.apps.v1.Deployment", &["spec", "template", "spec"]),
    ("k8s.apps.v1.StatefulSet", &["spec", "template", "spec"]),
    ("k8s.apps.v1.DaemonSet", &["spec", "template", "spec"]),
    ("k8s.apps.v1.ReplicaSet", &["spec", "template", "spec"]),
    ("k8s.batch.v1.Job", &["spec", "template", "spec"]),
    ("k8s.batch.v1.CronJob", &["spec", "jobTemplate", "spec", "template", "spec"]),
    ("k8s.keda.v1alpha1.ScaledJob", &["spec", "jobTargetRef", "template", "spec"]),
];

/// What names another object anywhere in a description of pods: the field, the field in it, and the type.
const REFERENCES: &[(&str, &str, &str)] = &[
    ("configMap", "name", MAP),
    ("configMapRef", "name", MAP),
    ("configMapKeyRef", "name", MAP),
    ("secret", "name", SECRET),
    ("secret", "secretName", SECRET),
    ("secretRef", "name", SECRET),
    ("secretKeyRef", "name", SECRET),
    ("imagePullSecrets", "name", SECRET),
    ("persistentVolumeClaim", "claimName", CLAIM),
];

/// What moves the number of another object's copies.
const SCALERS: &[&str] = &["k8s.keda.v1alpha1.ScaledObject", "k8s.autoscaling.v2.HorizontalPodAutoscaler"];

/// An object as others name it: its cluster, namespace, type and name.
type Name<'g> = (&'g Address, &'g str, &'g str, &'g str);

fn find(view: &View<'_>, wants: &mut Wants) {
    let mut named: Vec<(Name<'_>, u32)> = Vec::new();
    for (number, node) in view.nodes() {
        let mut names = |ty: &'static str, name| named.extend(full(node, ty, name).map(|name| (name, number)));
        if let Some((_, path)) = PODS.iter().find(|(ty, _)| *ty == &*node.ty) {
            if let Some(pods) = at(&node.properties, path) {
                inside(pods, &mut names);
                text(pods, &["serviceAccountName"]).into_iter().for_each(|name| names(ACCOUNT, name));
            }
            text(&node.properties, &["spec", "serviceName"]).into_iter().for_each(|name| names(SERVICE, name));
        } else if SCALERS.contains(&&*node.ty) {
            scaled(node, &mut names);
        }
    }
    if named.is_empty() {
        return;
    }
    let known = objects(view);
    named.sort_unstable();
    for group in named.chunk_by(|a, b| a.0 == b.0) {
        let Some(found) = group.first().and_then(|(name, _)| known.get(name)) else { continue };
        let who: Vec<u32> = group.iter().map(|&(_, number)| number).collect();
        wants.all(&who, found);
    }
}

/// What a scaler names: without a kind it is a Deployment.
fn scaled<'g>(node: &'g Node, names: &mut impl FnMut(&'static str, &'g str)) {
    let said = |field| text(&node.properties, &["spec", "scaleTargetRef", field]);
    let ty = match said("kind") {
        None | Some("Deployment") => "k8s.apps.v1.Deployment",
        Some("StatefulSet") => "k8s.apps.v1.StatefulSet",
        Some(_) => return,
    };
    said("name").into_iter().for_each(|name| names(ty, name));
}

/// What is named anywhere in a value.
fn inside<'g>(value: &'g Value, names: &mut impl FnMut(&'static str, &'g str)) {
    match value {
        Value::List(list) => list.iter().for_each(|item| inside(item, names)),
        Value::Record(record) => {
            for (field, inner) in record.iter() {
                for (_, name, ty) in REFERENCES.iter().filter(|(known, ..)| *known == &**field) {
                    each(inner, |one| text(one, &[name]).into_iter().for_each(|name| names(ty, name)));
                }
                inside(inner, names);
            }
        }
        _ => {}
    }
}

/// A value, or what it lists.
fn each<'g>(value: &'g Value, mut seen: impl FnMut(&'g Value)) {
    match value {
        Value::List(list) => list.iter().for_each(seen),
        other => seen(other),
    }
}

/// Objects by their names.
fn objects<'g>(view: &View<'g>) -> FxHashMap<Name<'g>, Vec<u32>> {
    let mut known: FxHashMap<Name<'g>, Vec<u32>> = FxHashMap::default();
    let types = [ACCOUNT, CLAIM, MAP, SECRET, SERVICE, "k8s.apps.v1.Deployment", "k8s.apps.v1.StatefulSet"];
    for ty in types {
        for &number in view.of_type(ty) {
            let node = view.node(number);
            let name = node.and_then(|node| full(node, ty, text(&node.properties, &["metadata", "name"])?));
            if let Some(name) = name {
                known.entry(name).or_default().push(number);
            }
        }
    }
    known
}

/// A name that is used by an object, in full.
fn full<'g>(node: &'g Node, ty: &'static str, name: &'g str) -> Option<Name<'g>> {
    let namespace = text(&node.properties, &["metadata", "namespace"]).unwrap_or("default");
    Some((node.on.as_ref()?, namespace, ty, name))
}

/// A value in records.
fn at<'v>(value: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(value, |at, name| match at {
        Value::Record(record) => record.get(name),
        _ => None,
    })
}
