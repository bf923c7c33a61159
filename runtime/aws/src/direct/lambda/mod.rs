//! Lambda: what has a name is looked for by it; everything else is its own key.

pub(super) mod alias;
mod code;
mod configuration;
pub(super) mod event_source;
pub(super) mod function;
pub(super) mod layer;
pub(super) mod permission;
mod tags;
pub(super) mod url;
pub(super) mod version;
