use async_trait::async_trait;
use aws_sdk_ec2::types::{BatchState, LaunchTemplateConfig, LaunchTemplateOverrides, SpotFleetRequestConfig, Tag};
use cloudc_facts::ResourceType;
use cloudc_provider::path::{self, Place};
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery};
use serde_json::{Value as Json, json};

use super::listed::immutable;
use super::tags;
use crate::call::element;
use crate::direct::props::{are_among, items, model, text, told};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};
use crate::marks;

/// `aws.ec2.SpotFleet`, of machines that a launch template describes. Done: it is active, which says nothing of how many machines there
/// are; gone when it is cancelled and its machines are ended.
#[derive(Debug)]
pub(crate) struct Spots;

const DATA: &str = "SpotFleetRequestConfigData";

/// What can be changed while it runs.
const CHANGEABLE: [&str; 5] =
    ["Context", "ExcessCapacityTerminationPolicy", "LaunchTemplateConfigs", "OnDemandTargetCapacity", "TargetCapacity"];

/// What a fleet has of these where the program says nothing.
const USUAL: [(&str, &str); 2] = [("ExcessCapacityTerminationPolicy", "default"), ("OnDemandTargetCapacity", "0")];

#[async_trait]
impl Handler for Spots {
    /// What is launched without a template, or by what machines must be like, is described in another way: Cloud Control knows it.
    fn takes(&self, properties: &Json) -> bool {
        let configs = items(properties, "SpotFleetRequestConfigData.LaunchTemplateConfigs");
        let plain = |one: &Json| items(one, "Overrides").iter().all(|one| one.get("InstanceRequirements").is_none());
        are_among(properties, &[DATA, "Tags"]) && !configs.is_empty() && configs.iter().all(plain)
    }

    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let mut config = properties.get(DATA).cloned().unwrap_or_default();
        let written = items(properties, "Tags").iter().filter_map(|tag| Some((text(tag, "Key")?, text(tag, "Value")?)));
        let tags = written.chain(marks::pairs(work.call)).map(|(key, value)| json!({ "Key": key, "Value": value }));
        let mut all = items(&config, "TagSpecifications").to_vec();
        all.push(json!({ "ResourceType": "spot-fleet-request", "Tags": tags.collect::<Vec<_>>() }));
        path::set(&mut config, "TagSpecifications", Json::Array(all));
        path::set(&mut config, "ClientToken", work.token().into());
        let input = json!({ "SpotFleetRequestConfig": config });
        let answer = work.caller.call("ec2:RequestSpotFleet", &input).await?;
        element(&answer, "spotFleetRequestId").ok_or_else(|| incomplete("which fleet was made"))
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        let call = work.again.ec2.describe_spot_fleet_requests().spot_fleet_request_ids(identifier);
        let found = match call.send().await.map_err(fault) {
            Err(fault) if fault.class == Class::NotFound => return Ok(None),
            found => found?.spot_fleet_request_configs.unwrap_or_default(),
        };
        Ok(found.iter().find(|fleet| is_there(fleet)).map(|fleet| {
            let mut actual = actual(fleet);
            strip(&mut actual.model);
            actual
        }))
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        tags::change(work, identifier, &change).await?;
        let rest: Vec<&Place> = change.places.iter().filter(|place| !tags::is_of_tags(place)).collect();
        let name = |place: &&Place| place.steps().get(1).cloned().unwrap_or_default();
        if rest.iter().any(|place| !CHANGEABLE.contains(&name(place).as_str())) {
            return Err(immutable(change.places));
        }
        let mut input = json!({ "SpotFleetRequestId": identifier });
        for name in rest.iter().map(name) {
            let usual = USUAL.iter().find(|(other, _)| *other == name).map(|(_, value)| Json::from(*value));
            let said = path::get(change.after, &format!("{DATA}.{name}")).cloned();
            if let Some(value) = said.or(usual) {
                path::set(&mut input, &name, value);
            }
        }
        match rest.is_empty() {
            true => Ok(()),
            false => work.caller.call("ec2:ModifySpotFleetRequest", &input).await.map(drop),
        }
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let call = work.clients.ec2.cancel_spot_fleet_requests().spot_fleet_request_ids(identifier);
        let answer = call.terminate_instances(true).send().await.map_err(fault)?;
        match answer.unsuccessful_fleet_requests().first().and_then(|one| one.error()) {
            Some(error) => {
                let code = error.code().map(|code| code.as_str()).unwrap_or_default();
                Err(crate::fault::of_code(code, error.message().unwrap_or_default(), 400))
            }
            None => Ok(()),
        }
    }

    async fn all(&self, work: &Work<'_>) -> Result<Vec<(String, Json)>, Fault> {
        let pages = work.again.ec2.describe_spot_fleet_requests().into_paginator().items().send();
        let all = pages.collect::<Result<Vec<_>, _>>().await.map_err(fault)?;
        let there = all.iter().filter(|fleet| is_there(fleet)).map(actual);
        Ok(there.map(|actual| (actual.identifier, actual.model)).collect())
    }

    fn lists_marks(&self) -> bool {
        true
    }

    /// Fleets are not found by their tags: all are looked through.
    async fn find(&self, work: &Work<'_>, _properties: &Json) -> Result<Option<String>, Fault> {
        let pages = work.again.ec2.describe_spot_fleet_requests().into_paginator().items().send();
        let all = pages.collect::<Result<Vec<_>, _>>().await.map_err(fault)?;
        let ours = |tag: &Tag| tag.key() == Some(marks::OPERATION) && tag.value() == Some(work.token());
        let found = all.into_iter().find(|fleet| is_there(fleet) && fleet.tags().iter().any(ours));
        Ok(found.and_then(|fleet| fleet.spot_fleet_request_id))
    }
}

