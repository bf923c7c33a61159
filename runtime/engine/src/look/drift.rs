//! What has become of things since they were recorded: declared, recorded and actual beside one another.

use std::collections::BTreeMap;
use std::sync::Arc;

use cloudc_facts::{ResourceType, facts};
use cloudc_graph::Graph;
use cloudc_provider::path::Place;
use cloudc_provider::{Actual, Call, Fault, Provider};
use cloudc_state::{Document, Entry, Record, Target};
use serde::Serialize;
use serde_json::Value as Json;
use tokio::task::JoinSet;

use super::like::{has_own_type, like};
use super::turns::Turns;
use super::{call, read};
use crate::{Cause, Difference, GatherError, Patience, Plan, differences, mark};

/// Something that is no longer what is recorded of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drift {
    /// Its address.
    pub address: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
    /// What the cloud calls it.
    pub identifier: String,
    /// What has become of it.
    pub away: Away,
}

/// What has become of something.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Away {
    /// It is not there any more.
    Gone,
    /// Properties differ.
    Changed(Vec<Moved>),
}

/// A property that is no longer what is recorded.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moved {
    /// Which.
    pub place: Place,
    /// What the program says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared: Option<Json>,
    /// What was written last, or told then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Json>,
    /// What is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<Json>,
    /// Whether this program wrote it; otherwise the cloud set it once and somebody else changed it.
    #[serde(skip)]
    pub written: bool,
}

/// Reads everything that is recorded as this program's, and says what is no longer what is recorded. The plan says what
/// the program declares.
///
/// # Errors
/// Something cannot be read.
pub async fn drift(
    graph: &Graph,
    plan: &Plan,
    document: &Document,
    provider: &Arc<dyn Provider>,
    patience: &Patience,
) -> Result<Vec<Drift>, GatherError> {
    let mut turns = Turns::default();
    let mut tasks: JoinSet<(String, Result<Option<There>, Fault>)> = JoinSet::new();
    for (address, record) in document.resources.iter().filter(|(_, record)| record.kind.is_managed()) {
        let Some(ty) = facts().resource_type(&record.ty) else { continue };
        let lane = turns.lane(&**provider, &ty);
        let call = call(document, address, ty, record.site.clone(), "read");
        let (provider, patience) = (Arc::clone(provider), patience.clone());
        let (address, record) = (address.clone(), record.clone());
        tasks.spawn(async move {
            let _turn = lane.acquire().await;
            (address, there(&*provider, &patience, &call, &record).await)
        });
    }
    let external = external(graph);
    let mut found = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        let Ok((address, result)) = ended else { continue };
        let there = result.map_err(|source| GatherError { about: address.clone(), source })?;
        let Some(record) = document.at(&address) else { continue };
        let away = match there {
            None => Some(Away::Gone),
            Some(there) => {
                let external = external.get(&address).map_or(&[][..], Vec::as_slice);
                moved(external, plan, &address, record, &there)
            }
        };
        let drift = |away| Drift { address, ty: record.ty.clone(), identifier: record.identifier.clone(), away };
        found.extend(away.map(drift));
    }
    found.sort_by(|a, b| a.address.cmp(&b.address));
    Ok(found)
}

/// What is there of something.
struct There {
    model: Json,
    /// Where it would change if what is recorded were written again; none where the cloud cannot say.
    changes: Option<Vec<Place>>,
    /// Whether the cloud told everything: what is missing is not there.
    is_whole: bool,
}

async fn there(
    provider: &dyn Provider,
    patience: &Patience,
    call: &Call,
    record: &Record,
) -> Result<Option<There>, Fault> {
    let Some(Actual { model, .. }) = read(provider, patience, call, &record.identifier).await? else { return Ok(None) };
    // A cloud may tell the same in other words, `1` for `1000m`: what it would change itself it knows best.
    let differs = !differences(&record.properties, &like(&record.properties, &model, &call.ty), None).is_empty();
    let changes = match differs && !mark::has_secret(&record.properties) {
        true => provider.rehearse(call, &record.properties).await?.map(|said| {
            let changes = differences(&said.before, &said.after, None);
            changes.into_iter().map(|difference| difference.place).collect()
        }),
        false => None,
    };
    Ok(Some(There { model, changes, is_whole: provider.tells_all(&call.ty) }))
}

