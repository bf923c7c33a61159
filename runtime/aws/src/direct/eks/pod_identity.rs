use async_trait::async_trait;
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery};
use serde_json::Value as Json;

use super::tags;
use crate::control::Control;
use crate::direct::props::{self, model, text, told};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};
use crate::marks;

/// `aws.eks.PodIdentityAssociation`: an account of a namespace has one, so it is its own key. Done: it is there; pods see it
/// when they start.
#[derive(Debug)]
pub(crate) struct Identity;

#[async_trait]
impl Handler for Identity {
    fn takes(&self, properties: &Json) -> bool {
        props::are_among(properties, &["ClusterName", "Namespace", "RoleArn", "ServiceAccount", "Tags"])
    }

    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let from = |name| text(properties, name);
        let call = work.clients.eks.create_pod_identity_association().set_cluster_name(from("ClusterName"));
        let call = call.set_namespace(from("Namespace")).set_service_account(from("ServiceAccount"));
        let call = call.set_role_arn(from("RoleArn")).set_tags(tags::of(properties));
        let made = call.client_request_token(work.token()).send().await.map_err(fault)?.association;
        made.and_then(|own| own.association_arn).ok_or_else(|| incomplete("which association was made"))
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        let (cluster, id) = parts(identifier)?;
        let call = work.again.eks.describe_pod_identity_association().cluster_name(cluster).association_id(id);
        let answer = match call.send().await.map_err(fault) {
            Err(fault) if fault.class == Class::NotFound => return Ok(None),
            answer => answer?,
        };
        let Some(own) = answer.association else { return Ok(None) };
        let mut model = model([
            ("AssociationArn", Some(identifier.into())),
            ("AssociationId", told(own.association_id.as_ref())),
            ("ClusterName", told(own.cluster_name.as_ref())),
            ("Namespace", told(own.namespace.as_ref())),
            ("ServiceAccount", told(own.service_account.as_ref())),
            ("RoleArn", told(own.role_arn.as_ref())),
            ("ExternalId", told(own.external_id.as_ref())),
            ("Tags", tags::model(work, own.tags())),
        ]);
        marks::strip(&work.call.ty, &mut model);
        Ok(Some(Actual { identifier: identifier.to_owned(), model, readiness: Readiness::Ready }))
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        Control.change(work, identifier, change).await
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let (cluster, id) = parts(identifier)?;
        let call = work.clients.eks.delete_pod_identity_association().cluster_name(cluster).association_id(id);
        call.send().await.map_err(fault).map(drop)
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let from = |name| text(properties, name);
        let call = work.again.eks.list_pod_identity_associations().set_cluster_name(from("ClusterName"));
        let call = call.set_namespace(from("Namespace")).set_service_account(from("ServiceAccount"));
        let answer = match call.send().await.map_err(fault) {
            Err(fault) if fault.class == Class::NotFound => return Ok(None),
            answer => answer?,
        };
        Ok(answer.associations().first().and_then(|own| own.association_arn.clone()))
    }
}

/// The cluster and the id in `arn:aws:eks:REGION:ACCOUNT:podidentityassociation/CLUSTER/ID`.
fn parts(identifier: &str) -> Result<(&str, &str), Fault> {
    let mut parts = identifier.rsplit('/');
    let both = parts.next().zip(parts.next()).map(|(id, cluster)| (cluster, id));
    both.ok_or_else(|| Fault::impossible(format!("`{identifier}` is no association of an identity")))
}
