//! Charts, by the program `helm` on the path. Source: the Helm documentation, "Helm Commands".
//!
//! A release carries the program that it is of, and the operation that made it, as labels. How it stands is read where Helm
//! keeps it (`storage.rs`); `helm` runs only where something changes, or would. What a killed run left half done, the next one
//! waits for, since Helm may still be at work, and then takes back (`halfway.rs`).

mod chart;
mod halfway;
mod install;
mod program;
mod release;
mod storage;
mod trial;

use cloudc_provider::{Fault, Present, Site};

pub(crate) use chart::Chart;
pub use program::is_here;

use crate::cluster::Cluster;

/// Every release on a cluster that carries the mark of a program.
pub(crate) async fn marked(cluster: &Cluster, site: &Site) -> Result<Vec<Present>, Fault> {
    let mut found: Vec<Present> = Vec::new();
    for metadata in cluster.metadata("/api/v1/secrets", &format!("owner=helm,{}", release::APP)).await? {
        let text = |part: &str| cloudc_provider::path::text(&metadata, part);
        let label = |name: &str| metadata.get("labels")?.get(name)?.as_str();
        let (Some(namespace), Some(name), Some(app)) = (text("namespace"), label("name"), label(release::APP)) else {
            continue;
        };
        found.push(Present {
            ty: "helm.Release".to_owned(),
            identifier: format!("{namespace}|{name}"),
            app: app.to_owned(),
            address: label(release::ADDRESS).unwrap_or_default().to_owned(),
            site: Some(site.clone()),
        });
    }
    // Each revision is kept.
    found.sort();
    found.dedup();
    Ok(found)
}
