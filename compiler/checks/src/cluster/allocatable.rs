use cloudc_facts::InstanceType;
use cloudc_graph::{Graph, Node};

use super::object::{Object, get, items};
use crate::read::{Index, number, text};

/// What pods find on a machine, in thousandths.
///
/// A machine keeps some for itself (the kubelet, the system, what is left when memory runs out): as EKS's images work it
/// out, 11 MiB for each pod that could be there and 255 MiB, 100 MiB more, and a share of its processors; of its disk a tenth
/// and 1 GiB. From <https://github.com/awslabs/amazon-eks-ami> (`nodeadm/internal/kubelet/config.go`) and
/// <https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html>. How much memory the machine's own
/// firmware takes is not published, so there are a least and a most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Room {
    pub(crate) cpu: i128,
    /// If firmware took as much as is ever seen, and if it took nothing.
    pub(crate) memory: (i128, i128),
    /// Graphics processors of NVIDIA; the most is open where several pods share one.
    pub(crate) gpu: (i128, i128),
    /// What the disk leaves to what pods write.
    pub(crate) storage: (i128, i128),
    /// Memory in huge pages, which no image of EKS's sets aside.
    pub(crate) huge: (i128, i128),
    /// How many pods there may be.
    pub(crate) pods: i128,
}

/// What else is known of machines beside their type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Extras {
    /// The network plugin takes addresses sixteen at a time, so that they never run out before the kubelet's own bound.
    prefixes: bool,
    /// Some plugin is told how graphics processors are shared.
    shared_gpus: bool,
    /// GiB of the disk; none if nobody knows.
    disk: Option<i128>,
    /// An image, or what is run at the start, is not EKS's: anything may be set up.
    own: bool,
}

const MIB: i128 = 1024 * 1024 * 1000;
const GIB: i128 = 1024 * MIB;
/// What firmware and kernel take at most, in thousandths: what Karpenter assumes if nobody says otherwise
/// (<https://karpenter.sh/docs/reference/settings/>, `VM_MEMORY_OVERHEAD_PERCENT`).
const OVERHEAD: i128 = 75;
/// What EKS's own daemon sets ask for, in thousandths of a processor: aws-node 50m and kube-proxy 100m.
const DAEMONS: i128 = 150;
/// GiB of the disk if nobody says: <https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html>.
const DISK: i128 = 20;
/// More than any machine has.
pub(super) const OPEN: i128 = i64::MAX as i128;

impl Extras {
    /// What holds for all machines of a cluster; `is_here` says what is the cluster's.
    pub(super) fn of<'g>(graph: &'g Graph, objects: &[Object<'g>], is_here: &impl Fn(&Node) -> bool) -> Extras {
        let named = |node: &Node, name: &str| get(&node.properties, &[name]).and_then(text).map(str::to_owned);
        let mut extras = Extras::default();
        for node in graph.nodes() {
            match &*node.ty {
                "aws.eks.Addon" if is_here(node) && named(node, "AddonName").as_deref() == Some("vpc-cni") => {
                    let told: String = named(node, "ConfigurationValues").unwrap_or_default();
                    let told: String = told.chars().filter(|letter| !letter.is_whitespace()).collect();
                    extras.prefixes |= told.contains("\"ENABLE_PREFIX_DELEGATION\":\"true\"");
                }
                "helm.Release" => {
                    let chart = named(node, "chart").unwrap_or_default();
                    let shares = ["nvidia-device-plugin", "gpu-operator"].iter().any(|name| chart.ends_with(name));
                    extras.shared_gpus |= shares
                        && get(&node.properties, &["values"]).is_some_and(|told| told.to_string().contains("config"));
                }
                _ => {}
            }
        }
        // Without a chart it is a daemon set, with a file that says so.
        extras.shared_gpus |= objects.iter().any(|object| {
            object.kind == "ConfigMap"
                && object.get(&["data"]).is_some_and(|data| data.to_string().contains("timeSlicing"))
        });
        extras
    }

