use super::Wish;
use crate::{Class, Fault};

/// Every property is one of the type, and none that only the cloud sets.
pub(super) fn check(wish: &Wish<'_>) -> Result<(), Fault> {
    let Some(entries) = wish.properties.as_object() else {
        return Err(Fault::new(Class::Invalid, "ValidationError", "properties are an object"));
    };
    let schema = wish.call.ty.schema();
    for name in entries.keys() {
        let kubernetes = wish.call.ty.kubernetes().is_some() && matches!(name.as_str(), "apiVersion" | "kind");
        let known = schema.is_open() || kubernetes || schema.property(name).is_some();
        if !known {
            let ty = wish.call.ty.name();
            return Err(Fault::new(Class::Invalid, "UnknownParameter", format!("`{ty}` has no property `{name}`")));
        }
        if wish.call.ty.is_read_only(name) && !wish.call.ty.is_write_only(name) {
            return Err(Fault::new(Class::Invalid, "InvalidParameter", format!("`{name}` is set by the cloud")));
        }
    }
    Ok(())
}
