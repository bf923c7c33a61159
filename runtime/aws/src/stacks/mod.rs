//! CloudFormation: stacks, change sets, and what happens to them, as plain data. What a template holds and what a change means
//! for a program is nobody's business here.

mod bucket;
mod change_set;
mod events;
mod stack;

use std::sync::Arc;

use cloudc_provider::{Class, Fault};

pub use change_set::{Ask, ChangeSet, ChangeSetPurpose, Importee, MOST_IMPORTED, Replaces, StackAction, StackChange};
pub use events::StackEvent;
pub use stack::{Stack, StackThing};

use crate::OpenError;
use crate::clients::{Region, Regions};
use crate::fault::{fault, incomplete};

/// The stacks of the account that the environment's credentials are of, in any region.
#[derive(Debug)]
pub struct Stacks {
    regions: Regions,
    account: Arc<str>,
    home: Arc<str>,
}

impl Stacks {
    /// Opens the account; `region` is the program's, else the environment's.
    ///
    /// # Errors
    /// There is no region, or there are no credentials that AWS knows.
    pub async fn open(region: Option<&str>) -> Result<Stacks, OpenError> {
        let regions = Regions::open(region).await;
        let home: Arc<str> = regions.home().ok_or(OpenError::NoRegion)?.into();
        let caller = regions.at("", &home).again.sts.get_caller_identity().send().await;
        let caller = caller.map_err(|error| OpenError::NoAccount(fault(error)))?;
        let account = caller.account().ok_or_else(|| OpenError::NoAccount(incomplete("which account this is")))?;
        Ok(Stacks { account: account.into(), regions, home })
    }

    /// The number of the account.
    pub fn account(&self) -> &Arc<str> {
        &self.account
    }

    /// The region where nothing else is said.
    pub fn home(&self) -> &Arc<str> {
        &self.home
    }

    fn at(&self, region: &str) -> Arc<Region> {
        self.regions.at("", region)
    }
}

/// Whether a fault says that there is no such stack: CloudFormation has no code of its own for that.
fn is_missing(fault: &Fault) -> bool {
    fault.class == Class::NotFound || (fault.code == "ValidationError" && fault.message.contains("does not exist"))
}
