use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::header::flag;
use crate::pairs::Pairs;
use crate::{Bits, Facts};

/// A type of EC2 instances, as EC2 describes it. Absent numbers mean none.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct InstanceType {
    /// Virtual CPUs.
    pub vcpu: u32,
    /// Memory in MiB.
    #[serde(rename = "mem")]
    pub memory: u64,
    /// Architectures: `x86_64`, `arm64`.
    #[serde(rename = "arch", default)]
    pub architectures: Vec<Box<str>>,
    /// Network interfaces.
    #[serde(rename = "eni", default)]
    pub interfaces: u32,
    /// IPv4 addresses of each interface.
    #[serde(rename = "ip4", default)]
    pub ipv4_per_interface: u32,
    /// Baseline and peak of the first network card, Gbit/s.
    #[serde(rename = "net")]
    pub network: Option<(f64, f64)>,
    /// Baseline Mbit/s, greatest Mbit/s, baseline IOPS, greatest IOPS of EBS.
    pub ebs: Option<(f64, f64, f64, f64)>,
    /// Local disk, GB.
    #[serde(default)]
    pub disk: u64,
    /// GPUs.
    #[serde(rename = "gpu", default)]
    pub gpus: Vec<Device>,
    /// Inference, media and FPGA devices.
    #[serde(rename = "acc", default)]
    pub accelerators: Vec<Device>,
    /// Hypervisor: `nitro`, `xen`; none for metal.
    #[serde(rename = "hv")]
    pub hypervisor: Option<Box<str>>,
    /// It has no hypervisor.
    #[serde(default, deserialize_with = "flag")]
    pub metal: bool,
    /// Its CPU works on credits.
    #[serde(rename = "burst", default, deserialize_with = "flag")]
    pub burstable: bool,
    /// It is of the current generation.
    #[serde(rename = "cur", default, deserialize_with = "flag")]
    pub current: bool,
    /// It is sold as spot.
    #[serde(default, deserialize_with = "flag")]
    pub spot: bool,
    /// It can hibernate.
    #[serde(rename = "hib", default, deserialize_with = "flag")]
    pub hibernation: bool,
}

/// Devices of one kind in an instance; in the table a list in this order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Device {
    /// Its maker, e.g. `NVIDIA`.
    pub maker: Option<Box<str>>,
    /// Its name, e.g. `T4`.
    pub name: Option<Box<str>>,
    /// How many.
    pub count: Option<u32>,
    /// Memory of each, MiB.
    pub memory: Option<u64>,
}

#[derive(Deserialize)]
struct Offers {
    #[serde(default)]
    zones: Vec<Box<str>>,
    /// By family: sizes, separated by spaces, by set of zones.
    f: BTreeMap<Box<str>, Pairs<Box<str>>>,
}

impl Facts {
    /// The instance type with this name, e.g. `m5.large`.
    pub fn instance_type(&self, name: &str) -> Option<InstanceType> {
        let (family, size) = name.split_once('.')?;
        self.instance_family(family)?.get(size).cloned()
    }

    /// The instance types of a family (`m5`) by size.
    pub fn instance_family(&self, family: &str) -> Option<Arc<BTreeMap<Box<str>, InstanceType>>> {
        let tables = self.tables();
        tables.families.get(family, || tables.parse(&format!("instance/{family}")))
    }

    /// The families of instance types, sorted.
    pub fn instance_families(&self) -> impl Iterator<Item = &'static str> {
        self.tables().container.names_after("instance/")
    }

    /// Whether a region offers the instance type; `None` if no offers are known for the region.
    pub fn is_offered(&self, region: &str, instance_type: &str) -> Option<bool> {
        Some(offered(&self.offers(region)?, instance_type).is_some())
    }

    /// The zones of a region that offer the instance type; `None` if that is not known.
    pub fn offering_zones(&self, region: &str, instance_type: &str) -> Option<Vec<Box<str>>> {
        let offers = self.offers(region)?;
        if offers.zones.is_empty() {
            return None;
        }
        let zones = offered(&offers, instance_type).unwrap_or_default();
        let having = offers.zones.iter().enumerate().filter(|&(at, _)| zones.contains(at));
        Some(having.map(|(_, zone)| zone.clone()).collect())
    }

    fn offers(&self, region: &str) -> Option<Offers> {
        self.tables().parse(&format!("offers/{region}"))
    }
}

/// The zones that offer the type, as a set; `None` if no zone does.
fn offered(offers: &Offers, instance_type: &str) -> Option<Bits> {
    let (family, size) = instance_type.split_once('.')?;
    let mut sets = offers.f.get(family)?.iter();
    sets.find(|(_, sizes)| sizes.split(' ').any(|known| known == size)).and_then(|(zones, _)| Bits::parse(zones))
}
