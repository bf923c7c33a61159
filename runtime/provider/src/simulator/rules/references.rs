use super::Wish;
use crate::simulator::making::is_identifier;
use crate::{Class, Fault, path};

/// Whatever looks like an identifier of something the cloud makes, is there: `vpc-0123..` leads to a network.
pub(super) fn check(wish: &Wish<'_>) -> Result<(), Fault> {
    let mut missing = None;
    path::each_text(wish.properties, &mut |text| {
        let there = || wish.world.called(text).any(|thing| thing.is_seen(wish.now));
        if missing.is_none() && is_identifier(text) && !there() {
            missing = Some(text);
        }
    });
    match missing {
        None => Ok(()),
        Some(text) => {
            let kind = text.rsplit_once('-').map_or(text, |(kind, _)| kind);
            Err(Fault::new(Class::NotFound, format!("{kind}.NotFound"), format!("`{text}` does not exist")))
        }
    }
}
