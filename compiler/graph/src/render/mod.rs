//! A graph for others to read: one file for each form.

mod json;

pub use json::{json, value as json_value};
