//! What a graph is written as for the engines of others.
//!
//! A target is one file or folder and one line in [`TARGETS`]; `emit` writes for one. What is written are files in memory
//! ([`Emitted`]): whoever calls puts them somewhere. Everything that cannot be said is found, not the first only.

mod archive;
mod assets;
mod cloudformation;
mod emitted;
mod escaped;
mod iam;
mod ids;
mod kubernetes;
mod mistakes;
mod options;
mod parts;
mod places;
mod target;
mod tree;

pub use archive::Archive;
pub use assets::{Archives, archives, holds, user};
pub use cloudformation::cloudformation;
pub use emitted::Emitted;
pub use iam::iam;
pub use ids::root_id;
pub use kubernetes::kubernetes;
pub use mistakes::CODES;
pub use options::{Charts, Format, LaterValues, MAX_RESOURCES, Options};
pub use places::{Found, called, is_map, on_line, resources};
pub use target::{Input, Target};

/// Everything that a graph can be written for.
pub static TARGETS: &[&Target] = &[&cloudformation::TARGET, &kubernetes::TARGET, &iam::TARGET];

/// The target of a name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().copied().find(|target| target.name == name)
}
