//! EC2: everything has tags from its first moment, or is its own key; what a lost answer made is found by them.

pub(super) mod address;
pub(super) mod endpoint;
pub(super) mod gateway_attachment;
pub(super) mod instance;
pub(super) mod internet_gateway;
pub(super) mod key_pair;
mod launch;
pub(super) mod launch_template;
mod listed;
pub(super) mod nat_gateway;
pub(super) mod route;
pub(super) mod route_table;
mod rules;
pub(super) mod security_group;
pub(super) mod security_group_rule;
pub(super) mod spot_fleet;
pub(super) mod subnet;
pub(super) mod table_association;
mod tags;
mod template_version;
pub(super) mod volume;
pub(super) mod vpc;

pub(super) use listed::Listed;
