//! What a program comes to: resources in the cloud's own model, and what needs what.
//!
//! A [`Node`] is a resource as the cloud knows it; an [`Edge`] says which node needs which other first, and why. A
//! [`Graph`] is made of [`Parts`], which evaluation gives, and is the same for the same parts in whatever order they come.
//! Nothing here knows the language's text, a provider or a target.

mod edge;
mod instance;
mod node;
mod parts;
mod relation;

pub use edge::{Edge, Reason};
pub use instance::Instance;
pub use node::{Lifecycle, Mode, Node, Place};
pub use parts::{App, Asset, Output, Parts, Recipe};
pub use relation::{Party, Relation, Verb};
