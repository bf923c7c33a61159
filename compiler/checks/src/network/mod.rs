//! Networks: ranges, subnets, routes, and what is open to whom.

use crate::check::Check;

pub(crate) const CHECKS: &[Check] = &[];