/// Takes the marks out of what is told; no property of the type holds them for the others to do so.
fn strip(model: &mut Json) {
    let left: Vec<Json> = items(model, "Tags")
        .iter()
        .filter(|tag| !text(tag, "Key").is_some_and(|key| key.starts_with("cloudc:") || key.starts_with("aws:")))
        .cloned()
        .collect();
    match left.is_empty() {
        true => drop(path::remove(model, "Tags")),
        false => path::set(model, "Tags", Json::Array(left)),
    }
}

fn is_there(fleet: &SpotFleetRequestConfig) -> bool {
    !matches!(fleet.spot_fleet_request_state(), Some(BatchState::Cancelled))
}

fn actual(fleet: &SpotFleetRequestConfig) -> Actual {
    let readiness = match fleet.spot_fleet_request_state() {
        Some(BatchState::Submitted | BatchState::Modifying) => Readiness::Busy,
        Some(BatchState::CancelledRunning | BatchState::CancelledTerminatingInstances) => Readiness::Going,
        Some(BatchState::Failed) => Readiness::Failed,
        _ => Readiness::Ready,
    };
    let config = fleet.spot_fleet_request_config();
    let data = config.map(|own| {
        let configs: Vec<Json> = own.launch_template_configs().iter().map(template).collect();
        model([
            ("AllocationStrategy", own.allocation_strategy().map(|word| word.as_str().into())),
            ("IamFleetRole", told(own.iam_fleet_role.as_ref())),
            ("InstanceInterruptionBehavior", own.instance_interruption_behavior().map(|word| word.as_str().into())),
            ("LaunchTemplateConfigs", Some(configs.into())),
            ("SpotPrice", told(own.spot_price.as_ref())),
            ("TargetCapacity", told(own.target_capacity.as_ref())),
            ("TerminateInstancesWithExpiration", told(own.terminate_instances_with_expiration.as_ref())),
            ("Type", own.r#type().map(|word| word.as_str().into())),
        ])
    });
    let identifier = fleet.spot_fleet_request_id().unwrap_or_default().to_owned();
    let model = model([("Id", Some(identifier.clone().into())), (DATA, data), ("Tags", tags::model(fleet.tags()))]);
    Actual { identifier, model, readiness }
}

fn template(config: &LaunchTemplateConfig) -> Json {
    let of = config.launch_template_specification().map(|of| {
        model([
            ("LaunchTemplateId", told(of.launch_template_id.as_ref())),
            ("LaunchTemplateName", told(of.launch_template_name.as_ref())),
            ("Version", told(of.version.as_ref())),
        ])
    });
    let overrides: Vec<Json> = config.overrides().iter().map(instead).collect();
    model([("LaunchTemplateSpecification", of), ("Overrides", Some(overrides.into()))])
}

fn instead(own: &LaunchTemplateOverrides) -> Json {
    model([
        ("AvailabilityZone", told(own.availability_zone.as_ref())),
        ("InstanceType", own.instance_type().map(|word| word.as_str().into())),
        ("SpotPrice", told(own.spot_price.as_ref())),
        ("SubnetId", told(own.subnet_id.as_ref())),
        ("WeightedCapacity", told(own.weighted_capacity.as_ref())),
    ])
}
