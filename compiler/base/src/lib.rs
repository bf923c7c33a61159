//! What every layer shares: where text stands ([`Span`], [`Sources`]), the compiler's only door to the outside
//! ([`World`]), what it has to say ([`Finding`]), identity ([`Address`]) and [values](value).
//!
//! Nothing here knows the language's text, files or clocks.

mod address;
mod assets;
mod code;
mod finding;
pub mod functions;
pub mod made_name;
mod nearest;
pub mod path;
mod quantity;
mod source;
mod span;
pub mod value;
mod world;

pub use address::{Address, Key, Step};
pub use assets::assets_bucket;
pub use code::{Code, Severity};
pub use finding::{Edit, Finding, Fix, Label};
pub use nearest::nearest;
pub use quantity::{Duration, NoQuantity, Percent, Quantity, Size};
pub use source::{Position, Source, Sources};
pub use span::{FileId, Span};
pub use world::{MemoryWorld, World, WorldError};
