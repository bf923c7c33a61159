//! What clusters need of the account that they stand in: a pass, and what vaults keep.

use std::time::Duration;

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cloudc_provider::{Account, Call, Class, Fault, Pass, Silent, Site};
use serde_json::Value as Json;

use crate::Aws;
use crate::call::Caller;
use crate::clients::Regions;
use crate::fault::fault;
use crate::secrets::filled;

/// The header that says for which cluster a pass is.
const CLUSTER: &str = "x-k8s-aws-id";

/// How long the request may be signed before it is made. EKS believes it for longer.
const SIGNED: Duration = Duration::from_secs(60);

/// How long EKS believes a pass: fifteen minutes, less what clocks differ.
const BELIEVED: Duration = Duration::from_secs(14 * 60);

#[async_trait]
impl Account for Aws {
    async fn pass(&self, site: &Site, cluster: &str) -> Result<Pass, Fault> {
        let token = token(&self.at(site)?.caller, cluster).await?;
        Ok(Pass { token, lasts: BELIEVED })
    }

    async fn api(&self, site: &Site, cluster: &str) -> Result<Option<String>, Fault> {
        match self.at(site)?.again.eks.describe_cluster().name(cluster).send().await.map_err(fault) {
            Ok(found) => Ok(found.cluster.and_then(|cluster| cluster.endpoint)),
            Err(fault) if fault.class == Class::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    async fn reveal(&self, call: &Call, properties: &Json) -> Result<Json, Fault> {
        let region = self.at(&call.site)?;
        filled(&self.work(call, &region, &Silent), properties).await
    }
}

/// A signed request that says who asks, which only EKS makes. Source: the EKS documentation, "Learn how access control works
/// in Amazon EKS", and what aws-iam-authenticator documents as its API authorization from outside a cluster.
async fn token(caller: &Caller, cluster: &str) -> Result<String, Fault> {
    let query = "Action=GetCallerIdentity&Version=2011-06-15";
    let address = caller.presigned(("sts", query), (CLUSTER, cluster), SIGNED).await?;
    Ok(format!("k8s-aws-v1.{}", URL_SAFE_NO_PAD.encode(address)))
}

/// What lets whoever calls in to a cluster of a region, for programs that ask for nothing else.
///
/// # Errors
/// There are no credentials, or the environment's endpoint is none.
pub async fn pass(region: &str, cluster: &str) -> Result<Pass, Fault> {
    let regions = Regions::open(Some(region)).await.map_err(|error| Fault::impossible(error.to_string()))?;
    let token = token(&regions.at("", region).caller, cluster).await?;
    Ok(Pass { token, lasts: BELIEVED })
}
