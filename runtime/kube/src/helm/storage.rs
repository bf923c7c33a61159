//! Where Helm keeps what it knows of releases: each revision in a Secret, whose labels say what it is and how it stands, and
//! whose contents are JSON, compressed. No command of Helm tells the labels. Source: the Helm documentation, "Advanced Helm
//! Techniques", "Storage backends".

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cloudc_provider::{Class, Fault, path};
use flate2::read::GzDecoder;
use serde_json::{Value as Json, json};

use super::release::Release;
use crate::cluster::Cluster;

/// The most that a release may be: what a Secret holds is a megabyte, compressed.
const MAX_BYTES: u64 = 64 << 20;

/// What Helm keeps in one namespace.
pub(super) struct Storage<'s> {
    pub(super) cluster: &'s Cluster,
    pub(super) namespace: &'s str,
}

/// What a revision was made of, and what it made.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Contents {
    /// The version of its chart.
    pub(super) version: Option<String>,
    /// What somebody told it, beside what its chart says itself.
    pub(super) values: Json,
    /// The objects that it made, as text.
    pub(super) manifest: String,
}

impl Storage<'_> {
    /// Every revision of a release that is kept, the newest first.
    pub(super) async fn revisions(&self, name: &str) -> Result<Vec<Release>, Fault> {
        let found = self.cluster.metadata(&self.path(), &format!("owner=helm,name={name}")).await?;
        let mut found: Vec<Release> = found.iter().filter_map(Release::read).collect();
        found.sort_by_key(|release| std::cmp::Reverse(release.revision));
        Ok(found)
    }

    /// What is in a revision; none if it went meanwhile.
    pub(super) async fn contents(&self, release: &Release) -> Result<Option<Contents>, Fault> {
        let Some(secret) = self.cluster.get(&format!("{}/{}", self.path(), release.secret)).await? else {
            return Ok(None);
        };
        let unreadable = || Fault::new(Class::Invalid, "Helm", format!("`{}` holds no release", release.secret));
        let data = path::text(&secret, "data.release").ok_or_else(unreadable)?;
        Contents::unpacked(data).map(Some).ok_or_else(unreadable)
    }

    /// Writes labels on a revision; those that follow take them over.
    pub(super) async fn label(&self, release: &Release, labels: Json) -> Result<(), Fault> {
        let change = json!({ "metadata": { "labels": labels } });
        self.cluster.merge(&self.path(), &release.secret, &change).await
    }

    fn path(&self) -> String {
        format!("/api/v1/namespaces/{}/secrets", self.namespace)
    }
}

impl Contents {
    /// From what stands in a Secret: base64, once by Kubernetes and once by Helm, of JSON that is compressed.
    fn unpacked(data: &str) -> Option<Contents> {
        let packed = STANDARD.decode(STANDARD.decode(data).ok()?).ok()?;
        let mut text = Vec::new();
        GzDecoder::new(packed.as_slice()).take(MAX_BYTES).read_to_end(&mut text).ok()?;
        Some(Contents::read(&serde_json::from_slice(&text).ok()?))
    }

    /// From a release as Helm writes it in JSON.
    pub(super) fn read(release: &Json) -> Contents {
        let text = |place: &str| path::text(release, place).map(str::to_owned);
        Contents {
            version: text("chart.metadata.version"),
            values: path::get(release, "config").cloned().unwrap_or_else(|| json!({})),
            manifest: text("manifest").unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    #[test]
    fn a_release_is_unpacked() {
        let release = json!({
            "chart": { "metadata": { "name": "web", "version": "1.2.0" } }, "config": { "size": 3 }, "manifest": "a: b",
        });
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(release.to_string().as_bytes()).unwrap();
        let data = STANDARD.encode(STANDARD.encode(packed.finish().unwrap()));
        let contents = Contents::unpacked(&data).unwrap();
        assert_eq!(contents, Contents::read(&release));
        assert_eq!((contents.version.as_deref(), contents.values), (Some("1.2.0"), json!({ "size": 3 })));
        assert_eq!(Contents::unpacked("AAAA"), None);
        assert_eq!(Contents::unpacked(data.get(..data.len() / 2).unwrap()), None);
    }
}
