//! Charts, by the program `helm` on the path. Source: the Helm documentation, "Helm Commands".
//!
//! A release carries the program that it is of, and the operation that made it, as labels. How it stands is read where Helm
//! keeps it (`storage.rs`); `helm` runs only where something changes, or would. What a killed run left half done, the next one
//! waits for, since Helm may still be at work, and then takes back (`halfway.rs`).

mod chart;
mod halfway;
mod install;
mod program;
mod release;
mod storage;
mod trial;

pub(crate) use chart::Chart;
pub use program::is_here;
