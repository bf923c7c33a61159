use async_trait::async_trait;
use aws_sdk_ec2::types::{Filter, ResourceType, Volume, VolumeState, VolumeType};
use cloudc_provider::{Actual, Change, Fault, Readiness};
use serde_json::{Value as Json, json};

use super::listed::{Listing, filter};
use super::tags;
use crate::control::Control;
use crate::direct::props::{flag, is_only_about, model, number, text, told, with_defaults};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};

/// `aws.ec2.Volume`. Done: it is available, or in use; a change of its size goes on while it is used.
#[derive(Debug)]
pub(crate) struct Disk;

#[async_trait]
impl Listing for Disk {
    fn properties(&self) -> &'static [&'static str] {
        &[
            "AvailabilityZone",
            "Encrypted",
            "Iops",
            "KmsKeyId",
            "MultiAttachEnabled",
            "Size",
            "SnapshotId",
            "Tags",
            "Throughput",
            "VolumeType",
        ]
    }

    fn filter(&self, identifier: &str) -> Filter {
        filter("volume-id", identifier)
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let tags = tags::specification(ResourceType::Volume, properties);
        let kind = text(properties, "VolumeType").map(|kind| VolumeType::from(kind.as_str()));
        let call = work.clients.ec2.create_volume().set_availability_zone(text(properties, "AvailabilityZone"));
        let call = call.set_encrypted(flag(properties, "Encrypted")).set_kms_key_id(text(properties, "KmsKeyId"));
        let call = call.set_iops(number(properties, "Iops")).set_throughput(number(properties, "Throughput"));
        let call = call.set_size(number(properties, "Size")).set_snapshot_id(text(properties, "SnapshotId"));
        let call = call.set_multi_attach_enabled(flag(properties, "MultiAttachEnabled")).set_volume_type(kind);
        let call = call.set_tag_specifications(tags.map(|tags| vec![tags])).client_token(work.token());
        call.send().await.map_err(fault)?.volume_id.ok_or_else(|| incomplete("which volume was made"))
    }

    async fn list(&self, work: &Work<'_>, filters: Vec<Filter>) -> Result<Vec<Actual>, Fault> {
        let pages = work.again.ec2.describe_volumes().set_filters(Some(filters)).into_paginator().items().send();
        let all = pages.collect::<Result<Vec<_>, _>>().await.map_err(fault)?;
        let there = |volume: &&Volume| volume.state() != Some(&VolumeState::Deleted);
        Ok(all.iter().filter(there).map(actual).collect())
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: &Change<'_>) -> Result<(), Fault> {
        if !is_only_about(change, &["Iops", "Size", "Throughput", "VolumeType"]) {
            return Control.change(work, identifier, *change).await;
        }
        // A volume keeps what a change does not speak of.
        let is_gp3 = text(change.after, "VolumeType").as_deref() == Some("gp3");
        let defaults: &[(&str, Json)] = match is_gp3 {
            true => &[("Iops", json!(3000)), ("Throughput", json!(125))],
            false => &[("VolumeType", json!("gp2"))],
        };
        let after = &with_defaults(change, defaults);
        let kind = text(after, "VolumeType").map(|kind| VolumeType::from(kind.as_str()));
        let call = work.clients.ec2.modify_volume().volume_id(identifier).set_size(number(after, "Size"));
        let call = call.set_iops(number(after, "Iops")).set_throughput(number(after, "Throughput"));
        call.set_volume_type(kind).send().await.map_err(fault).map(drop)
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        if work.call.snapshot {
            let call = work.clients.ec2.create_snapshot().volume_id(identifier);
            let tags = crate::marks::marks(work.call)
                .map(|(name, value)| aws_sdk_ec2::types::Tag::builder().key(name).value(value).build());
            let tags = aws_sdk_ec2::types::TagSpecification::builder()
                .resource_type(ResourceType::Snapshot)
                .set_tags(Some(tags.into()));
            call.tag_specifications(tags.build()).send().await.map_err(fault)?;
        }
        work.clients.ec2.delete_volume().volume_id(identifier).send().await.map_err(fault).map(drop)
    }
}

fn actual(volume: &Volume) -> Actual {
    let readiness = match volume.state() {
        Some(VolumeState::Creating) => Readiness::Busy,
        Some(VolumeState::Deleting) => Readiness::Going,
        Some(VolumeState::Error) => Readiness::Failed,
        _ => Readiness::Ready,
    };
    let model = model([
        ("VolumeId", told(volume.volume_id.as_ref())),
        ("AvailabilityZone", told(volume.availability_zone.as_ref())),
        ("Encrypted", told(volume.encrypted.as_ref())),
        ("Iops", told(volume.iops.as_ref())),
        ("KmsKeyId", told(volume.kms_key_id.as_ref())),
        ("MultiAttachEnabled", told(volume.multi_attach_enabled.as_ref())),
        ("Size", told(volume.size.as_ref())),
        ("SnapshotId", told(volume.snapshot_id.as_ref().filter(|id| !id.is_empty()))),
        ("Throughput", told(volume.throughput.as_ref())),
        ("VolumeType", volume.volume_type().map(|kind| kind.as_str().into())),
        ("Tags", tags::model(volume.tags())),
    ]);
    Actual { identifier: volume.volume_id().unwrap_or_default().to_owned(), model, readiness }
}