    /// What holds for a group of machines.
    pub(super) fn on(self, index: &Index<'_>, group: &Node) -> Extras {
        let kind = get(&group.properties, &["AmiType"]).and_then(text).unwrap_or_default();
        let template = get(&group.properties, &["LaunchTemplate"]);
        let template = template.and_then(|value| {
            ["Id", "Name"].iter().find_map(|name| index.node_of(get(value, &[name])?, "aws.ec2.LaunchTemplate"))
        });
        let data = template.and_then(|number| get(&index.node(number)?.properties, &["LaunchTemplateData"]));
        let of = |name: &str| data.and_then(|data| get(data, &[name]));
        let own = kind == "CUSTOM" || of("ImageId").is_some() || of("UserData").is_some();
        let disks = data.map(|data| items(data, &["BlockDeviceMappings"])).unwrap_or_default();
        let size = disks.first().and_then(|disk| get(disk, &["Ebs", "VolumeSize"]));
        let size = size.or_else(|| get(&group.properties, &["DiskSize"]));
        // What containers write goes to another disk than the first in Bottlerocket.
        let known = !own
            && !kind.starts_with("BOTTLEROCKET")
            && (data.is_some() || get(&group.properties, &["LaunchTemplate"]).is_none());
        let disk = match size {
            Some(size) => number(size).map(i128::from),
            None => Some(DISK),
        };
        Extras { own, disk: disk.filter(|_| known), ..self }
    }
}

impl Room {
    pub(super) fn of(machine: &InstanceType, extras: Extras) -> Room {
        let addresses = i128::from(machine.ipv4_per_interface).max(1) - 1;
        let by_interfaces = i128::from(machine.interfaces) * addresses + 2;
        let bound = if machine.vcpu > 30 { 250 } else { 110 };
        let pods = if extras.prefixes { bound } else { by_interfaces.min(bound) };
        let nominal = i128::from(machine.memory) * MIB;
        let kept = |pods: i128| (11 * pods + 255 + 100) * MIB;
        let least = nominal * (1000 - OVERHEAD) / 1000 - kept(by_interfaces.max(pods));
        // With more addresses than interfaces give it is not said for how many pods memory is kept.
        let most = nominal - kept(if extras.prefixes { by_interfaces.min(pods) } else { by_interfaces });
        let gpus = machine.gpus.iter().filter(|device| device.maker.as_deref() == Some("NVIDIA"));
        let gpus = gpus.map(|device| i128::from(device.count.unwrap_or(0))).sum::<i128>() * 1000;
        // Partitions beside the root take some MiB.
        let storage = extras.disk.map(|disk| ((disk * GIB - 64 * MIB) * 9 / 10 - GIB, disk * GIB * 9 / 10 - GIB));
        Room {
            cpu: i128::from(machine.vcpu) * 1000 - kept_cpu(machine.vcpu) - DAEMONS,
            memory: (least.max(0), most.max(0)),
            gpu: (gpus, if extras.shared_gpus && gpus > 0 { OPEN } else { gpus }),
            storage: storage.map_or((0, OPEN), |(least, most)| (least.max(0), most.max(0))),
            huge: (0, if extras.own { OPEN } else { 0 }),
            pods,
        }
    }

    /// How much of a resource there is at least and at most; none of what only others know: devices of other makers.
    pub(super) fn amount(&self, name: &str) -> Option<(i128, i128)> {
        match name {
            "cpu" => Some((self.cpu, self.cpu)),
            "memory" => Some(self.memory),
            "nvidia.com/gpu" => Some(self.gpu),
            "ephemeral-storage" => Some(self.storage),
            name if name.starts_with("hugepages-") => Some(self.huge),
            _ => None,
        }
    }
}

/// 6 % of the first processor, 1 % of the second, half a percent of the next two, a quarter of all others.
fn kept_cpu(vcpu: u32) -> i128 {
    let share = |number: u32| match number {
        0 => 600,
        1 => 100,
        2 | 3 => 50,
        _ => 25,
    };
    // In hundred-thousandths of a processor.
    i128::from((0..vcpu).map(share).sum::<u32>().div_ceil(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(name: &str) -> Room {
        Room::of(
            &cloudc_facts::facts().instance_type(name).expect("it is known"),
            Extras { disk: Some(20), ..Extras::default() },
        )
    }

    /// As machines showed: m5.large 1930m and 7220008Ki, c5.4xlarge 15890m.
    #[test]
    fn machines_offer_what_is_seen() {
        let large = room("m5.large");
        assert_eq!((large.cpu + DAEMONS, large.pods), (1930, 29));
        assert!(large.memory.0 <= 7_220_008 * 1024 * 1000 && 7_220_008 * 1024 * 1000 <= large.memory.1);
        assert_eq!(room("c5.4xlarge").cpu + DAEMONS, 15_890);
        assert_eq!(room("g5.4xlarge").gpu, (1000, 1000));
        // A disk of 20 GiB showed 18242267924 bytes.
        let (least, most) = large.storage;
        assert!(least <= 18_242_267_924_000 && 18_242_267_924_000 <= most);
        assert_eq!(room("m6i.24xlarge").pods, 250);
    }
}
