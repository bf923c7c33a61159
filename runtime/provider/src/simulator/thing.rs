use std::sync::Arc;

use cloudc_facts::ResourceType;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::making::is_identifier;
use crate::names::name_properties;
use crate::{Actual, Readiness, Site, Timestamp, path};

/// A resource of the simulated cloud.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Thing {
    /// In the order in which things were made.
    pub(super) number: u64,
    /// Its type, as the language writes it.
    pub(super) ty: Arc<str>,
    pub(super) site: Site,
    pub(super) identifier: String,
    /// What was written, and what the cloud set.
    pub(super) model: Json,
    /// The program that made it; empty for what was always there.
    pub(super) app: Arc<str>,
    pub(super) address: Arc<str>,
    /// The operation that made it.
    pub(super) token: Arc<str>,
    /// When it was made or last changed.
    pub(super) at: Timestamp,
    /// When it can be used.
    pub(super) ready: Timestamp,
    /// When others see it.
    pub(super) seen: Timestamp,
    /// When it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) gone: Option<Timestamp>,
    /// It was told to stop.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) stopped: bool,
    /// It never becomes ready.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) failed: bool,
}

impl Thing {
    /// Whether it is still there.
    pub(super) fn is_there(&self, now: Timestamp) -> bool {
        self.gone.is_none_or(|gone| now < gone)
    }

    /// Whether a call sees it.
    pub(super) fn is_seen(&self, now: Timestamp) -> bool {
        self.seen <= now && self.is_there(now)
    }

    /// What the cloud tells about it.
    pub(super) fn actual(&self, ty: &ResourceType, now: Timestamp) -> Actual {
        let readiness = match () {
            () if self.gone.is_some() => Readiness::Going,
            () if now < self.ready => Readiness::Busy,
            () if self.failed => Readiness::Failed,
            () => Readiness::Ready,
        };
        let mut model = self.model.clone();
        for place in ty.write_only() {
            path::remove(&mut model, place.as_str());
        }
        Actual { identifier: self.identifier.clone(), model, readiness }
    }

    /// What others refer to it by: the texts among its identifiers, and what it calls its id, ARN, URL or name.
    pub(super) fn handles(&self, ty: &ResourceType) -> Vec<String> {
        let mut handles = vec![self.identifier.clone()];
        let looks = |place: &&str| is_handle(place) || path::text(&self.model, place).is_some_and(is_identifier);
        let own = ty.read_only().iter().map(|path| path.as_str()).filter(looks);
        let identity = ty.identifier().iter().chain(ty.reference()).map(|path| path.as_str());
        let places = own.chain(identity).chain(name_properties(ty));
        handles.extend(places.filter_map(|place| path::text(&self.model, place)).map(str::to_owned));
        handles.retain(|handle| handle.len() > 2);
        handles.sort();
        handles.dedup();
        handles
    }
}

/// Whether an attribute is something that others refer to its resource by, by its name.
fn is_handle(place: &str) -> bool {
    ["Id", "ID", "Arn", "ARN", "Url", "Name", "Identifier"].iter().any(|end| place.ends_with(end))
        && !place.contains('/')
}
