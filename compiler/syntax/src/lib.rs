//! The text of .cld: a file is cut into items, each item is read by one pest grammar into a lossless tree, and what
//! cannot be read is named in the language's own words while everything around it stays.
//!
//! ```text
//! text --cut--> items --grammar--> trees --checked--> findings
//!                 |                  ^
//!                 '--brackets, recover, mistakes: only for an item that does not read--'
//! ```
//!
//! Start with [`File`] and [`Tree`]; `cld.pest` is the language. Nothing here knows names, types or resources.

mod brackets;
mod chains;
mod cut;
mod file;
mod format;
mod grammar;
mod item;
mod kind;
mod layers;
mod lexer;
mod lexical;
mod mistakes;
mod recover;
mod shadow;
mod tree;
mod valid;
pub mod words;

pub use file::{File, Item, OutOfText, Splice};
pub use format::format;
pub use kind::Kind;
pub use lexer::{Shape, Token};
pub use mistakes::CODES;
pub use tree::{Children, Node, Piece, Tree, What};
