//! Calls that operations of nouns ask for: what each does to a thing is a row of `data/operations.txt`.

use std::sync::LazyLock;

use serde_json::Value as Json;

use super::Simulator;
use super::chance::Fate;
use crate::path::Place;
use crate::table::Table;
use crate::{Call, Class, Fault, Provider};

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../data/operations.txt")));

impl Simulator {
    /// Does what an action does.
    pub(super) fn start_operating(
        &self,
        call: &Call,
        identifier: &str,
        (action, input): (&str, &Json),
    ) -> Result<Fate, Fault> {
        let (fate, mut inside) = self.enter("operate", call)?;
        let now = self.now();
        let mut thing = inside.seen(call, identifier, now)?;
        let rows = TABLE.of(action);
        if rows.is_empty() {
            let message = format!("`{action}` is no call that this cloud knows");
            return Err(Fault::new(Class::Invalid, "UnknownOperation", message));
        }
        for row in rows {
            match row.as_slice() {
                ["stop"] => thing.stopped = true,
                ["start"] => thing.stopped = false,
                ["set", name, place, form @ ..] => {
                    let Some(value) = input.get(*name) else { continue };
                    let text = form == ["text"] && !value.is_string();
                    let value = if text { Json::String(value.to_string()) } else { value.clone() };
                    Place::dotted(place).put(&mut thing.model, Some(value));
                }
                ["note"] => notes(&mut thing.model, input),
                _ => {}
            }
        }
        thing.at = now;
        inside.keep(thing)?;
        Ok(fate)
    }
}

/// Writes notes on an object.
fn notes(model: &mut Json, input: &Json) {
    for (name, value) in input.as_object().into_iter().flatten() {
        let value = Some(value.clone()).filter(|value| value.as_str() != Some(""));
        Place::new(["metadata", "annotations", name]).put(model, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_says_something() {
        let is_known = |row: &Vec<&str>| {
            matches!(row.as_slice(), [] | ["stop" | "start" | "note"] | ["set", _, _] | ["set", _, _, "text"])
        };
        assert!(TABLE.types().iter().all(|action| TABLE.of(action).iter().all(is_known)));
    }
}
