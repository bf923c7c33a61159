use async_trait::async_trait;
use aws_sdk_eks::types::{Addon, AddonStatus, ResolveConflicts};
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery};
use serde_json::Value as Json;

use super::tags;
use crate::control::Control;
use crate::direct::props::{self, document, model, text, told};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};
use crate::marks;

/// `aws.eks.Addon`: a cluster has one of a name, so it is its own key. Done: it is active, or installed and waiting for
/// machines to run on (which EKS calls degraded).
#[derive(Debug)]
pub(crate) struct Addition;

/// What can be written here; those with identities of their own go through Cloud Control.
const PROPERTIES: [&str; 7] = [
    "AddonName",
    "AddonVersion",
    "ClusterName",
    "ConfigurationValues",
    "ResolveConflicts",
    "ServiceAccountRoleArn",
    "Tags",
];

#[async_trait]
impl Handler for Addition {
    fn takes(&self, properties: &Json) -> bool {
        props::are_among(properties, &PROPERTIES)
    }

    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let from = |name| text(properties, name);
        let call = work.clients.eks.create_addon().set_cluster_name(from("ClusterName"));
        let call = call.set_addon_name(from("AddonName")).set_addon_version(from("AddonVersion"));
        let conflicts = from("ResolveConflicts").map(|word| ResolveConflicts::from(word.as_str()));
        let call = call.set_resolve_conflicts(conflicts).set_service_account_role_arn(from("ServiceAccountRoleArn"));
        let call = call.set_configuration_values(document(properties, "ConfigurationValues"));
        let call = call.set_tags(tags::of(properties)).client_request_token(work.token());
        let made = call.send().await.map_err(fault)?.addon.ok_or_else(|| incomplete("which addon was made"))?;
        Ok(identifier(&made))
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        Ok(get(work, identifier).await?.as_ref().map(|addon| actual(work, addon)))
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        Control.change(work, identifier, change).await
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let (cluster, name) = parts(identifier)?;
        let call = work.clients.eks.delete_addon().cluster_name(cluster).addon_name(name);
        call.send().await.map_err(fault).map(drop)
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let both = text(properties, "ClusterName").zip(text(properties, "AddonName"));
        let Some((cluster, name)) = both else { return Ok(None) };
        let found = get(work, &format!("{cluster}|{name}")).await?;
        Ok(found.filter(|addon| tags::is_made_by(work, addon.tags())).as_ref().map(identifier))
    }
}

fn identifier(addon: &Addon) -> String {
    format!("{}|{}", addon.cluster_name().unwrap_or_default(), addon.addon_name().unwrap_or_default())
}

fn parts(identifier: &str) -> Result<(&str, &str), Fault> {
    identifier.split_once('|').ok_or_else(|| Fault::impossible(format!("`{identifier}` is no addon")))
}

async fn get(work: &Work<'_>, identifier: &str) -> Result<Option<Addon>, Fault> {
    let (cluster, name) = parts(identifier)?;
    let call = work.again.eks.describe_addon().cluster_name(cluster).addon_name(name);
    match call.send().await.map_err(fault) {
        Ok(answer) => Ok(answer.addon),
        Err(fault) if fault.class == Class::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn actual(work: &Work<'_>, addon: &Addon) -> Actual {
    let readiness = match addon.status() {
        Some(AddonStatus::Creating | AddonStatus::Updating) => Readiness::Busy,
        Some(AddonStatus::Deleting) => Readiness::Going,
        Some(AddonStatus::CreateFailed | AddonStatus::DeleteFailed | AddonStatus::UpdateFailed) => Readiness::Failed,
        _ => Readiness::Ready,
    };
    let sick = addon.health().and_then(|health| health.issues().first()).and_then(|issue| issue.message());
    let mut model = model([
        ("AddonName", told(addon.addon_name.as_ref())),
        ("ClusterName", told(addon.cluster_name.as_ref())),
        ("AddonVersion", told(addon.addon_version.as_ref())),
        ("Arn", told(addon.addon_arn.as_ref())),
        ("ServiceAccountRoleArn", told(addon.service_account_role_arn.as_ref())),
        ("StatusReason", sick.map(Json::from)),
        ("Tags", tags::model(work, addon.tags())),
    ]);
    marks::strip(&work.call.ty, &mut model);
    Actual { identifier: identifier(addon), model, readiness }
}
