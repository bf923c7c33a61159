use serde::Deserialize;

use crate::{Bounds, Facts};

/// A number of CPU units that a Fargate task may have, and the memory that goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FargateSize {
    /// CPU units; 1,024 are one vCPU.
    pub cpu: u32,
    /// The possible sizes of memory in MiB, ascending.
    pub memory: Vec<u32>,
}

impl FargateSize {
    /// The least and the greatest memory in MiB.
    pub fn memory_range(&self) -> Bounds<u32> {
        Bounds { least: self.memory.first().copied(), most: self.memory.last().copied() }
    }
}

/// As in the table: the sizes in a list, or from where to where in which steps.
#[derive(Deserialize)]
#[serde(untagged)]
enum Raw {
    Steps(u32, u32, u32, u32),
    List(u32, Vec<u32>),
}

impl From<Raw> for FargateSize {
    fn from(raw: Raw) -> FargateSize {
        match raw {
            Raw::List(cpu, memory) => FargateSize { cpu, memory },
            Raw::Steps(cpu, least, most, step) => {
                FargateSize { cpu, memory: (least..=most).step_by(step.max(1) as usize).collect() }
            }
        }
    }
}

impl Facts {
    /// The sizes of Fargate tasks, smallest first.
    pub fn fargate_sizes(&self) -> &[FargateSize] {
        let tables = self.tables();
        tables.sizes.get_or_init(|| {
            let raw: Vec<Raw> = tables.parse("fargate_sizes").unwrap_or_default();
            raw.into_iter().map(FargateSize::from).collect()
        })
    }
}
