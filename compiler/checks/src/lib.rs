//! What is wrong with a graph before money is spent: proofs of sentences, and checks.
//!
//! One finding, one file, one line in the list of its area; its page stands beside it and its programs run as tests. What
//! checks look at are models of the graph: `topology`, the network; `ways`, what gets through it; `grants`, who may do
//! what; `cluster`, what lives on clusters. The models know no finding.

mod accepts;
mod alarms;
mod blame;
mod check;
mod cluster;
mod context;
mod fleets;
mod functions;
mod grants;
mod identity;
mod kubernetes;
mod names;
mod network;
mod parties;
mod proofs;
mod read;
mod relations;
mod scaling;
mod secrets;
pub mod sets;
mod topology;
mod ways;

pub use accepts::accept;
pub use check::{check, codes};
