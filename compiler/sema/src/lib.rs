//! What a program means.
//!
//! ```text
//! tree --lower--> hir --frames and cells, by need--> values
//!                  '--stages: instances, patches, sentences, given--> Parts of the graph
//! ```
//!
//! Values are computed when they are first needed (`eval`, `program`); the stages (`stages`) go through everything that is
//! declared, in an order in which none reads a later one. Nothing here knows providers or targets, and after this crate
//! nothing knows a syntax node.

mod app;
mod blame;
mod block;
mod contract;
mod cost;
mod doc;
mod elsewhere;
mod environment;
mod eval;
mod functions;
pub mod hir;
mod lower;
mod mistakes;
mod narrow;
mod noun;
mod open;
mod program;
mod properties;
mod settings;
mod show;
mod stages;
mod visit;

pub use cloudc_facts::library::page;
pub use doc::{NounDoc, PartDoc, TypeDoc, nouns};
pub use functions::{FunctionDoc, ParamDoc, functions};
pub use lower::lower;
pub use mistakes::CODES;
pub use noun::{is_library, library};
pub use open::Open;
pub use program::Program;
pub use stages::{Options, Outcome};
