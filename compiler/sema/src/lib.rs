//! What a program means.
//!
//! ```text
//! tree --lower--> hir --frames and cells, by need--> values --(to come: types, resources, sentences)--> Program
//! ```
//!
//! Begun, not finished: values are computed, of `let`, `param`, `output`, `if`, `for`, components and used files. Types,
//! resources, sentences and the rest of the contract come next, and no command calls this before they have. Nothing
//! here knows providers or targets, and after this crate nothing knows a syntax node.

mod block;
mod doc;
mod eval;
mod functions;
pub mod hir;
mod lower;
mod mistakes;
mod program;
mod properties;
mod show;

pub use doc::{NounDoc, PartDoc, nouns};
pub use lower::lower;
pub use mistakes::CODES;
pub use program::Program;
