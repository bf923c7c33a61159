use cloudc_base::value::Value;
use cloudc_facts::{InstanceType, facts};
use cloudc_graph::{Graph, Mode, Node};

use super::allocatable::{Extras, Room};
use super::grown;
use super::object::{Object, get, items};
use super::pods::Pods;
use super::profile::{Profile, Taken};
use super::selector::{self, Label};
use crate::read::{Index, Sure, number, text};

/// The machines that pods may run on.
#[derive(Debug)]
pub(crate) struct Pools<'g> {
    /// Groups of machines, by address.
    pub(crate) all: Vec<Pool<'g>>,
    /// Whose pods run on Fargate, by address.
    pub(crate) profiles: Vec<Profile<'g>>,
    /// Whether these are all: nobody else brings machines.
    pub(crate) whole: bool,
}

/// A group of machines that EKS manages, or one that Karpenter makes as pods need them.
#[derive(Debug)]
pub(crate) struct Pool<'g> {
    pub(crate) node: &'g Node,
    /// What pods find on each type of machine that it may have; none if one of them is not known.
    pub(crate) machines: Option<Vec<Room>>,
    /// The type, if there is only one.
    only: Option<&'g str>,
    /// `amd64` or `arm64`, if all are alike.
    architecture: Option<&'static str>,
    labels: Option<&'g Value>,
    /// What Karpenter is told of its machines: `key`, `operator`, `values`.
    requirements: Vec<&'g Value>,
    pub(crate) taints: Vec<&'g Value>,
    /// How many machines there may be.
    pub(crate) most: Option<i64>,
}

/// What EKS takes if nobody says a type: <https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html>.
const DEFAULT_TYPE: &str = "t3.medium";

impl<'g> Pools<'g> {
    pub(super) fn of(graph: &'g Graph, index: &Index<'g>, eks: Option<&'g Node>, objects: &[Object<'g>]) -> Pools<'g> {
        let Some(eks) = eks else { return Pools { all: Vec::new(), profiles: Vec::new(), whole: false } };
        let is_here = |node: &Node| super::is_of(index, node, eks);
        let (mut all, mut profiles) = (Vec::new(), Vec::new());
        let mut whole = eks.mode == Mode::Managed && get(&eks.properties, &["ComputeConfig"]).is_none();
        let extras = Extras::of(graph, objects, &is_here);
        for node in graph.nodes() {
            match &*node.ty {
                "aws.eks.Nodegroup" if is_here(node) => all.push(Pool::of(index, node, extras)),
                "aws.eks.FargateProfile" if is_here(node) => profiles.push(Profile::of(node)),
                // Machines that join by themselves belong to some cluster; which, no property says.
                "aws.autoscaling.AutoScalingGroup" if joins(node) => whole = false,
                _ => {}
            }
        }
        let made = objects.iter().filter(|object| object.is("karpenter.sh", "NodePool"));
        all.extend(made.map(|object| Pool::grown(object, extras)));
        whole &= !all.is_empty() || !profiles.is_empty();
        Pools { all, profiles, whole }
    }

    /// What Fargate says of pods: a profile that is surely theirs takes them, whatever machines there are.
    pub(crate) fn taken(&self, pods: &Pods<'_>) -> Option<Taken<'g>> {
        let each = self.profiles.iter().map(|profile| (profile.is_for(pods), profile));
        let (sure, profile) = each.max_by_key(|(sure, _)| *sure)?;
        (sure != Sure::No).then(|| profile.taken(pods, sure))
    }
}

/// Whether machines of a group are marked as those of a cluster.
fn joins(node: &Node) -> bool {
    let key = |tag: &Value| {
        get(tag, &["Key"]).is_none_or(|key| text(key).is_none_or(|key| key.starts_with("kubernetes.io/")))
    };
    items(&node.properties, &["Tags"]).into_iter().any(key)
}

