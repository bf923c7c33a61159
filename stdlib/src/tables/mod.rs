//! The small tables: each parsed when it is first asked for.

mod class;
mod engine;
mod fargate;
mod iam;
mod instance;
mod lambda;
mod permissions;
mod policy;
mod region;
mod trigger;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;

pub use class::Classes;
pub use engine::Engine;
pub use fargate::FargateSize;
pub use iam::IamService;
pub use instance::{Device, InstanceType};
pub use lambda::LambdaRuntime;
pub use permissions::Permissions;
pub use policy::ManagedPolicy;
pub use region::{Region, Regions};
pub use trigger::{Trigger, TriggerParameter};

use crate::container::Container;
use crate::memo::Memo;

/// The container of the small tables and what has been parsed of it.
#[derive(Debug)]
pub(crate) struct Tables {
    container: Container<'static>,
    classes: Memo<Classes>,
    families: Memo<BTreeMap<Box<str>, InstanceType>>,
    services: Memo<IamService>,
    permissions: Memo<BTreeMap<Box<str>, Permissions>>,
    permitted: Memo<Permissions>,
    runtimes: OnceLock<BTreeMap<Box<str>, LambdaRuntime>>,
    sizes: OnceLock<Vec<FargateSize>>,
    regions: OnceLock<Regions>,
}

impl Tables {
    /// The tables in the bytes of a container; empty if they are none.
    pub(crate) fn open(data: &'static [u8]) -> Tables {
        Tables {
            container: Container::open(data).unwrap_or(Container::EMPTY),
            classes: Memo::default(),
            families: Memo::default(),
            services: Memo::default(),
            permissions: Memo::default(),
            permitted: Memo::default(),
            runtimes: OnceLock::new(),
            sizes: OnceLock::new(),
            regions: OnceLock::new(),
        }
    }

    /// The value of an entry.
    fn parse<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_str(&self.container.text_of(name)?).ok()
    }
}
