use async_trait::async_trait;
use aws_sdk_eks::types::{
    AuthenticationMode, Cluster, ClusterStatus, CreateAccessConfigRequest, EncryptionConfig, IpFamily,
    KubernetesNetworkConfigRequest, LogSetup, LogType, Logging, Provider, SupportType, UpgradePolicyRequest,
    VpcConfigRequest,
};
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery, named, path};
use serde_json::{Value as Json, json};

use super::tags;
use crate::control::Control;
use crate::direct::props::{self, flag, items, model, text, texts, told};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};
use crate::marks;

/// `aws.eks.Cluster`. Done: it is active, which takes about nine minutes, and its API answers.
#[derive(Debug)]
pub(crate) struct Plane;

/// What can be written here; clusters with more go through Cloud Control.
const PROPERTIES: [&str; 12] = [
    "AccessConfig",
    "BootstrapSelfManagedAddons",
    "DeletionProtection",
    "EncryptionConfig",
    "KubernetesNetworkConfig",
    "Logging",
    "Name",
    "ResourcesVpcConfig",
    "RoleArn",
    "Tags",
    "UpgradePolicy",
    "Version",
];

/// What can be written of its network.
const NETWORK: [&str; 5] =
    ["EndpointPrivateAccess", "EndpointPublicAccess", "PublicAccessCidrs", "SecurityGroupIds", "SubnetIds"];

#[async_trait]
impl Handler for Plane {
    fn takes(&self, properties: &Json) -> bool {
        props::are_among(properties, &PROPERTIES)
            && props::holds_only(properties, "KubernetesNetworkConfig", &["IpFamily", "ServiceIpv4Cidr"])
            && props::holds_only(properties, "ResourcesVpcConfig", &NETWORK)
    }

    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let from = |name| text(properties, name);
        let call = work.clients.eks.create_cluster().set_name(from("Name")).set_version(from("Version"));
        let call = call.set_role_arn(from("RoleArn")).set_resources_vpc_config(network(properties));
        let call = call.set_kubernetes_network_config(addresses(properties)).set_logging(logging(properties));
        let call = call.set_encryption_config(encryption(properties)).set_access_config(access(properties));
        let call = call.set_bootstrap_self_managed_addons(flag(properties, "BootstrapSelfManagedAddons"));
        let call = call.set_upgrade_policy(support(properties));
        let call = call.set_deletion_protection(flag(properties, "DeletionProtection"));
        let made =
            call.set_tags(tags::of(properties)).client_request_token(work.token()).send().await.map_err(fault)?;
        made.cluster.and_then(|cluster| cluster.name).ok_or_else(|| incomplete("which cluster was made"))
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        Ok(get(work, identifier).await?.as_ref().map(|cluster| actual(work, cluster)))
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        Control.change(work, identifier, change).await
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        work.clients.eks.delete_cluster().name(identifier).send().await.map_err(fault).map(drop)
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let Some(name) = text(&named(work.call, properties), "Name") else { return Ok(None) };
        let found = get(work, &name).await?;
        Ok(found.filter(|cluster| tags::is_made_by(work, cluster.tags())).map(|_| name))
    }
}

