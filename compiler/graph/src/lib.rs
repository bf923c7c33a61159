//! What a program comes to: resources in the cloud's own model, and what needs what.
//!
//! A [`Node`] is a resource as the cloud knows it; an [`Edge`] says which node needs which other first, and why. A
//! [`Graph`] is made of [`Parts`], which evaluation gives, and is the same for the same parts in whatever order they come.
//! Nothing here knows the language's text, a provider or a target.

mod accept;
mod build;
mod edge;
mod edges;
mod graph;
mod instance;
mod link;
mod lists;
mod mistakes;
mod model;
mod node;
mod order;
mod param;
mod parts;
mod reference;
mod relation;
pub mod render;
mod scale;
mod sentence;

pub use accept::Accept;
pub use edge::{Edge, Reason};
pub use graph::Graph;
pub use instance::Instance;
pub use mistakes::CODES;
pub use node::{Lifecycle, Mode, Node, Place};
pub use param::{Param, ParamKind};
pub use parts::{App, Asset, Output, Parts, Recipe};
pub use reference::{Dotted, Part, Reference, references};
pub use relation::{Party, Relation, Verb};
pub use scale::Scale;
