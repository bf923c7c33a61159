//! What stands between two tokens on one line.

use super::tokens::{Group, Role, Tok};

/// Whether a blank stands between two neighbours.
pub(super) fn between(left: &Tok<'_>, right: &Tok<'_>) -> bool {
    match (left.role, right.role) {
        (_, Role::Comment) => true,
        (Role::Prefix | Role::Joint, _) | (_, Role::Suffix | Role::Joint | Role::Comma | Role::OwnComma) => false,
        (Role::Open(_), Role::Close(_)) => false,
        (Role::Open(group), _) | (_, Role::Close(group)) => group == Group::Members,
        // A `(` or `[` that touches what it calls or indexes must go on touching it; one that does not must not.
        (Role::Word | Role::Close(_), Role::Open(_)) => !right.touches || right.text == "{",
        _ => true,
    }
}
