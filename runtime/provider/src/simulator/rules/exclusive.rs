use super::Wish;
use crate::{Class, Fault, exclusive_keys};

/// Nothing else has what only one can have: a name, an address, a place.
pub(super) fn check(wish: &Wish<'_>) -> Result<(), Fault> {
    for key in exclusive_keys(&wish.call.ty, &wish.call.site, wish.properties) {
        let others = wish.world.with_key(&key).filter(|thing| Some(thing.number) != wish.own);
        if let Some(other) = others.into_iter().find(|thing| thing.is_there(wish.now)) {
            let message = format!("`{}` is there already", other.identifier);
            return Err(Fault::new(Class::Conflict, "AlreadyExists", message));
        }
    }
    Ok(())
}
