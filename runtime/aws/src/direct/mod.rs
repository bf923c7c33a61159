//! Types whose service is called directly: one type, one file, and one line here.

use crate::handler::Handler;

/// Every type that is called directly, by its name.
const HANDLERS: &[(&str, &dyn Handler)] = &[];

/// The handler of a type, if it has one of its own.
pub(crate) fn handler(ty: &str) -> Option<&'static dyn Handler> {
    HANDLERS.iter().find(|(name, _)| *name == ty).map(|(_, handler)| *handler)
}
