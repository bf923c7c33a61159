use std::collections::HashMap;

use cloudc_provider::{Change, Fault, path};
use serde_json::{Value as Json, json};

use crate::direct::props::{items, sorted};
use crate::fault::fault;
use crate::handler::Work;

/// The tags that properties ask for.
pub(super) fn of(properties: &Json) -> Option<HashMap<String, String>> {
    let tags = items(properties, "Tags").iter();
    let pairs = tags.filter_map(|tag| Some((path::text(tag, "Key")?.to_owned(), path::text(tag, "Value")?.to_owned())));
    let tags: HashMap<String, String> = pairs.collect();
    Some(tags).filter(|tags| !tags.is_empty())
}

/// Tags as a model has them.
pub(super) fn model(tags: Option<&HashMap<String, String>>) -> Option<Json> {
    let tags = tags.filter(|tags| !tags.is_empty())?;
    Some(sorted(tags).into_iter().map(|(name, value)| json!({ "Key": name, "Value": value })).collect())
}

/// Writes tags, and takes away those that were written before and are no more.
pub(super) async fn change(work: &Work<'_>, arn: &str, change: &Change<'_>) -> Result<(), Fault> {
    let lambda = &work.again.lambda;
    if let Some(tags) = of(change.after) {
        lambda.tag_resource().resource(arn).set_tags(Some(tags)).send().await.map_err(fault)?;
    }
    let (before, after) = (of(change.before).unwrap_or_default(), of(change.after).unwrap_or_default());
    let mut gone: Vec<String> = before.into_keys().filter(|name| !after.contains_key(name)).collect();
    gone.sort();
    if !gone.is_empty() {
        lambda.untag_resource().resource(arn).set_tag_keys(Some(gone)).send().await.map_err(fault)?;
    }
    Ok(())
}
