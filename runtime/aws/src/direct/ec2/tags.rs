use aws_sdk_ec2::types::{ResourceType, Tag, TagSpecification};
use cloudc_provider::path::Place;
use cloudc_provider::{Change, Fault, path};
use serde_json::{Value as Json, json};

use crate::direct::props;
use crate::fault::fault;
use crate::handler::Work;

/// The tags that properties ask for, as a creation takes them.
pub(super) fn specification(of: ResourceType, properties: &Json) -> Option<TagSpecification> {
    let tags = tags(properties);
    let specification = TagSpecification::builder().resource_type(of).set_tags(Some(tags));
    Some(specification.build()).filter(|specification| !specification.tags().is_empty())
}

fn tags(properties: &Json) -> Vec<Tag> {
    let tag = |tag: &Json| Some(Tag::builder().key(path::text(tag, "Key")?).value(path::text(tag, "Value")?).build());
    props::items(properties, "Tags").iter().filter_map(tag).collect()
}

/// Tags as a model has them; none if there are none.
pub(super) fn model(tags: &[Tag]) -> Option<Json> {
    let mut list: Vec<(&str, &str)> = tags.iter().filter_map(|tag| Some((tag.key()?, tag.value()?))).collect();
    list.sort_unstable();
    let list: Vec<Json> = list.into_iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect();
    Some(Json::Array(list)).filter(|_| !tags.is_empty())
}

/// Whether a change is about tags.
pub(super) fn is_of_tags(place: &Place) -> bool {
    place.steps().first().is_some_and(|first| first == "Tags")
}

/// Writes the tags that differ, and takes away those that were written before and are no more.
pub(super) async fn change(work: &Work<'_>, id: &str, change: &Change<'_>) -> Result<(), Fault> {
    if !change.places.iter().any(is_of_tags) {
        return Ok(());
    }
    let (before, after) = (tags(change.before), tags(change.after));
    let new: Vec<Tag> = after.iter().filter(|tag| !before.contains(tag)).cloned().collect();
    if !new.is_empty() {
        work.again.ec2.create_tags().resources(id).set_tags(Some(new)).send().await.map_err(fault)?;
    }
    let is_left = |tag: &&Tag| !after.iter().any(|other| other.key() == tag.key());
    let old: Vec<Tag> =
        before.iter().filter(is_left).map(|tag| Tag::builder().set_key(tag.key.clone()).build()).collect();
    if !old.is_empty() {
        work.again.ec2.delete_tags().resources(id).set_tags(Some(old)).send().await.map_err(fault)?;
    }
    Ok(())
}
