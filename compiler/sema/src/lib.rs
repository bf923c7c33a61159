//! What a program means.
//!
//! ```text
//! tree --lower--> hir --(to come: names, types, evaluation by need)--> Program
//! ```
//!
//! Begun, not finished: today a file is lowered to [`hir`], its literals read as values. Names, types and evaluation
//! come next; nothing here knows providers or targets, and after this crate nothing knows a syntax node.

pub mod hir;
mod lower;
mod show;

pub use lower::lower;
