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
        let regions = Regions::open(region).await?;
        let (home, account) = regions.here().await?;
        Ok(Stacks { regions, account, home })
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
