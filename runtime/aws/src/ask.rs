//! Types that are one read of an API.

use cloudc_provider::{Class, Fault};
use serde_json::{Value as Json, json};

use crate::call::plain;
use crate::clients::{Clients, Region};
use crate::direct::props::{model, text, told};
use crate::fault::fault;

/// The answer of such a type, as its properties.
pub(crate) async fn answer(region: &Region, ty: &str, properties: &Json) -> Result<Json, Fault> {
    let clients = &region.again;
    match ty {
        "aws.ec2.ManagedPrefixList" => prefix_list(clients, properties).await,
        "aws.eks.AddonVersions" => addon_versions(clients, properties).await,
        "aws.eks.NodegroupResources" => node_group(clients, properties).await,
        "aws.msk.BootstrapBrokers" => brokers(region, properties).await,
        "aws.ssm.ParameterValue" => parameter(region, properties).await,
        "aws.sts.CallerIdentity" => caller(clients).await,
        _ => Err(Fault::impossible(format!("`{ty}` cannot be asked for in AWS yet"))),
    }
}

fn missing(what: &str) -> Fault {
    Fault::new(Class::NotFound, "NotFound", format!("there is no such {what}"))
}

async fn prefix_list(clients: &Clients, properties: &Json) -> Result<Json, Fault> {
    let name = text(properties, "PrefixListName").unwrap_or_default();
    let filter = aws_sdk_ec2::types::Filter::builder().name("prefix-list-name").values(name).build();
    let answer = clients.ec2.describe_managed_prefix_lists().filters(filter).send().await.map_err(fault)?;
    let list = answer.prefix_lists().first().ok_or_else(|| missing("list of prefixes"))?;
    Ok(model([
        ("PrefixListId", told(list.prefix_list_id.as_ref())),
        ("PrefixListArn", told(list.prefix_list_arn.as_ref())),
        ("MaxEntries", told(list.max_entries.as_ref())),
    ]))
}

async fn addon_versions(clients: &Clients, properties: &Json) -> Result<Json, Fault> {
    let call = clients.eks.describe_addon_versions().set_addon_name(text(properties, "AddonName"));
    let call = call.set_kubernetes_version(text(properties, "KubernetesVersion"));
    let answer = call.send().await.map_err(fault)?;
    let newest = answer.addons().first().and_then(|addon| addon.addon_versions().first());
    let newest = newest.ok_or_else(|| missing("addon"))?;
    Ok(model([("LatestVersion", told(newest.addon_version.as_ref()))]))
}

async fn node_group(clients: &Clients, properties: &Json) -> Result<Json, Fault> {
    let call = clients.eks.describe_nodegroup().set_cluster_name(text(properties, "ClusterName"));
    let call = call.set_nodegroup_name(text(properties, "NodegroupName"));
    let group = call.send().await.map_err(fault)?.nodegroup.ok_or_else(|| missing("group of nodes"))?;
    let resources = group.resources();
    let scaled = resources.and_then(|resources| resources.auto_scaling_groups().first());
    Ok(model([
        ("AutoScalingGroupName", scaled.and_then(|scaled| told(scaled.name.as_ref()))),
        ("RemoteAccessSecurityGroup", resources.and_then(|own| told(own.remote_access_security_group.as_ref()))),
    ]))
}

async fn brokers(region: &Region, properties: &Json) -> Result<Json, Fault> {
    let cluster = text(properties, "ClusterArn").unwrap_or_default();
    let own = region.caller.get("kafka", &format!("/v1/clusters/{}/bootstrap-brokers", plain(&cluster))).await?;
    let entries = own.as_object().into_iter().flatten();
    Ok(Json::Object(entries.map(|(name, value)| (capital(name), value.clone())).collect()))
}

/// A name as the models of resources write it: `bootstrapBrokerString` with a capital.
fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

async fn parameter(region: &Region, properties: &Json) -> Result<Json, Fault> {
    let wish = json!({ "Name": text(properties, "Name") });
    let answer = region.caller.ask("ssm:GetParameter", &wish).await?;
    let own = answer.get("Parameter").ok_or_else(|| missing("parameter"))?;
    Ok(model(["Value", "Version", "Type", "Arn"].map(|name| {
        let told = if name == "Arn" { "ARN" } else { name };
        (name, own.get(told).cloned())
    })))
}

async fn caller(clients: &Clients) -> Result<Json, Fault> {
    let own = clients.sts.get_caller_identity().send().await.map_err(fault)?;
    Ok(model([
        ("Account", told(own.account.as_ref())),
        ("Arn", told(own.arn.as_ref())),
        ("UserId", told(own.user_id.as_ref())),
    ]))
}
