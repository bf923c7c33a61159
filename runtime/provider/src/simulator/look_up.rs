use cloudc_facts::facts;
use serde_json::{Value as Json, json};

use crate::{Class, Fault, Question, Token};

/// The answer of a made-up account to a question.
pub(super) fn answer(question: &Question) -> Result<Json, Fault> {
    let argument = question.arguments.first().map(String::as_str).unwrap_or_default();
    match &*question.what {
        "zone" => zone(&question.site.region, argument),
        "image" => Ok(json!(image(question))),
        other => Err(Fault::new(Class::Invalid, "UnknownQuestion", format!("nobody can tell `{other}` here"))),
    }
}

/// The zone in a slot of a region: the zones that the region really has, in their order.
fn zone(region: &str, slot: &str) -> Result<Json, Fault> {
    let index = slot.bytes().next().map_or(0, |letter| usize::from(letter.saturating_sub(b'a')));
    let zones = facts().region(region).map(|region| region.zones.as_slice()).unwrap_or_default();
    match zones.get(index) {
        Some(zone) => Ok(json!(zone)),
        None if zones.is_empty() => Ok(json!(format!("{region}{slot}"))),
        None => {
            let message = format!("`{region}` has {} zones, and no `{slot}`", zones.len());
            Err(Fault::new(Class::NotFound, "InvalidZone", message))
        }
    }
}

/// The id of an image: the same for the same question.
fn image(question: &Question) -> String {
    let token = Token::of(&["image", &question.key()]);
    let digits: String = token.as_str().chars().take(17).collect();
    format!("ami-{digits}")
}
