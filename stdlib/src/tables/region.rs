use std::collections::BTreeMap;

use serde::Deserialize;

use crate::Facts;

/// AWS's regions and partitions.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Regions {
    /// The regions by name, e.g. `eu-west-1`.
    pub regions: BTreeMap<Box<str>, Region>,
    /// The DNS suffix of each partition: `aws` has `amazonaws.com`.
    pub partitions: BTreeMap<Box<str>, Box<str>>,
}

/// A region.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Region {
    /// What people call it, e.g. `Europe (Ireland)`.
    pub name: Option<Box<str>>,
    /// Its partition, e.g. `aws`.
    #[serde(rename = "part")]
    pub partition: Box<str>,
    /// Its zones, e.g. `eu-west-1a`; empty if they are not known.
    #[serde(default)]
    pub zones: Vec<Box<str>>,
    /// The ids of its zones, e.g. `euw1-az1`; which zone has which id differs between accounts.
    #[serde(rename = "ids", default)]
    pub zone_ids: Vec<Box<str>>,
}

impl Facts {
    /// AWS's regions and partitions.
    pub fn regions(&self) -> &Regions {
        let tables = self.tables();
        tables.regions.get_or_init(|| tables.parse("regions").unwrap_or_default())
    }

    /// The region with this name.
    pub fn region(&self, name: &str) -> Option<&Region> {
        self.regions().regions.get(name)
    }
}
