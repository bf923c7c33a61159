use async_trait::async_trait;
use aws_sdk_ec2::types::{Filter, Instance, InstanceStateName, ResourceType};
use cloudc_provider::{Actual, Change, Fault, Readiness, path};
use serde_json::{Value as Json, json};

use super::launch;
use super::listed::{Listing, filter};
use super::tags;
use crate::control::Control;
use crate::direct::props::{flag, holds_only, model, text, told};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};

/// `aws.ec2.Instance`. Done: it runs, which says nothing of what was to be set up in it; gone when it is terminated, and its
/// interface with it.
#[derive(Debug)]
pub(crate) struct Machine;

/// What can be changed by a call, while it runs. Everything else is Cloud Control's, which stops it and starts it again.
const CHANGEABLE: [&str; 5] =
    ["DisableApiTermination", "InstanceInitiatedShutdownBehavior", "MetadataOptions", "Monitoring", "SourceDestCheck"];

/// How a machine asks about itself, each with what it is if nobody says anything.
const METADATA: [(&str, &str); 5] = [
    ("HttpEndpoint", "enabled"),
    ("HttpProtocolIpv6", "disabled"),
    ("HttpPutResponseHopLimit", "1"),
    ("HttpTokens", "optional"),
    ("InstanceMetadataTags", "disabled"),
];

#[async_trait]
impl Listing for Machine {
    fn properties(&self) -> &'static [&'static str] {
        &[
            "AvailabilityZone",
            "BlockDeviceMappings",
            "CreditSpecification",
            "DisableApiTermination",
            "EbsOptimized",
            "HibernationOptions",
            "IamInstanceProfile",
            "ImageId",
            "InstanceInitiatedShutdownBehavior",
            "InstanceType",
            "KeyName",
            "LaunchTemplate",
            "MetadataOptions",
            "Monitoring",
            "NetworkInterfaces",
            "PrivateIpAddress",
            "PropagateTagsToVolumeOnCreation",
            "SecurityGroupIds",
            "SourceDestCheck",
            "SubnetId",
            "Tags",
            "Tenancy",
            "UserData",
        ]
    }

    fn takes(&self, properties: &Json) -> bool {
        holds_only(properties, "NetworkInterfaces", &launch::INTERFACE)
    }

    fn filter(&self, identifier: &str) -> Filter {
        filter("instance-id", identifier)
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let of = |kind| tags::specification(kind, properties);
        let volumes = flag(properties, "PropagateTagsToVolumeOnCreation") == Some(true);
        let tags = [of(ResourceType::Instance), of(ResourceType::Volume).filter(|_| volumes)];
        let tags: Vec<_> = tags.into_iter().flatten().collect();
        let call = launch::run(work.clients.ec2.run_instances(), properties);
        let call = call.set_tag_specifications(Some(tags)).client_token(work.token());
        let made = call.send().await.map_err(fault)?.instances.unwrap_or_default();
        let id = made.into_iter().find_map(|instance| instance.instance_id);
        id.ok_or_else(|| incomplete("which machine was made"))
    }

    async fn finish(&self, work: &Work<'_>, identifier: &str, properties: &Json) -> Result<(), Fault> {
        // Where it is on, which is usual, nothing has to be said.
        if flag(properties, "SourceDestCheck") == Some(false) {
            check_sources(work, identifier, false).await?;
        }
        Ok(())
    }

    async fn list(&self, work: &Work<'_>, filters: Vec<Filter>) -> Result<Vec<Actual>, Fault> {
        let pages = work.again.ec2.describe_instances().set_filters(Some(filters)).into_paginator().items().send();
        let found = pages.collect::<Result<Vec<_>, _>>().await.map_err(fault)?;
        let all = found.iter().flat_map(|reservation| reservation.instances());
        Ok(all
            .into_iter()
            .filter(|instance| state(instance) != Some(&InstanceStateName::Terminated))
            .map(actual)
            .collect())
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: &Change<'_>) -> Result<(), Fault> {
        let name = |place: &cloudc_provider::path::Place| place.steps().first().cloned().unwrap_or_default();
        if !change.places.iter().all(|place| CHANGEABLE.contains(&name(place).as_str())) {
            return Control.change(work, identifier, *change).await;
        }
        for place in change.places {
            set(work, identifier, &name(place), change).await?;
        }
        Ok(())
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        work.clients.ec2.terminate_instances().instance_ids(identifier).send().await.map_err(fault).map(drop)
    }
}

