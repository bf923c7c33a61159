//! Files that survive a crash of the process or the machine at any instant.
//!
//! [`Files`] is the door to a folder: a file is replaced whole or not at all, or only ever grows ([`Appending`]), and one
//! process may hold a name for itself ([`Held`]). [`Log`] is a file of lines with checksums whose last line may be torn.
//! [`Disk`] is the real folder; [`Memory`] is one that crashes, tears and fills up when a test says so.
//!
//! Nothing here knows what is written; state and the simulator do.

mod disk;
mod files;
mod line;
mod log;
mod memory;

pub use disk::Disk;
pub use files::{Appending, Files, Held};
pub use log::{Log, LogError, Opened};
pub use memory::{Crash, Memory};
