use cloudc_facts::InstanceType;

/// What pods find on a machine, in thousandths.
///
/// A machine keeps some for itself (the kubelet, the system, what is left when memory runs out): as EKS's images work it
/// out, 11 MiB for each pod that could be there and 255 MiB, 100 MiB more, and a share of its processors. From
/// <https://github.com/awslabs/amazon-eks-ami> (`nodeadm/internal/kubelet/config.go`) and
/// <https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html>. How much memory the machine's own
/// firmware takes is not published, so there are a least and a most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Room {
    pub(crate) cpu: i128,
    /// If firmware took as much as is ever seen, and if it took nothing.
    pub(crate) memory: (i128, i128),
    /// Graphics processors of NVIDIA.
    pub(crate) gpu: i128,
    /// How many pods there may be.
    pub(crate) pods: i128,
}

const MIB: i128 = 1024 * 1024 * 1000;
/// What firmware and kernel take at most, in thousandths: what Karpenter assumes if nobody says otherwise
/// (<https://karpenter.sh/docs/reference/settings/>, `VM_MEMORY_OVERHEAD_PERCENT`).
const OVERHEAD: i128 = 75;
/// What EKS's own daemon sets ask for, in thousandths of a processor: aws-node 50m and kube-proxy 100m.
const DAEMONS: i128 = 150;

impl Room {
    pub(super) fn of(machine: &InstanceType) -> Room {
        let addresses = i128::from(machine.ipv4_per_interface).max(1) - 1;
        let by_interfaces = i128::from(machine.interfaces) * addresses + 2;
        let nominal = i128::from(machine.memory) * MIB;
        let kept = (11 * by_interfaces + 255 + 100) * MIB;
        let least = nominal * (1000 - OVERHEAD) / 1000 - kept;
        let gpus = machine.gpus.iter().filter(|device| device.maker.as_deref() == Some("NVIDIA"));
        Room {
            cpu: i128::from(machine.vcpu) * 1000 - kept_cpu(machine.vcpu) - DAEMONS,
            memory: (least.max(0), (nominal - kept).max(0)),
            gpu: gpus.map(|device| i128::from(device.count.unwrap_or(0))).sum::<i128>() * 1000,
            pods: by_interfaces.min(if machine.vcpu > 30 { 250 } else { 110 }),
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
        Room::of(&cloudc_facts::facts().instance_type(name).expect("it is known"))
    }

    /// As machines showed: m5.large 1930m and 7220008Ki, c5.4xlarge 15890m.
    #[test]
    fn machines_offer_what_is_seen() {
        let large = room("m5.large");
        assert_eq!((large.cpu + DAEMONS, large.pods), (1930, 29));
        assert!(large.memory.0 <= 7_220_008 * 1024 * 1000 && 7_220_008 * 1024 * 1000 <= large.memory.1);
        assert_eq!(room("c5.4xlarge").cpu + DAEMONS, 15_890);
        assert_eq!(room("g5.4xlarge").gpu, 1000);
        assert_eq!(room("m6i.24xlarge").pods, 250);
    }
}