async fn get(work: &Work<'_>, name: &str) -> Result<Option<Cluster>, Fault> {
    match work.again.eks.describe_cluster().name(name).send().await.map_err(fault) {
        Ok(answer) => Ok(answer.cluster),
        Err(fault) if fault.class == Class::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn network(properties: &Json) -> Option<VpcConfigRequest> {
    let network = path::get(properties, "ResourcesVpcConfig")?;
    let builder = VpcConfigRequest::builder().set_subnet_ids(texts(network, "SubnetIds"));
    let builder = builder.set_security_group_ids(texts(network, "SecurityGroupIds"));
    let builder = builder.set_endpoint_private_access(flag(network, "EndpointPrivateAccess"));
    let builder = builder.set_endpoint_public_access(flag(network, "EndpointPublicAccess"));
    Some(builder.set_public_access_cidrs(texts(network, "PublicAccessCidrs")).build())
}

fn addresses(properties: &Json) -> Option<KubernetesNetworkConfigRequest> {
    let network = path::get(properties, "KubernetesNetworkConfig")?;
    let family = text(network, "IpFamily").map(|word| IpFamily::from(word.as_str()));
    let builder = KubernetesNetworkConfigRequest::builder().set_ip_family(family);
    Some(builder.set_service_ipv4_cidr(text(network, "ServiceIpv4Cidr")).build())
}

fn logging(properties: &Json) -> Option<Logging> {
    let kinds = items(properties, "Logging.ClusterLogging.EnabledTypes").iter();
    let kinds: Vec<LogType> = kinds.filter_map(|kind| Some(LogType::from(text(kind, "Type")?.as_str()))).collect();
    let setup = LogSetup::builder().enabled(true).set_types(Some(kinds.clone())).build();
    Some(Logging::builder().cluster_logging(setup).build()).filter(|_| !kinds.is_empty())
}

#[expect(deprecated, reason = "a program that names what is encrypted is sent as it is")]
fn encryption(properties: &Json) -> Option<Vec<EncryptionConfig>> {
    let one = |config: &Json| {
        let provider = Provider::builder().set_key_arn(text(config, "Provider.KeyArn")).build();
        EncryptionConfig::builder().provider(provider).set_resources(texts(config, "Resources")).build()
    };
    path::get(properties, "EncryptionConfig")?;
    Some(items(properties, "EncryptionConfig").iter().map(one).collect())
}

fn access(properties: &Json) -> Option<CreateAccessConfigRequest> {
    let access = path::get(properties, "AccessConfig")?;
    let mode = text(access, "AuthenticationMode").map(|word| AuthenticationMode::from(word.as_str()));
    let builder = CreateAccessConfigRequest::builder().set_authentication_mode(mode);
    let first = flag(access, "BootstrapClusterCreatorAdminPermissions");
    Some(builder.set_bootstrap_cluster_creator_admin_permissions(first).build())
}

fn support(properties: &Json) -> Option<UpgradePolicyRequest> {
    let kind = text(properties, "UpgradePolicy.SupportType").map(|word| SupportType::from(word.as_str()));
    Some(UpgradePolicyRequest::builder().set_support_type(Some(kind?)).build())
}

/// The properties that a cluster was made with, as far as EKS tells them.
#[expect(deprecated, reason = "a program that names what is encrypted is told it as it is")]
fn written(cluster: &Cluster) -> [(&'static str, Option<Json>); 5] {
    let network = cluster.resources_vpc_config().map(|network| {
        model([
            ("SubnetIds", Some(json!(network.subnet_ids()))),
            ("SecurityGroupIds", Some(json!(network.security_group_ids()))),
            ("EndpointPrivateAccess", Some(json!(network.endpoint_private_access))),
            ("EndpointPublicAccess", Some(json!(network.endpoint_public_access))),
            ("PublicAccessCidrs", Some(json!(network.public_access_cidrs()))),
        ])
    });
    let setups = cluster.logging().map(Logging::cluster_logging).unwrap_or_default();
    let kinds = setups.iter().filter(|setup| setup.enabled() == Some(true)).flat_map(LogSetup::types);
    let kinds: Vec<Json> = kinds.map(|kind| json!({ "Type": kind.as_str() })).collect();
    let access = cluster.access_config().and_then(|access| access.authentication_mode());
    let support = cluster.upgrade_policy().and_then(|policy| policy.support_type());
    let keys = cluster.encryption_config().iter().map(|config| {
        let key = config.provider().and_then(|provider| provider.key_arn());
        json!({ "Provider": { "KeyArn": key }, "Resources": config.resources() })
    });
    let keys: Vec<Json> = keys.collect();
    [
        ("ResourcesVpcConfig", network),
        ("Logging", (!kinds.is_empty()).then(|| json!({ "ClusterLogging": { "EnabledTypes": kinds } }))),
        ("AccessConfig", access.map(|mode| json!({ "AuthenticationMode": mode.as_str() }))),
        ("UpgradePolicy", support.map(|kind| json!({ "SupportType": kind.as_str() }))),
        ("EncryptionConfig", (!keys.is_empty()).then(|| json!(keys))),
    ]
}

fn actual(work: &Work<'_>, cluster: &Cluster) -> Actual {
    let readiness = match cluster.status() {
        Some(ClusterStatus::Creating | ClusterStatus::Updating | ClusterStatus::Pending) => Readiness::Busy,
        Some(ClusterStatus::Deleting) => Readiness::Going,
        Some(ClusterStatus::Failed) => Readiness::Failed,
        _ => Readiness::Ready,
    };
    let group = cluster.resources_vpc_config().and_then(|network| network.cluster_security_group_id.as_ref());
    let issuer = cluster.identity().and_then(|identity| identity.oidc()).and_then(|oidc| oidc.issuer.as_ref());
    let addresses = cluster.kubernetes_network_config();
    let six = addresses.and_then(|network| network.ip_family()).filter(|family| **family == IpFamily::Ipv6);
    let addresses = model([
        ("IpFamily", six.map(|family| json!(family.as_str()))),
        ("ServiceIpv4Cidr", told(addresses.and_then(|network| network.service_ipv4_cidr.as_ref()))),
        ("ServiceIpv6Cidr", told(addresses.and_then(|network| network.service_ipv6_cidr.as_ref()))),
    ]);
    let sick = cluster.health().and_then(|health| health.issues().first()).and_then(|issue| issue.message());
    let mut model = model(written(cluster).into_iter().chain([
        ("Name", told(cluster.name.as_ref())),
        ("Id", told(cluster.id.as_ref())),
        ("Arn", told(cluster.arn.as_ref())),
        ("Version", told(cluster.version.as_ref())),
        ("RoleArn", told(cluster.role_arn.as_ref())),
        ("Endpoint", told(cluster.endpoint.as_ref())),
        ("CertificateAuthorityData", cluster.certificate_authority().and_then(|own| told(own.data.as_ref()))),
        ("ClusterSecurityGroupId", told(group)),
        ("OpenIdConnectIssuerUrl", told(issuer)),
        ("KubernetesNetworkConfig", Some(addresses).filter(|addresses| *addresses != json!({}))),
        ("StatusReason", sick.map(Json::from)),
        ("Tags", tags::model(work, cluster.tags())),
    ]));
    marks::strip(&work.call.ty, &mut model);
    Actual { identifier: cluster.name().unwrap_or_default().to_owned(), model, readiness }
}
