//! A graph for others to read: one file for each form.

mod dot;
mod json;
mod layout;
mod mermaid;
mod picture;
mod svg;
mod text;

pub use dot::dot;
pub use json::{json, value as json_value};
pub use mermaid::mermaid;
pub use picture::Detail;
pub use svg::svg;
