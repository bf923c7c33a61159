use async_trait::async_trait;
use aws_sdk_eks::types::{AccessEntry, AccessScope, AccessScopeType};
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery};
use serde_json::Value as Json;

use super::tags;
use crate::control::Control;
use crate::direct::props::{items, model, text, texts, told};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};
use crate::marks;

/// `aws.eks.AccessEntry`: a cluster has one for a principal, so it is its own key. Done: it is there with its policies.
#[derive(Debug)]
pub(crate) struct Access;

#[async_trait]
impl Handler for Access {
    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let from = |name| text(properties, name);
        let call = work.clients.eks.create_access_entry().set_cluster_name(from("ClusterName"));
        let call = call.set_principal_arn(from("PrincipalArn")).set_type(from("Type")).set_username(from("Username"));
        let call = call.set_kubernetes_groups(texts(properties, "KubernetesGroups"));
        let call = call.set_tags(tags::of(properties)).client_request_token(work.token());
        let made = call.send().await.map_err(fault)?.access_entry;
        made.as_ref().map(identifier).ok_or_else(|| incomplete("which entry was made"))
    }

    async fn finish(&self, work: &Work<'_>, identifier: &str, properties: &Json) -> Result<(), Fault> {
        let (principal, cluster) = parts(identifier)?;
        for policy in items(properties, "AccessPolicies") {
            let kind = text(policy, "AccessScope.Type").map(|word| AccessScopeType::from(word.as_str()));
            let scope = AccessScope::builder().set_type(kind);
            let scope = scope.set_namespaces(texts(policy, "AccessScope.Namespaces")).build();
            let call = work.again.eks.associate_access_policy().cluster_name(cluster).principal_arn(principal);
            let call = call.set_policy_arn(text(policy, "PolicyArn")).access_scope(scope);
            call.send().await.map_err(fault)?;
        }
        Ok(())
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        let Some(entry) = get(work, identifier).await? else { return Ok(None) };
        let mut model = model([
            ("PrincipalArn", told(entry.principal_arn.as_ref())),
            ("ClusterName", told(entry.cluster_name.as_ref())),
            ("AccessEntryArn", told(entry.access_entry_arn.as_ref())),
            ("Username", told(entry.username.as_ref())),
            ("KubernetesGroups", Some(entry.kubernetes_groups().into())),
            ("Tags", tags::model(work, entry.tags())),
        ]);
        marks::strip(&work.call.ty, &mut model);
        Ok(Some(Actual { identifier: identifier.to_owned(), model, readiness: Readiness::Ready }))
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        Control.change(work, identifier, change).await
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let (principal, cluster) = parts(identifier)?;
        let call = work.clients.eks.delete_access_entry().cluster_name(cluster).principal_arn(principal);
        call.send().await.map_err(fault).map(drop)
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let both = text(properties, "PrincipalArn").zip(text(properties, "ClusterName"));
        let Some((principal, cluster)) = both else { return Ok(None) };
        let found = get(work, &format!("{principal}|{cluster}")).await?;
        Ok(found.filter(|entry| tags::is_made_by(work, entry.tags())).as_ref().map(identifier))
    }
}

fn identifier(entry: &AccessEntry) -> String {
    format!("{}|{}", entry.principal_arn().unwrap_or_default(), entry.cluster_name().unwrap_or_default())
}

fn parts(identifier: &str) -> Result<(&str, &str), Fault> {
    identifier.split_once('|').ok_or_else(|| Fault::impossible(format!("`{identifier}` is no access entry")))
}

async fn get(work: &Work<'_>, identifier: &str) -> Result<Option<AccessEntry>, Fault> {
    let (principal, cluster) = parts(identifier)?;
    let call = work.again.eks.describe_access_entry().cluster_name(cluster).principal_arn(principal);
    match call.send().await.map_err(fault) {
        Ok(answer) => Ok(answer.access_entry),
        Err(fault) if fault.class == Class::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}
