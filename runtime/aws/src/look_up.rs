//! Questions about an account or region.

use aws_sdk_ec2::types::Filter;
use cloudc_provider::{Class, Fault, Question};
use serde_json::{Value as Json, json};

use crate::clients::{Clients, Region};
use crate::direct::props::text;
use crate::fault::{fault, incomplete};

/// The answer to a question.
pub(crate) async fn answer(region: &Region, question: &Question) -> Result<Json, Fault> {
    let argument = question.arguments.first().map(String::as_str).unwrap_or_default();
    match &*question.what {
        "zone" => zone(&region.again, question, argument).await,
        "image" => image(region, argument).await,
        other => Err(Fault::new(Class::Invalid, "", format!("AWS cannot tell `{other}`"))),
    }
}

/// The zone in a slot of a region: those that this account may use, in the order of their names.
async fn zone(clients: &Clients, question: &Question, slot: &str) -> Result<Json, Fault> {
    let usable = |name: &str, value: &str| Filter::builder().name(name).values(value).build();
    let call = clients.ec2.describe_availability_zones();
    let call = call.filters(usable("zone-type", "availability-zone")).filters(usable("state", "available"));
    let zones = call.send().await.map_err(fault)?.availability_zones.unwrap_or_default();
    let mut names: Vec<String> = zones.into_iter().filter_map(|zone| zone.zone_name).collect();
    names.sort();
    let index = slot.bytes().next().map_or(0, |letter| usize::from(letter.saturating_sub(b'a')));
    let missing = || {
        let message = format!("this account has {} zones in `{}`, and no `{slot}`", names.len(), question.site.region);
        Fault::new(Class::NotFound, "InvalidZone", message)
    };
    names.get(index).map(|name| json!(name)).ok_or_else(missing)
}

/// The id of an image: what a public parameter holds.
async fn image(region: &Region, parameter: &str) -> Result<Json, Fault> {
    let answer = region.caller.ask("ssm:GetParameter", &json!({ "Name": parameter })).await?;
    text(&answer, "Parameter.Value").map(Json::String).ok_or_else(|| incomplete("what the parameter holds"))
}
