//! EKS: what takes minutes to make, read here for what it is waiting for. Changes go through Cloud Control, which knows in
//! which order they have to be made; beside their minutes its seconds do not count.

pub(super) mod access_entry;
pub(super) mod addon;
pub(super) mod cluster;
pub(super) mod node_group;
pub(super) mod pod_identity;
mod tags;
