use std::fmt::Debug;

use async_trait::async_trait;
use aws_sdk_ec2::types::Filter;
use cloudc_facts::ResourceType;
use cloudc_provider::path::Place;
use cloudc_provider::{Actual, Change, Class, Fault, Recovery};
use serde_json::Value as Json;

use super::tags;
use crate::control::Control;
use crate::direct::props;
use crate::handler::{Handler, Work};
use crate::marks;

/// A type of EC2 whose resources carry tags and are listed by filters.
#[async_trait]
pub(crate) trait Listing: Debug + Send + Sync {
    /// The properties that can be written here; a resource with others goes through Cloud Control.
    fn properties(&self) -> &'static [&'static str];

    /// Whether what these properties ask for can be made here, given that all of them can be written.
    fn takes(&self, _properties: &Json) -> bool {
        true
    }

    /// The filter that finds a resource by its identifier.
    fn filter(&self, identifier: &str) -> Filter;

    /// Sends the creation; gives the identifier.
    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault>;

    /// What is to be done after the creation; doing it twice does no harm.
    async fn finish(&self, _work: &Work<'_>, _identifier: &str, _properties: &Json) -> Result<(), Fault> {
        Ok(())
    }

    /// Everything that passes all filters and is not gone.
    async fn list(&self, work: &Work<'_>, filters: Vec<Filter>) -> Result<Vec<Actual>, Fault>;

    /// Changes something else than tags; what nothing is written for here goes through Cloud Control.
    async fn change(&self, work: &Work<'_>, identifier: &str, change: &Change<'_>) -> Result<(), Fault> {
        Control.change(work, identifier, *change).await
    }

    /// Sends the deletion.
    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault>;

    /// What tags are written on, of an identifier.
    fn tagged<'i>(&self, identifier: &'i str) -> &'i str {
        identifier
    }
}

/// Nothing of this can be changed in place.
pub(super) fn immutable(places: &[Place]) -> Fault {
    let places: Vec<String> = places.iter().map(ToString::to_string).collect();
    Fault::new(Class::Immutable, "", format!("EC2 cannot change {} in place", places.join(", ")))
}

/// A filter by one value.
pub(super) fn filter(name: &str, value: &str) -> Filter {
    Filter::builder().name(name).values(value).build()
}

/// The handler of such a type.
#[derive(Debug)]
pub(crate) struct Listed<T>(pub(crate) T);

impl<T: Listing> Listed<T> {
    async fn first(&self, work: &Work<'_>, filter: Filter) -> Result<Option<Actual>, Fault> {
        let found = match self.0.list(work, vec![filter]).await {
            Err(fault) if fault.class == Class::NotFound => return Ok(None),
            found => found?,
        };
        Ok(found.into_iter().next().map(|mut actual| {
            marks::strip(&work.call.ty, &mut actual.model);
            actual
        }))
    }
}

#[async_trait]
impl<T: Listing> Handler for Listed<T> {
    fn takes(&self, properties: &Json) -> bool {
        props::are_among(properties, self.0.properties()) && self.0.takes(properties)
    }

    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        self.0.make(work, properties).await
    }

    async fn finish(&self, work: &Work<'_>, identifier: &str, properties: &Json) -> Result<(), Fault> {
        self.0.finish(work, identifier, properties).await
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        self.first(work, self.0.filter(identifier)).await
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        tags::change(work, self.0.tagged(identifier), &change).await?;
        let rest: Vec<Place> = change.places.iter().filter(|place| !tags::is_of_tags(place)).cloned().collect();
        match rest.is_empty() {
            true => Ok(()),
            false => self.0.change(work, identifier, &Change { places: &rest, ..change }).await,
        }
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        self.0.remove(work, identifier).await
    }

    async fn all(&self, work: &Work<'_>) -> Result<Vec<(String, Json)>, Fault> {
        let all = self.0.list(work, Vec::new()).await?;
        Ok(all.into_iter().map(|actual| (actual.identifier, actual.model)).collect())
    }

    fn lists_marks(&self) -> bool {
        true
    }

    async fn find(&self, work: &Work<'_>, _properties: &Json) -> Result<Option<String>, Fault> {
        let mark = filter(&format!("tag:{}", marks::OPERATION), work.token());
        Ok(self.first(work, mark).await?.map(|actual| actual.identifier))
    }
}
