use crate::simulator::thing::Thing;
use crate::simulator::world::World;
use crate::{Class, Fault, Timestamp, holds};

/// Nothing that holds a thing refers to it any more.
pub(in crate::simulator) fn check(world: &World, thing: &Thing, now: Timestamp) -> Result<(), Fault> {
    let is_holder = |other: &&Thing| holds(&thing.ty, &other.ty);
    let holder = world.referring_to(thing.number).filter(is_holder).find(|other| other.is_there(now));
    match holder {
        None => Ok(()),
        Some(holder) => {
            let message = format!("`{}` has a dependency: `{}`", thing.identifier, holder.identifier);
            Err(Fault::new(Class::Held, "DependencyViolation", message))
        }
    }
}
