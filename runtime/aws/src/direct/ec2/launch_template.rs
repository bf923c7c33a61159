use async_trait::async_trait;
use aws_sdk_ec2::types::{Filter, LaunchTemplate};
use cloudc_provider::{Actual, Change, Fault, Readiness, path};
use serde_json::{Value as Json, json};

use super::listed::{Listing, filter, immutable};
use super::tags;
use super::template_version::is_newest;
use crate::call::element;
use crate::direct::props::{items, model, text, told};
use crate::fault::{fault, incomplete};
use crate::handler::Work;
use crate::marks;

/// `aws.ec2.LaunchTemplate`. Done: AWS shows it. A change makes a version, which `$Latest` means from then on and
/// `LatestVersionNumber` says; `$Default` goes on to mean the first, as with CloudFormation.
#[derive(Debug)]
pub(crate) struct Template;

/// What its tags are called among those of what it launches.
const KIND: &str = "launch-template";

/// What is sought by this is named, not filtered: EC2 has no such filter for templates.
const ID: &str = "launch-template-id";

#[async_trait]
impl Listing for Template {
    fn properties(&self) -> &'static [&'static str] {
        &["LaunchTemplateData", "LaunchTemplateName", "TagSpecifications", "VersionDescription"]
    }

    fn filter(&self, identifier: &str) -> Filter {
        filter(ID, identifier)
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let name = properties.get("LaunchTemplateName");
        let own = own_tags(properties).into_iter().chain(marks::pairs(work.call));
        let tags: Vec<Json> = own.map(|(key, value)| json!({ "Key": key, "Value": value })).collect();
        let tags = json!([{ "ResourceType": KIND, "Tags": tags }]);
        let mut input = json!({ "ClientToken": work.token(), "LaunchTemplateName": name, "TagSpecifications": tags });
        copy(properties, &mut input);
        let answer = work.caller.call("ec2:CreateLaunchTemplate", &input).await?;
        element(&answer, "launchTemplateId").ok_or_else(|| incomplete("which launch template was made"))
    }

    async fn list(&self, work: &Work<'_>, filters: Vec<Filter>) -> Result<Vec<Actual>, Fault> {
        let (ids, filters): (Vec<Filter>, Vec<Filter>) =
            filters.into_iter().partition(|filter| filter.name() == Some(ID));
        let ids: Vec<String> = ids.iter().flat_map(Filter::values).cloned().collect();
        let call = work.again.ec2.describe_launch_templates().set_filters(Some(filters));
        let pages = call.set_launch_template_ids(Some(ids)).into_paginator().items().send();
        let all = pages.collect::<Result<Vec<_>, _>>().await.map_err(fault)?;
        Ok(all.iter().map(actual).collect())
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: &Change<'_>) -> Result<(), Fault> {
        let is = |name: &str| change.places.iter().any(|place| place.steps().first().is_some_and(|step| step == name));
        if is("LaunchTemplateName") {
            return Err(immutable(change.places));
        }
        if is("TagSpecifications") {
            tag(work, identifier, change).await?;
        }
        let changes = is("LaunchTemplateData") || is("VersionDescription");
        // Who may not look makes one version too many at worst.
        if changes && !is_newest(work, identifier, change.after).await.unwrap_or(false) {
            let mut input = json!({ "ClientToken": work.token(), "LaunchTemplateId": identifier });
            copy(change.after, &mut input);
            work.caller.call("ec2:CreateLaunchTemplateVersion", &input).await?;
        }
        Ok(())
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let call = work.clients.ec2.delete_launch_template().launch_template_id(identifier);
        call.send().await.map_err(fault).map(drop)
    }
}

/// What each version says.
fn copy(properties: &Json, input: &mut Json) {
    for name in ["LaunchTemplateData", "VersionDescription"] {
        if let Some(value) = properties.get(name) {
            path::set(input, name, value.clone());
        }
    }
}

/// The tags of the template itself, not of what it launches.
fn own_tags(properties: &Json) -> Vec<(String, String)> {
    let own =
        items(properties, "TagSpecifications").iter().filter(|one| text(one, "ResourceType").as_deref() == Some(KIND));
    own.flat_map(|one| items(one, "Tags")).filter_map(|tag| Some((text(tag, "Key")?, text(tag, "Value")?))).collect()
}

async fn tag(work: &Work<'_>, identifier: &str, change: &Change<'_>) -> Result<(), Fault> {
    let tags = |properties: &Json| {
        let tags: Vec<Json> =
            own_tags(properties).into_iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect();
        json!({ "Tags": tags })
    };
    let (before, after) = (tags(change.before), tags(change.after));
    let places = [cloudc_provider::path::Place::dotted("Tags")];
    tags::change(work, identifier, &Change { before: &before, after: &after, places: &places, rollout: None }).await
}

fn actual(template: &LaunchTemplate) -> Actual {
    let number = |number: Option<i64>| number.map(|number| Json::String(number.to_string()));
    let model = model([
        ("LaunchTemplateId", told(template.launch_template_id.as_ref())),
        ("LaunchTemplateName", told(template.launch_template_name.as_ref())),
        ("DefaultVersionNumber", number(template.default_version_number)),
        ("LatestVersionNumber", number(template.latest_version_number)),
        ("Tags", tags::model(template.tags())),
    ]);
    let identifier = template.launch_template_id().unwrap_or_default().to_owned();
    Actual { identifier, model, readiness: Readiness::Ready }
}
