//! Exact sets: of numbers, of addresses, of services, and of both together.
//!
//! Everything a network decides about packets is a union of boxes: some services from some addresses to some others. All
//! operations here are exact; nothing is rounded to prefixes.

mod addresses;
mod flow;
mod intervals;
mod region;
mod services;

pub use addresses::Addresses;
pub use flow::{Flow, Packets};
pub use intervals::{Intervals, Point};
pub use region::Region;
pub use services::Services;