fn moved(external: &[Place], plan: &Plan, address: &str, record: &Record, there: &There) -> Option<Away> {
    let ty = facts().resource_type(&record.ty)?;
    let There { model, changes, is_whole } = there;
    let is_own = |place: &Place| !external.iter().any(|external| external.covers(place));
    let is_change = |place: &Place| {
        changes.as_ref().is_none_or(|changes| changes.iter().any(|own| own.covers(place) || place.covers(own)))
    };
    let tags = ty.tagging().and_then(|tagging| Some(Place::dotted(tagging.property.as_ref()?.as_str())));
    let is_told = |difference: &Difference| {
        *is_whole || difference.after.is_some() || tags.as_ref().is_some_and(|tags| tags.covers(&difference.place))
    };
    let like = like(&record.properties, model, &ty);
    let found = differences(&record.properties, &like, Some(&ty.schema()));
    let mut moved: Vec<Moved> = found
        .into_iter()
        .filter(|difference| is_own(&difference.place) && is_change(&difference.place) && is_told(difference))
        .map(|difference| Moved {
            declared: declared(plan, address, &difference.place, difference.before.as_ref()),
            place: difference.place,
            recorded: difference.before,
            actual: difference.after,
            written: true,
        })
        .collect();
    moved.extend(told(record, model, &ty).into_iter().filter(|moved| is_own(&moved.place)));
    (!moved.is_empty()).then_some(Away::Changed(moved))
}

/// What the cloud set by itself once, could be written, and has changed since.
fn told(record: &Record, model: &Json, ty: &ResourceType) -> Vec<Moved> {
    let Json::Object(entries) = model else { return Vec::new() };
    let beside = entries.iter().filter(|(name, value)| {
        let is_written = record.properties.get(name.as_str()).is_some();
        !is_written
            && !value.is_null()
            && !ty.is_read_only(name)
            && !has_own_type(ty, name)
            && record.attributes.get(name.as_str()) != Some(*value)
    });
    let is_partly_read_only = |name: &str| ty.read_only().iter().any(|path| path.is_within(name));
    let moved = beside.filter(|(name, _)| !is_partly_read_only(name)).map(|(name, value)| Moved {
        place: Place::new([name.clone()]),
        declared: None,
        recorded: record.attributes.get(name.as_str()).cloned(),
        actual: Some(value.clone()),
        written: false,
    });
    moved.collect()
}

/// What the program leaves to others, by address.
fn external(graph: &Graph) -> BTreeMap<String, Vec<Place>> {
    let mut found = BTreeMap::new();
    for node in graph.nodes().iter().filter(|node| !node.lifecycle.external.is_empty()) {
        let places = node.lifecycle.external.iter().map(|path| Place::dotted(path)).collect();
        found.insert(node.address.to_string(), places);
    }
    found
}

/// What the program says of a place: what the plan would make of it, else what is recorded.
fn declared(plan: &Plan, address: &str, at: &Place, recorded: Option<&Json>) -> Option<Json> {
    let steps = plan.steps.iter().filter(|step| step.address == address);
    let changed = steps.flat_map(|step| &step.causes).find_map(|cause| match cause {
        Cause::Property { place, after, .. } if place == at => Some(after.clone()),
        _ => None,
    });
    changed.unwrap_or_else(|| recorded.cloned())
}

/// What has to be recorded so that what is there is what is recorded. To change it back (`revert`), what somebody else
/// added counts as written too: then a plan takes it away.
pub fn entries(found: &[Drift], document: &Document, revert: bool) -> Vec<Entry> {
    let entry = |drift: &Drift| match &drift.away {
        Away::Gone => Some(Entry::Forgotten(Target::at(&drift.address))),
        Away::Changed(moved) => {
            let mut record = document.at(&drift.address)?.clone();
            for moved in moved {
                let is_property = moved.written || (revert && moved.recorded.is_none());
                let value = if is_property { &mut record.properties } else { &mut record.attributes };
                moved.place.put(value, moved.actual.clone());
            }
            Some(Entry::Noted { address: drift.address.clone(), record: Box::new(record) })
        }
    };
    found.iter().filter_map(entry).collect()
}