impl<'g> Pool<'g> {
    fn of(index: &Index<'g>, node: &'g Node, extras: Extras) -> Pool<'g> {
        let names = types(index, node);
        let only = match names.as_deref() {
            Some([one]) => Some(*one),
            _ => None,
        };
        let known: Option<Vec<InstanceType>> =
            names.and_then(|names| names.into_iter().map(|name| facts().instance_type(name)).collect());
        let extras = extras.on(index, node);
        Pool {
            node,
            machines: known.as_ref().map(|all| all.iter().map(|machine| Room::of(machine, extras)).collect()),
            only,
            architecture: known.iter().flatten().collect::<Architectures>().0,
            labels: get(&node.properties, &["Labels"]),
            requirements: Vec::new(),
            taints: items(&node.properties, &["Taints"]),
            most: get(&node.properties, &["ScalingConfig", "MaxSize"]).and_then(number),
        }
    }

    /// A pool of Karpenter's.
    fn grown(object: &Object<'g>, extras: Extras) -> Pool<'g> {
        let template = ["spec", "template"];
        let of = |rest: &[&str]| object.get(&[&template[..], rest].concat());
        let requirements = of(&["spec", "requirements"]).map(|list| items(list, &[])).unwrap_or_default();
        let known = grown::machines(&requirements);
        Pool {
            node: object.node,
            machines: known.as_ref().map(|all| all.iter().map(|machine| Room::of(machine, extras)).collect()),
            only: None,
            architecture: known.iter().flatten().collect::<Architectures>().0,
            labels: of(&["metadata", "labels"]),
            requirements,
            taints: of(&["spec", "taints"]).map(|list| items(list, &[])).unwrap_or_default(),
            most: None,
        }
    }

    /// What is known of a label of its machines.
    pub(super) fn label(&self, key: &str) -> Label<'_> {
        const OTHERS: [&str; 6] = ["kubernetes.io", "k8s.io", "amazonaws.com", "nvidia.com", "karpenter.sh", "k8s.aws"];
        let own = selector::of(self.labels, key);
        if own != Label::Not {
            return own;
        }
        if let Some(said) = grown::label(&self.requirements, key) {
            return said;
        }
        match key {
            "kubernetes.io/arch" => self.architecture.map_or(Label::Unknown, Label::Is),
            "node.kubernetes.io/instance-type" => self.only.map_or(Label::Unknown, Label::Is),
            // Machines get labels of their own from EKS, from Kubernetes and from those who look at their devices.
            key => {
                let domain = key.split_once('/').map_or("", |(domain, _)| domain);
                let others = OTHERS.iter().any(|other| domain == *other || domain.ends_with(&format!(".{other}")));
                if others { Label::Unknown } else { Label::Not }
            }
        }
    }
}

/// What Kubernetes calls the architecture of machines, if all are alike.
struct Architectures(Option<&'static str>);

impl<'m> FromIterator<&'m InstanceType> for Architectures {
    fn from_iter<I: IntoIterator<Item = &'m InstanceType>>(machines: I) -> Architectures {
        let is_arm = |machine: &InstanceType| machine.architectures.iter().any(|name| **name == *"arm64");
        let mut all: Vec<bool> = machines.into_iter().map(is_arm).collect();
        all.dedup();
        Architectures(match all.as_slice() {
            [true] => Some("arm64"),
            [false] => Some("amd64"),
            _ => None,
        })
    }
}

/// The types that a group may have; none if they are known later only.
fn types<'g>(index: &Index<'g>, node: &'g Node) -> Option<Vec<&'g str>> {
    if let Some(value) = get(&node.properties, &["InstanceTypes"]) {
        let Value::List(values) = value else { return None };
        return values.iter().map(text).collect();
    }
    let Some(template) = get(&node.properties, &["LaunchTemplate"]) else { return Some(vec![DEFAULT_TYPE]) };
    let template =
        ["Id", "Name"].iter().find_map(|name| index.node_of(get(template, &[name])?, "aws.ec2.LaunchTemplate"))?;
    match get(&index.node(template)?.properties, &["LaunchTemplateData", "InstanceType"]) {
        None => Some(vec![DEFAULT_TYPE]),
        Some(value) => Some(vec![text(value)?]),
    }
}
