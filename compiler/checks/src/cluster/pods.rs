use std::collections::BTreeMap;

use cloudc_base::value::Value;

use super::object::{Object, get, items};
use super::quantity::thousandths;
use super::selector::matches;
use crate::read::{Sure, number, text};

/// What carries pods: a Deployment, a StatefulSet, a DaemonSet, a ReplicaSet, a Job, a CronJob, a Pod.
#[derive(Debug, Clone)]
pub(crate) struct Pods<'g> {
    pub(crate) object: Object<'g>,
    /// The labels of the pods; none if there are none.
    pub(crate) labels: Option<&'g Value>,
    /// The pod's `spec`.
    pub(crate) spec: &'g Value,
    /// How many there are: as written, or one; none for a DaemonSet and for what is later.
    pub(crate) count: Option<i64>,
}

/// How much of each resource a pod asks for, in thousandths: `cpu`, `memory`, `nvidia.com/gpu`.
pub(crate) type Needs<'g> = BTreeMap<&'g str, i128>;

impl<'g> Pods<'g> {
    pub(super) fn of(object: &Object<'g>) -> Option<Pods<'g>> {
        let (template, count): (&[&str], &[&str]) = match (object.group.as_str(), object.kind.as_str()) {
            ("apps", "Deployment" | "StatefulSet" | "ReplicaSet") => (&["spec", "template"], &["spec", "replicas"]),
            ("apps", "DaemonSet") => (&["spec", "template"], &[]),
            ("batch", "Job") => (&["spec", "template"], &["spec", "parallelism"]),
            ("batch", "CronJob") => {
                (&["spec", "jobTemplate", "spec", "template"], &["spec", "jobTemplate", "spec", "parallelism"])
            }
            ("", "Pod") => (&[], &["spec", "replicas"]),
            _ => return None,
        };
        let template = get(&object.node.properties, template)?;
        let count = match object.get(count) {
            _ if object.kind == "DaemonSet" => None,
            None => Some(1),
            Some(value) => number(value),
        };
        let labels = get(template, &["metadata", "labels"]);
        Some(Pods { object: object.clone(), labels, spec: get(template, &["spec"])?, count })
    }

    /// Whether nobody but the scheduler says where they go, and each counts.
    pub(crate) fn is_placed(&self) -> bool {
        self.object.kind != "DaemonSet" && get(self.spec, &["nodeName"]).is_none()
    }

    /// Whether no two of them stand on one machine: they say so of one another, or listen on the same port of it.
    pub(crate) fn is_alone(&self) -> bool {
        let terms =
            items(self.spec, &["affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution"]);
        let apart = terms.into_iter().any(|term| {
            let here = get(term, &["topologyKey"]).and_then(text) == Some("kubernetes.io/hostname");
            let elsewhere = get(term, &["namespaces"]).is_some() || get(term, &["namespaceSelector"]).is_some();
            let selector = get(term, &["labelSelector"]);
            here && !elsewhere && selector.is_some_and(|selector| matches(selector, self.labels) == Sure::Yes)
        });
        let of_machine = get(self.spec, &["hostNetwork"]) == Some(&Value::Bool(true));
        let name = if of_machine { "containerPort" } else { "hostPort" };
        let ports = items(self.spec, &["containers"]).into_iter().flat_map(|one| items(one, &["ports"]));
        apart || ports.into_iter().any(|port| get(port, &[name]).and_then(number).is_some_and(|port| port > 0))
    }

    /// Its containers, those that run before the others too.
    pub(crate) fn containers(&self) -> Vec<&'g Value> {
        let mut all = items(self.spec, &["initContainers"]);
        all.extend(items(self.spec, &["containers"]));
        all
    }

    /// What a pod asks for: of all containers together, or of one that runs before the others, if that is more, and what
    /// the pod itself takes; or, for the whole pod, what it says itself. None if some of it is later.
    ///
    /// <https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers>
    pub(crate) fn needs(&self) -> Option<Needs<'g>> {
        let mut running = Needs::new();
        let mut most = Needs::new();
        for container in items(self.spec, &["initContainers"]) {
            let mut needs = requests(container)?;
            let stays = get(container, &["restartPolicy"]).and_then(text) == Some("Always");
            if stays {
                add(&mut running, &needs);
            } else {
                add(&mut needs, &running);
                raise(&mut most, &needs);
            }
        }
        for container in items(self.spec, &["containers"]) {
            add(&mut running, &requests(container)?);
        }
        raise(&mut most, &running);
        if get(self.spec, &["resources"]).is_some() {
            most.extend(requests(self.spec)?);
        }
        add(&mut most, &amounts(self.spec, &["overhead"])?);
        Some(most)
    }
}

/// What a container asks for; what it does not ask for it is given as much as it may use.
fn requests(container: &Value) -> Option<Needs<'_>> {
    let mut needs = amounts(container, &["resources", "limits"])?;
    needs.extend(amounts(container, &["resources", "requests"])?);
    Some(needs)
}

fn amounts<'v>(value: &'v Value, path: &[&str]) -> Option<Needs<'v>> {
    match get(value, path) {
        None => Some(Needs::new()),
        Some(Value::Record(record)) => {
            let written = record.iter().filter(|(_, value)| **value != Value::Null);
            written.map(|(name, value)| Some((&**name, thousandths(value)?))).collect()
        }
        Some(_) => None,
    }
}

fn add<'g>(to: &mut Needs<'g>, more: &Needs<'g>) {
    for (name, amount) in more {
        *to.entry(name).or_default() += amount;
    }
}

fn raise<'g>(to: &mut Needs<'g>, other: &Needs<'g>) {
    for (name, amount) in other {
        let most = to.entry(name).or_default();
        *most = (*most).max(*amount);
    }
}
