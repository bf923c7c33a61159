use std::collections::HashMap;

use async_trait::async_trait;
use aws_sdk_eks::types::{
    AmiTypes, CapacityTypes, LaunchTemplateSpecification, NodeRepairConfig, Nodegroup, NodegroupScalingConfig,
    NodegroupStatus, NodegroupUpdateConfig, Taint, TaintEffect,
};
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery, named, path};
use serde_json::{Value as Json, json};

use super::tags;
use crate::control::Control;
use crate::direct::props::{self, flag, items, model, number, text, texts, told};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};
use crate::marks;

/// `aws.eks.Nodegroup`. Done: it is active, with as many machines as it begins with, all of them in the cluster.
#[derive(Debug)]
pub(crate) struct Pool;

/// What can be written here; groups with more go through Cloud Control.
const PROPERTIES: [&str; 16] = [
    "AmiType",
    "CapacityType",
    "ClusterName",
    "DiskSize",
    "InstanceTypes",
    "Labels",
    "LaunchTemplate",
    "NodeRepairConfig",
    "NodeRole",
    "NodegroupName",
    "ReleaseVersion",
    "ScalingConfig",
    "Subnets",
    "Tags",
    "Taints",
    "UpdateConfig",
];

#[async_trait]
impl Handler for Pool {
    fn takes(&self, properties: &Json) -> bool {
        let known: Vec<&str> = PROPERTIES.into_iter().chain(["Version"]).collect();
        props::are_among(properties, &known)
            && props::holds_only(properties, "NodeRepairConfig", &["Enabled"])
            && props::holds_only(properties, "UpdateConfig", &["MaxUnavailable", "MaxUnavailablePercentage"])
    }

    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let from = |name| text(properties, name);
        let call = work.clients.eks.create_nodegroup().set_cluster_name(from("ClusterName"));
        let call = call.set_nodegroup_name(from("NodegroupName")).set_node_role(from("NodeRole"));
        let call = call.set_ami_type(from("AmiType").map(|word| AmiTypes::from(word.as_str())));
        let call = call.set_capacity_type(from("CapacityType").map(|word| CapacityTypes::from(word.as_str())));
        let call = call.set_disk_size(number(properties, "DiskSize")).set_subnets(texts(properties, "Subnets"));
        let call = call.set_instance_types(texts(properties, "InstanceTypes")).set_labels(labels(properties));
        let call = call.set_taints(taints(properties)).set_scaling_config(scaling(properties));
        let call = call.set_launch_template(template(properties)).set_update_config(updates(properties));
        let repair = |enabled| NodeRepairConfig::builder().enabled(enabled).build();
        let call = call.set_node_repair_config(flag(properties, "NodeRepairConfig.Enabled").map(repair));
        let call = call.set_version(from("Version")).set_release_version(from("ReleaseVersion"));
        let call = call.set_tags(tags::of(properties)).client_request_token(work.token());
        let made = call.send().await.map_err(fault)?.nodegroup.ok_or_else(|| incomplete("which group was made"))?;
        Ok(identifier(&made))
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        Ok(get(work, identifier).await?.as_ref().map(|group| actual(work, group)))
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        Control.change(work, identifier, change).await
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let (cluster, name) = parts(identifier)?;
        let call = work.clients.eks.delete_nodegroup().cluster_name(cluster).nodegroup_name(name);
        call.send().await.map_err(fault).map(drop)
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let named = named(work.call, properties);
        let both = text(&named, "ClusterName").zip(text(&named, "NodegroupName"));
        let Some((cluster, name)) = both else { return Ok(None) };
        let found = get(work, &format!("{cluster}/{name}")).await?;
        Ok(found.filter(|group| tags::is_made_by(work, group.tags())).as_ref().map(identifier))
    }
}

/// As Cloud Control has it: `CLUSTER/GROUP`.
fn identifier(group: &Nodegroup) -> String {
    format!("{}/{}", group.cluster_name().unwrap_or_default(), group.nodegroup_name().unwrap_or_default())
}

