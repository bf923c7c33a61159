//! What carries the mark of a program on a cluster, whichever that is.

use std::time::Duration;

use cloudc_facts::facts;
use cloudc_provider::{Class, Fault, Looking, Present, Site, identifier, path};
use serde_json::{Value as Json, json};

use crate::cluster::Cluster;
use crate::kind::group;
use crate::{helm, mark};

/// How long a kind is asked for that cannot be listed yet, and how often.
const PATIENCE: Duration = Duration::from_secs(15);
const LOOK: Duration = Duration::from_secs(2);

/// All of it: objects and releases of charts, sorted.
pub(crate) async fn all(cluster: &Cluster, site: &Site) -> Result<Vec<Present>, Fault> {
    let mut found = helm::marked(cluster, site).await?;
    for version in versions(cluster).await? {
        for kind in kinds(cluster, &version).await? {
            let list = format!("{}/{}", group(&version), kind.plural);
            let objects = allowed(marked(cluster, &list).await)?.unwrap_or_default();
            found.extend(objects.iter().filter_map(|metadata| present(&version, &kind.name, metadata, site)));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// What carries a mark at an address. A kind that has just come is not listed for a moment.
async fn marked(cluster: &Cluster, list: &str) -> Result<Vec<Json>, Fault> {
    let mut looking = Looking::new(PATIENCE, LOOK);
    loop {
        match cluster.metadata(list, mark::APP).await {
            Err(fault) if fault.class == Class::Throttled && !looking.is_late() => looking.pause().await,
            other => return other,
        }
    }
}

/// A kind that can be listed.
struct Listed {
    /// `Deployment`.
    name: String,
    /// `deployments`.
    plural: String,
}

/// The versions of groups that the server prefers.
async fn versions(cluster: &Cluster) -> Result<Vec<String>, Fault> {
    let groups = cluster.get("/apis").await?.unwrap_or_default();
    let groups = groups.get("groups").and_then(Json::as_array).into_iter().flatten();
    let preferred = groups.filter_map(|group| path::text(group, "preferredVersion.groupVersion")).map(str::to_owned);
    Ok(std::iter::once("v1".to_owned()).chain(preferred).collect())
}

async fn kinds(cluster: &Cluster, version: &str) -> Result<Vec<Listed>, Fault> {
    // Whoever serves a group beside the server may be away.
    let resources = allowed(cluster.get(&group(version)).await)?.flatten().unwrap_or_default();
    let resources = resources.get("resources").and_then(Json::as_array).into_iter().flatten();
    let listed = resources.filter_map(|resource| {
        let verbs = resource.get("verbs").and_then(Json::as_array)?;
        let plural = path::text(resource, "name").filter(|name| !name.contains('/'))?;
        let name = path::text(resource, "kind")?;
        verbs.contains(&json!("list")).then(|| Listed { name: name.to_owned(), plural: plural.to_owned() })
    });
    Ok(listed.collect())
}

/// What was found, if one may look there and somebody answers.
fn allowed<T>(found: Result<T, Fault>) -> Result<Option<T>, Fault> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(fault) if matches!(fault.class, Class::Denied | Class::NotFound | Class::Transient | Class::Invalid) => {
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}

/// An object, unless a controller made it of another and gave it the labels of that.
fn present(version: &str, kind: &str, metadata: &Json, site: &Site) -> Option<Present> {
    if metadata.get("ownerReferences").and_then(Json::as_array).is_some_and(|owners| !owners.is_empty()) {
        return None;
    }
    let (app, address) = mark::whose(metadata)?;
    let object = json!({ "apiVersion": version, "kind": kind, "metadata": metadata });
    let ty = facts().kubernetes_type(version, kind).or_else(|| facts().resource_type("k8s.Object"))?;
    let identifier = identifier(&ty, &object)?;
    Some(Present { ty: ty.name().to_owned(), identifier, app, address, site: Some(site.clone()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_controller_made_is_left_out() {
        let mut metadata = json!({
            "name": "web", "namespace": "shop",
            "labels": { "cloudc/app": "desk" }, "annotations": { "cloudc/address": "web.deployment" },
        });
        let found = present("apps/v1", "Deployment", &metadata, &Site::default()).unwrap();
        assert_eq!((found.ty.as_str(), found.identifier.as_str()), ("k8s.apps.v1.Deployment", "shop|web"));
        assert_eq!((found.app.as_str(), found.address.as_str()), ("desk", "web.deployment"));
        path::set(&mut metadata, "ownerReferences", json!([{ "kind": "Service" }]));
        assert_eq!(present("apps/v1", "Deployment", &metadata, &Site::default()), None);
        assert_eq!(present("v1", "Endpoints", &json!({ "labels": { "cloudc/app": "desk" } }), &Site::default()), None);
    }
}
