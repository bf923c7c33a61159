use cloudc_base::value::Value;
use cloudc_facts::{InstanceType, facts};
use cloudc_graph::{Graph, Mode, Node};

use super::allocatable::Room;
use super::object::{Object, get, items};
use super::selector::{self, Label};
use crate::read::{Index, number, text};

/// The machines that pods may run on.
#[derive(Debug)]
pub(crate) struct Pools<'g> {
    /// Groups of machines, by address.
    pub(crate) all: Vec<Pool<'g>>,
    /// Whether these are all: nobody else brings machines.
    pub(crate) whole: bool,
}

/// A group of machines that EKS manages.
#[derive(Debug)]
pub(crate) struct Pool<'g> {
    pub(crate) node: &'g Node,
    /// The types that it may have, and what pods find on each; none if one of them is not known.
    pub(crate) machines: Option<Vec<(&'g str, Room)>>,
    /// `amd64` or `arm64`, if all are alike.
    architecture: Option<&'static str>,
    labels: Option<&'g Value>,
    pub(crate) taints: Vec<&'g Value>,
    /// How many machines there may be.
    pub(crate) most: Option<i64>,
}

/// What EKS takes if nobody says a type: <https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html>.
const DEFAULT_TYPE: &str = "t3.medium";

impl<'g> Pools<'g> {
    pub(super) fn of(graph: &'g Graph, index: &Index<'g>, eks: Option<&'g Node>, objects: &[Object<'g>]) -> Pools<'g> {
        let Some(eks) = eks else { return Pools { all: Vec::new(), whole: false } };
        let is_here = |node: &Node| {
            let name = get(&node.properties, &["ClusterName"]);
            let found = name.and_then(|name| index.node_of(name, "aws.eks.Cluster"));
            found.and_then(|number| graph.node(number)).is_some_and(|node| node.address == eks.address)
        };
        let mut all: Vec<Pool<'g>> = Vec::new();
        let mut whole = eks.mode == Mode::Managed && get(&eks.properties, &["ComputeConfig"]).is_none();
        for node in graph.nodes() {
            match &*node.ty {
                "aws.eks.Nodegroup" if is_here(node) => all.push(Pool::of(index, node)),
                "aws.eks.FargateProfile" if is_here(node) => whole = false,
                // Machines that join by themselves belong to some cluster; which, no property says.
                "aws.autoscaling.AutoScalingGroup" if joins(node) => whole = false,
                _ => {}
            }
        }
        whole &= !all.is_empty() && !objects.iter().any(|object| object.is("karpenter.sh", "NodePool"));
        Pools { all, whole }
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
    fn of(index: &Index<'g>, node: &'g Node) -> Pool<'g> {
        let names = types(index, node);
        let known: Option<Vec<(&'g str, InstanceType)>> =
            names.and_then(|names| names.into_iter().map(|name| Some((name, facts().instance_type(name)?))).collect());
        let mut architectures: Vec<&'static str> = Vec::new();
        for (_, machine) in known.iter().flatten() {
            let arm = machine.architectures.iter().any(|name| **name == *"arm64");
            architectures.push(if arm { "arm64" } else { "amd64" });
        }
        architectures.dedup();
        let machines = known.map(|all| all.iter().map(|(name, machine)| (*name, Room::of(machine))).collect());
        Pool {
            node,
            machines,
            architecture: if let [one] = architectures.as_slice() { Some(one) } else { None },
            labels: get(&node.properties, &["Labels"]),
            taints: items(&node.properties, &["Taints"]),
            most: get(&node.properties, &["ScalingConfig", "MaxSize"]).and_then(number),
        }
    }

    /// What is known of a label of its machines.
    pub(super) fn label(&self, key: &str) -> Label<'_> {
        const OTHERS: [&str; 4] = ["kubernetes.io", "k8s.io", "amazonaws.com", "nvidia.com"];
        let own = selector::of(self.labels, key);
        if own != Label::Not {
            return own;
        }
        match key {
            "kubernetes.io/arch" => self.architecture.map_or(Label::Unknown, Label::Is),
            "node.kubernetes.io/instance-type" => match self.machines.as_deref() {
                Some([(name, _)]) => Label::Is(name),
                _ => Label::Unknown,
            },
            // Machines get labels of their own from EKS, from Kubernetes and from those who look at their devices.
            key => {
                let domain = key.split_once('/').map_or("", |(domain, _)| domain);
                let others = OTHERS.iter().any(|other| domain == *other || domain.ends_with(&format!(".{other}")));
                if others { Label::Unknown } else { Label::Not }
            }
        }
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