/// Sets what a property says.
async fn set(work: &Work<'_>, id: &str, name: &str, change: &Change<'_>) -> Result<(), Fault> {
    let (ec2, after) = (&work.again.ec2, change.after);
    let attribute = || ec2.modify_instance_attribute().instance_id(id);
    let yes = |value| aws_sdk_ec2::types::AttributeBooleanValue::builder().value(value).build();
    match name {
        "SourceDestCheck" => check_sources(work, id, flag(after, name).unwrap_or(true)).await,
        "DisableApiTermination" => {
            let call = attribute().disable_api_termination(yes(flag(after, name).unwrap_or(false)));
            call.send().await.map_err(fault).map(drop)
        }
        "InstanceInitiatedShutdownBehavior" => {
            let word = text(after, name).unwrap_or_else(|| "stop".to_owned());
            let value = aws_sdk_ec2::types::AttributeValue::builder().value(word).build();
            attribute().instance_initiated_shutdown_behavior(value).send().await.map_err(fault).map(drop)
        }
        "Monitoring" if flag(after, name) == Some(true) => {
            ec2.monitor_instances().instance_ids(id).send().await.map_err(fault).map(drop)
        }
        "Monitoring" => ec2.unmonitor_instances().instance_ids(id).send().await.map_err(fault).map(drop),
        _ => {
            let mut input = json!({ "InstanceId": id });
            for (name, usual) in METADATA {
                let said = |properties| path::get(properties, &format!("MetadataOptions.{name}")).cloned();
                // What was never said is the image's.
                if let Some(value) = said(after).or_else(|| said(change.before).map(|_| usual.into())) {
                    path::set(&mut input, name, value);
                }
            }
            work.caller.call("ec2:ModifyInstanceMetadataOptions", &input).await.map(drop)
        }
    }
}

async fn check_sources(work: &Work<'_>, id: &str, value: bool) -> Result<(), Fault> {
    let value = aws_sdk_ec2::types::AttributeBooleanValue::builder().value(value).build();
    let call = work.again.ec2.modify_instance_attribute().instance_id(id).source_dest_check(value);
    call.send().await.map_err(fault).map(drop)
}

fn state(instance: &Instance) -> Option<&InstanceStateName> {
    instance.state()?.name()
}

fn actual(instance: &Instance) -> Actual {
    let readiness = match state(instance) {
        Some(InstanceStateName::Pending) => Readiness::Busy,
        Some(InstanceStateName::ShuttingDown) => Readiness::Going,
        _ => Readiness::Ready,
    };
    let groups: Vec<&str> = instance.security_groups().iter().filter_map(|group| group.group_id()).collect();
    let place = instance.placement();
    let reason = instance.state_reason().and_then(|reason| reason.message());
    let model = model([
        ("InstanceId", told(instance.instance_id.as_ref())),
        ("ImageId", told(instance.image_id.as_ref())),
        ("InstanceType", instance.instance_type().map(|kind| kind.as_str().into())),
        ("KeyName", told(instance.key_name.as_ref())),
        ("VpcId", told(instance.vpc_id.as_ref())),
        ("SubnetId", told(instance.subnet_id.as_ref())),
        ("SecurityGroupIds", Some(groups.into())),
        ("AvailabilityZone", place.and_then(|place| told(place.availability_zone.as_ref()))),
        ("Tenancy", place.and_then(|place| place.tenancy()).map(|tenancy| tenancy.as_str().into())),
        ("PrivateIp", told(instance.private_ip_address.as_ref())),
        ("PrivateIpAddress", told(instance.private_ip_address.as_ref())),
        ("PublicIp", told(instance.public_ip_address.as_ref())),
        ("PrivateDnsName", told(instance.private_dns_name.as_ref())),
        ("PublicDnsName", told(instance.public_dns_name.as_ref())),
        ("EbsOptimized", told(instance.ebs_optimized.as_ref())),
        ("SourceDestCheck", told(instance.source_dest_check.as_ref())),
        ("State", state(instance).map(|state| json!({ "Name": state.as_str() }))),
        ("StateReason", reason.map(Json::from)),
        ("Tags", tags::model(instance.tags())),
    ]);
    Actual { identifier: instance.instance_id().unwrap_or_default().to_owned(), model, readiness }
}
