//! AWS: the only user of its client library.
//!
//! Two ways lead there behind one trait ([`cloudc_provider::Provider`]): services that are called directly, for the types where
//! that is much faster or where more has to be waited for (`direct`), and Cloud Control for every other type that it
//! provisions, driven by facts alone (`control`). Each call is sent once; who may send it again is the engine.
//!
//! Whole stacks go through CloudFormation (`stacks`).
//!
//! Nothing here knows a plan, a state or an order of work.

mod account;
mod ask;
mod assets;
mod aws;
mod call;
mod clients;
mod control;
mod direct;
mod done;
mod existing;
mod fault;
mod full;
mod handler;
mod kms;
mod lanes;
mod listing;
mod look_up;
mod marks;
mod operate;
mod patience;
mod refresh;
mod secrets;
mod shared;
mod stacks;
mod state;
mod steps;

use std::time::Duration;

pub use account::pass;
pub use aws::{Aws, Settings};
pub use clients::OpenError;
pub use kms::KmsKey;
pub use stacks::{
    Ask, ChangeSet, ChangeSetPurpose, Importee, MOST_IMPORTED, Replaces, Stack, StackAction, StackChange, StackEvent,
    StackThing, Stacks,
};
pub use state::S3Store;

/// How long it may take until every call sees what was made, changed or deleted. EC2 and IAM promise nothing; seconds are
/// usual.
const SETTLING: Duration = Duration::from_secs(20);