fn parts(identifier: &str) -> Result<(&str, &str), Fault> {
    identifier.split_once('/').ok_or_else(|| Fault::impossible(format!("`{identifier}` is no group of nodes")))
}

async fn get(work: &Work<'_>, identifier: &str) -> Result<Option<Nodegroup>, Fault> {
    let (cluster, name) = parts(identifier)?;
    let call = work.again.eks.describe_nodegroup().cluster_name(cluster).nodegroup_name(name);
    match call.send().await.map_err(fault) {
        Ok(answer) => Ok(answer.nodegroup),
        Err(fault) if fault.class == Class::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn labels(properties: &Json) -> Option<HashMap<String, String>> {
    let labels = path::get(properties, "Labels")?.as_object()?;
    Some(labels.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect())
}

fn taints(properties: &Json) -> Option<Vec<Taint>> {
    path::get(properties, "Taints")?;
    let taint = |taint: &Json| {
        let effect = text(taint, "Effect").map(|word| TaintEffect::from(word.as_str()));
        Taint::builder().set_key(text(taint, "Key")).set_value(text(taint, "Value")).set_effect(effect).build()
    };
    Some(items(properties, "Taints").iter().map(taint).collect())
}

fn scaling(properties: &Json) -> Option<NodegroupScalingConfig> {
    let scaling = path::get(properties, "ScalingConfig")?;
    let builder = NodegroupScalingConfig::builder().set_min_size(number(scaling, "MinSize"));
    Some(builder.set_max_size(number(scaling, "MaxSize")).set_desired_size(number(scaling, "DesiredSize")).build())
}

fn template(properties: &Json) -> Option<LaunchTemplateSpecification> {
    let template = path::get(properties, "LaunchTemplate")?;
    let builder = LaunchTemplateSpecification::builder().set_id(text(template, "Id"));
    Some(builder.set_name(text(template, "Name")).set_version(text(template, "Version")).build())
}

fn updates(properties: &Json) -> Option<NodegroupUpdateConfig> {
    let updates = path::get(properties, "UpdateConfig")?;
    let builder = NodegroupUpdateConfig::builder().set_max_unavailable(number(updates, "MaxUnavailable"));
    Some(builder.set_max_unavailable_percentage(number(updates, "MaxUnavailablePercentage")).build())
}

fn actual(work: &Work<'_>, group: &Nodegroup) -> Actual {
    let readiness = match group.status() {
        Some(NodegroupStatus::Creating | NodegroupStatus::Updating) => Readiness::Busy,
        Some(NodegroupStatus::Deleting) => Readiness::Going,
        Some(NodegroupStatus::CreateFailed | NodegroupStatus::DeleteFailed) => Readiness::Failed,
        _ => Readiness::Ready,
    };
    let sick = group.health().and_then(|health| health.issues().first()).and_then(|issue| issue.message());
    let scaling = group.scaling_config().map(|scaling| {
        json!({ "MinSize": scaling.min_size(), "MaxSize": scaling.max_size(), "DesiredSize": scaling.desired_size() })
    });
    let mut model = model([
        ("Id", Some(identifier(group).into())),
        ("Arn", told(group.nodegroup_arn.as_ref())),
        ("ClusterName", told(group.cluster_name.as_ref())),
        ("NodegroupName", told(group.nodegroup_name.as_ref())),
        ("NodeRole", told(group.node_role.as_ref())),
        ("Version", told(group.version.as_ref())),
        ("ReleaseVersion", told(group.release_version.as_ref())),
        ("ScalingConfig", scaling),
        ("StatusReason", sick.map(Json::from)),
        ("Tags", tags::model(work, group.tags())),
    ]);
    marks::strip(&work.call.ty, &mut model);
    Actual { identifier: identifier(group), model, readiness }
}
