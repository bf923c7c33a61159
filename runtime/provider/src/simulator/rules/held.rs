use std::sync::LazyLock;

use crate::simulator::thing::Thing;
use crate::simulator::world::World;
use crate::table::{Table, is_like};
use crate::{Class, Fault, Timestamp};

static HOLDERS: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../../data/holders.txt")));

/// Nothing that holds a thing refers to it any more.
pub(in crate::simulator) fn check(world: &World, thing: &Thing, now: Timestamp) -> Result<(), Fault> {
    let rows = HOLDERS.of(&thing.ty);
    let holds = |other: &&Thing| rows.iter().flatten().any(|pattern| is_like(&other.ty, pattern));
    let holder = world.referring_to(thing.number).filter(holds).find(|other| other.is_there(now));
    match holder {
        None => Ok(()),
        Some(holder) => {
            let message = format!("`{}` has a dependency: `{}`", thing.identifier, holder.identifier);
            Err(Fault::new(Class::Held, "DependencyViolation", message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_about_types() {
        let known = |ty: &str| ty.ends_with('*') || cloudc_facts::facts().resource_type(ty).is_some();
        for ty in HOLDERS.types() {
            assert!(known(ty), "there is no `{ty}`");
            HOLDERS.of(ty).iter().flatten().for_each(|holder| assert!(known(holder), "there is no `{holder}`"));
        }
    }
}
