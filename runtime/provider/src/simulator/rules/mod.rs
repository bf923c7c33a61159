//! What the simulated cloud refuses, one file each, as the real one does.

mod exclusive;
mod held;
mod immutable;
mod known;
mod namespace;
mod quota;
mod references;
mod required;
mod subnet;

use serde_json::Value as Json;

use super::world::World;
use crate::{Call, Fault, Timestamp};

pub(super) use held::check as may_go;
pub(super) use immutable::check as may_change;

/// A creation or change that is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish<'w> {
    pub(super) call: &'w Call,
    /// The properties that the thing is to have; with its names.
    pub(super) properties: &'w Json,
    pub(super) world: &'w World,
    /// The number of the thing that is changed.
    pub(super) own: Option<u64>,
    pub(super) now: Timestamp,
    pub(super) quotas: bool,
}

type Rule = fn(&Wish<'_>) -> Result<(), Fault>;

/// Checks a creation or change by all rules.
pub(super) fn check(wish: &Wish<'_>) -> Result<(), Fault> {
    const RULES: &[Rule] = &[
        required::check,
        known::check,
        references::check,
        namespace::check,
        subnet::check,
        exclusive::check,
        quota::check,
    ];
    RULES.iter().try_for_each(|rule| rule(wish))
}
