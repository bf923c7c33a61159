use super::Wish;
use crate::{Class, Fault, path};

/// Required properties are there.
pub(super) fn check(wish: &Wish<'_>) -> Result<(), Fault> {
    let missing = wish.call.ty.required().iter().find(|name| path::get(wish.properties, name).is_none());
    match missing {
        None => Ok(()),
        Some(name) => Err(Fault::new(Class::Invalid, "MissingParameter", format!("`{name}` must be given"))),
    }
}
