//! What a program has made, and what is being done about it.
//!
//! A [`Document`] says everything: the resources, the outputs, the operations whose outcome is not known. It changes by
//! [`Entry`]s only, which a [`State`] writes to a journal, durably, before anybody acts on them; so the document is what the
//! last snapshot and the journal say, whenever the process dies. A [`Store`] keeps both, and a lock: [`LocalStore`] in a
//! folder.
//!
//! Nothing here knows a plan, a cloud or the language; a secret stands in a document as a reference, or sealed (`vault`).

mod document;
mod entry;
mod error;
mod format;
mod journal;
mod local;
mod lock;
mod record;
mod secrets;
mod state;
mod store;
mod vault;

pub use document::{Document, Pending, Replaced, Unfinished};
pub use entry::{Entry, Intent, Target};
pub use error::StateError;
pub use format::{read, write};
pub use journal::Batch;
pub use local::LocalStore;
pub use lock::Owner;
pub use record::{Kind, Record};
pub use secrets::reveal;
pub use state::State;
pub use store::{Kept, Store};
pub use vault::{DataKey, Keeper, KeyError, KeyFile, Passphrase, Wrapped};
