//! Plans and runs for people.

mod address;
mod paint;
mod plan;
mod progress;
mod report;
mod steps;
mod time;
mod value;

pub(crate) use plan::plan;
pub(crate) use progress::Progress;
pub(crate) use report::{Next, report};
pub(crate) use value::whole;
