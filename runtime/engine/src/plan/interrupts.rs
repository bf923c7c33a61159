use cloudc_provider::{Action, Interruption, typical};

use super::{Cause, Interrupts, What};

/// What a step interrupts, each way once.
pub(super) fn interrupts(ty: &str, what: What, causes: &[Cause]) -> Vec<Interrupts> {
    match what {
        What::Update => changes(ty, causes),
        What::Replace => Interruption::of_replacement(ty).into_iter().map(whole).collect(),
        What::ReplaceDeleteFirst => {
            // That it is away says all that is said of what it does; a new name is another thing.
            let more = Interruption::of_replacement(ty).filter(|how| *how == Interruption::Renumber);
            away(ty).into_iter().chain(more.map(whole)).collect()
        }
        What::Create | What::Delete | What::Forget | What::Move => Vec::new(),
    }
}

fn whole(how: Interruption) -> Interrupts {
    Interrupts { how, places: Vec::new(), time: None, machines: None }
}

/// From when the old one goes until the new one is ready, nobody has any.
fn away(ty: &str) -> Option<Interrupts> {
    let time = typical(ty, Action::Delete) + typical(ty, Action::Create);
    Some(Interrupts { time: u64::try_from(time.as_millis()).ok(), ..whole(Interruption::Away) })
}

fn changes(ty: &str, causes: &[Cause]) -> Vec<Interrupts> {
    let mut found: Vec<Interrupts> = Vec::new();
    for cause in causes {
        let place = match cause {
            Cause::Property { place, .. } | Cause::Unsure { place } => place,
            _ => continue,
        };
        let Some(how) = Interruption::of_change(ty, place) else { continue };
        match found.iter_mut().find(|known| known.how == how) {
            Some(known) => known.places.push(place.clone()),
            None => found.push(Interrupts { places: vec![place.clone()], ..whole(how) }),
        }
    }
    found
}
