//! What every layer shares: where text stands ([`Span`], [`Sources`]), the compiler's only door to the outside
//! ([`World`]) and what it has to say ([`Finding`]).
//!
//! Nothing here knows the language's text, files or clocks.

mod code;
mod finding;
mod nearest;
mod source;
mod span;
mod world;

pub use code::{Code, Severity};
pub use finding::{Edit, Finding, Fix, Label};
pub use nearest::nearest;
pub use source::{Position, Source, Sources};
pub use span::{FileId, Span};
pub use world::{MemoryWorld, World, WorldError};
