//! What a machine begins with, as the call that launches it takes it.

use aws_sdk_ec2::operation::run_instances::builders::RunInstancesFluentBuilder;
use aws_sdk_ec2::types::{
    BlockDeviceMapping, CreditSpecificationRequest, EbsBlockDevice, HibernationOptionsRequest, HttpTokensState,
    IamInstanceProfileSpecification, InstanceMetadataEndpointState, InstanceMetadataOptionsRequest,
    InstanceMetadataProtocolState, InstanceMetadataTagsState, InstanceNetworkInterfaceSpecification, InstanceType,
    LaunchTemplateSpecification, Placement, RunInstancesMonitoringEnabled, ShutdownBehavior, Tenancy, VolumeType,
};
use cloudc_provider::path;
use serde_json::Value as Json;

use crate::direct::props::{flag, items, number, text, texts};

/// The call for one machine with these properties.
pub(super) fn run(call: RunInstancesFluentBuilder, properties: &Json) -> RunInstancesFluentBuilder {
    let from = |name| text(properties, name);
    let call = call.min_count(1).max_count(1).set_image_id(from("ImageId")).set_key_name(from("KeyName"));
    let call = call.set_instance_type(from("InstanceType").map(|word| InstanceType::from(word.as_str())));
    let call = call.set_user_data(from("UserData")).set_subnet_id(from("SubnetId"));
    let call = call.set_security_group_ids(texts(properties, "SecurityGroupIds"));
    let call = call.set_private_ip_address(from("PrivateIpAddress"));
    let call = call.set_ebs_optimized(flag(properties, "EbsOptimized"));
    let call = call.set_disable_api_termination(flag(properties, "DisableApiTermination"));
    let end = from("InstanceInitiatedShutdownBehavior").map(|word| ShutdownBehavior::from(word.as_str()));
    let call = call.set_instance_initiated_shutdown_behavior(end).set_placement(placement(properties));
    let watched = |enabled| RunInstancesMonitoringEnabled::builder().enabled(enabled).build();
    let call = call.set_monitoring(flag(properties, "Monitoring").map(watched));
    let profile = |name| IamInstanceProfileSpecification::builder().name(name).build();
    let call = call.set_iam_instance_profile(from("IamInstanceProfile").map(profile));
    let credits = |word| CreditSpecificationRequest::builder().cpu_credits(word).build();
    let call = call.set_credit_specification(from("CreditSpecification.CPUCredits").map(credits));
    let sleeps = |configured| HibernationOptionsRequest::builder().configured(configured).build();
    let call = call.set_hibernation_options(flag(properties, "HibernationOptions.Configured").map(sleeps));
    let call = call.set_launch_template(template(properties)).set_metadata_options(metadata(properties));
    let disks: Vec<_> = items(properties, "BlockDeviceMappings").iter().map(disk).collect();
    let interfaces: Vec<_> = items(properties, "NetworkInterfaces").iter().map(interface).collect();
    let call = call.set_block_device_mappings(Some(disks).filter(|disks| !disks.is_empty()));
    call.set_network_interfaces(Some(interfaces).filter(|interfaces| !interfaces.is_empty()))
}

fn placement(properties: &Json) -> Option<Placement> {
    let (zone, tenancy) = (text(properties, "AvailabilityZone"), text(properties, "Tenancy"));
    let said = zone.is_some() || tenancy.is_some();
    let tenancy = tenancy.map(|word| Tenancy::from(word.as_str()));
    said.then(|| Placement::builder().set_availability_zone(zone).set_tenancy(tenancy).build())
}

fn template(properties: &Json) -> Option<LaunchTemplateSpecification> {
    let template = path::get(properties, "LaunchTemplate")?;
    let builder = LaunchTemplateSpecification::builder().set_launch_template_id(text(template, "LaunchTemplateId"));
    let builder = builder.set_launch_template_name(text(template, "LaunchTemplateName"));
    Some(builder.set_version(text(template, "Version")).build())
}

fn metadata(properties: &Json) -> Option<InstanceMetadataOptionsRequest> {
    let options = path::get(properties, "MetadataOptions")?;
    let from = |name| text(options, name);
    let builder = InstanceMetadataOptionsRequest::builder();
    let builder = builder.set_http_tokens(from("HttpTokens").map(|word| HttpTokensState::from(word.as_str())));
    let builder = builder.set_http_put_response_hop_limit(number(options, "HttpPutResponseHopLimit"));
    let endpoint = from("HttpEndpoint").map(|word| InstanceMetadataEndpointState::from(word.as_str()));
    let six = from("HttpProtocolIpv6").map(|word| InstanceMetadataProtocolState::from(word.as_str()));
    let tags = from("InstanceMetadataTags").map(|word| InstanceMetadataTagsState::from(word.as_str()));
    Some(builder.set_http_endpoint(endpoint).set_http_protocol_ipv6(six).set_instance_metadata_tags(tags).build())
}

fn disk(mapping: &Json) -> BlockDeviceMapping {
    let builder = BlockDeviceMapping::builder().set_device_name(text(mapping, "DeviceName"));
    let builder = builder.set_virtual_name(text(mapping, "VirtualName"));
    let builder = builder.set_no_device(path::get(mapping, "NoDevice").map(|_| String::new()));
    builder.set_ebs(path::get(mapping, "Ebs").map(volume)).build()
}

fn volume(ebs: &Json) -> EbsBlockDevice {
    let kind = text(ebs, "VolumeType").map(|word| VolumeType::from(word.as_str()));
    let builder = EbsBlockDevice::builder().set_volume_size(number(ebs, "VolumeSize")).set_volume_type(kind);
    let builder = builder.set_encrypted(flag(ebs, "Encrypted")).set_kms_key_id(text(ebs, "KmsKeyId"));
    let builder = builder.set_iops(number(ebs, "Iops")).set_throughput(number(ebs, "Throughput"));
    let builder = builder.set_snapshot_id(text(ebs, "SnapshotId"));
    builder.set_delete_on_termination(flag(ebs, "DeleteOnTermination")).build()
}

/// What can be written of an interface; a machine with other ones is Cloud Control's.
pub(super) const INTERFACE: [&str; 8] = [
    "AssociatePublicIpAddress",
    "DeleteOnTermination",
    "Description",
    "DeviceIndex",
    "GroupSet",
    "NetworkInterfaceId",
    "PrivateIpAddress",
    "SubnetId",
];

fn interface(interface: &Json) -> InstanceNetworkInterfaceSpecification {
    let from = |name| text(interface, name);
    let builder = InstanceNetworkInterfaceSpecification::builder().set_subnet_id(from("SubnetId"));
    let builder = builder.set_device_index(number(interface, "DeviceIndex")).set_groups(texts(interface, "GroupSet"));
    let builder = builder.set_associate_public_ip_address(flag(interface, "AssociatePublicIpAddress"));
    let builder = builder.set_delete_on_termination(flag(interface, "DeleteOnTermination"));
    let builder = builder.set_description(from("Description")).set_private_ip_address(from("PrivateIpAddress"));
    builder.set_network_interface_id(from("NetworkInterfaceId")).build()
}
