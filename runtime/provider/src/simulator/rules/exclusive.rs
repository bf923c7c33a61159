use super::Wish;
use crate::{Class, Exclusive, Fault};

/// Nothing else has what only one can have: a name, an address, a place.
pub(super) fn check(wish: &Wish<'_>) -> Result<(), Fault> {
    for key in Exclusive::of(&wish.call.ty, &wish.call.site, wish.properties).keys {
        let others = wish.world.with_key(&key).filter(|thing| Some(thing.number) != wish.own);
        if let Some(other) = others.into_iter().find(|thing| thing.is_there(wish.now)) {
            let message = format!("`{}` is there already", other.identifier);
            return Err(Fault::new(Class::Conflict, "AlreadyExists", message));
        }
    }
    Ok(())
}
