//! Plans and runs for people.

mod address;
mod builds;
mod consequences;
mod drift;
mod event;
mod halted;
mod live;
mod markdown;
mod names;
mod origins;
mod paint;
mod plan;
mod progress;
mod renamed;
mod report;
mod steps;
mod taken;
mod time;
mod value;

pub(crate) use builds::builds;
pub(crate) use drift::drift;
pub(crate) use halted::{halted, keeps_costing};
pub(crate) use markdown::page;
pub(crate) use plan::{foreign, plan};
pub(crate) use progress::Progress;
pub(crate) use report::{Next, report};
pub(crate) use value::whole;
