//! A cloud and a program's state in it, opened for a command.

mod accounts;
mod ask;
mod chosen;
mod clock;
mod elsewhere;
mod hold;
mod interrupt;
mod keys;
mod session;

pub(crate) use ask::{name, yes};
pub(crate) use chosen::Chosen;
pub(crate) use clock::block_on;
pub(crate) use hold::{give_back, hold, keep};
pub(crate) use interrupt::listen;
pub(crate) use keys::{PASSPHRASE, keepers};
pub(crate) use session::{Cloud, Kind, has_helm, no_plan, peek, recorded, region};
