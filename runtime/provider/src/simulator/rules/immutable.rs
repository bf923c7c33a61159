use cloudc_facts::{Replacement, ResourceType};

use crate::path::Place;
use crate::{Class, Fault};

/// What is changed can be changed in place.
pub(in crate::simulator) fn check(ty: &ResourceType, places: &[Place]) -> Result<(), Fault> {
    let fixed = places.iter().find(|place| ty.replacement(&place.to_string()) == Replacement::Always);
    match fixed {
        None => Ok(()),
        Some(place) => {
            let message = format!("`{place}` of `{}` cannot be changed once it is made", ty.name());
            Err(Fault::new(Class::Immutable, "NotUpdatable", message))
        }
    }
}
