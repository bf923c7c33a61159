use std::collections::BTreeMap;
use std::time::Duration;

use cloudc_provider::{Readiness, Timestamp};
use serde_json::Value as Json;

/// The label that says which operation made a release.
pub(super) const MADE_BY: &str = "cloudc-made-by";

/// The label that says whose it is.
pub(super) const APP: &str = "cloudc-app";

/// The label that says where it stands in the program, if a label can say that.
pub(super) const ADDRESS: &str = "cloudc-address";

/// What a label may be: letters, digits, `-`, `_` and `.`, at most 63 of them, the outer ones letters or digits.
pub(super) fn is_label(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let outer = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    text.len() <= 63 && text.bytes().all(inner) && outer(text.bytes().next()) && outer(text.bytes().last())
}

/// One revision of a release, by the labels of the Secret that Helm keeps it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Release {
    /// The Secret's name.
    pub(super) secret: String,
    pub(super) revision: i64,
    /// `deployed`, `failed`, `pending-install`, ..
    pub(super) status: String,
    labels: BTreeMap<String, String>,
    /// When Helm wrote it last.
    changed: Option<Timestamp>,
}

impl Release {
    /// From the metadata of the Secret; none if it is of somebody else than Helm.
    pub(super) fn read(metadata: &Json) -> Option<Release> {
        let labels = metadata.get("labels")?.as_object()?;
        let labels: BTreeMap<String, String> =
            labels.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect();
        let number = |name: &str| labels.get(name)?.parse::<u64>().ok();
        let changed = number("modifiedAt").max(number("createdAt"));
        Some(Release {
            secret: metadata.get("name")?.as_str()?.to_owned(),
            revision: i64::try_from(number("version")?).ok()?,
            status: labels.get("status")?.clone(),
            changed: changed.map(|seconds| Timestamp::new(seconds.saturating_mul(1000))),
            labels,
        })
    }

    pub(super) fn label(&self, name: &str) -> Option<&str> {
        self.labels.get(name).map(String::as_str)
    }

    /// Whether a run of Helm is at work on it, or was killed while it was.
    pub(super) fn is_pending(&self) -> bool {
        self.status.starts_with("pending-") || self.status == "uninstalling"
    }

    /// Whether it was well once.
    pub(super) fn was_well(&self) -> bool {
        matches!(self.status.as_str(), "deployed" | "superseded")
    }

    pub(super) fn readiness(&self) -> Readiness {
        match self.status.as_str() {
            "deployed" => Readiness::Ready,
            "uninstalling" => Readiness::Going,
            "failed" => Readiness::Failed,
            _ => Readiness::Busy,
        }
    }

    /// How long ago Helm wrote it; nothing if nobody knows.
    pub(super) fn age(&self) -> Duration {
        self.changed.map(|changed| Timestamp::of_machine().since(changed)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_label_is_short_and_plain() {
        assert!(is_label("edge.monitoring.release"));
        assert!(!is_label("links[\"a\"].release") && !is_label("") && !is_label("a_") && !is_label(&"a".repeat(64)));
    }

    fn of(labels: &Json) -> Option<Release> {
        Release::read(&json!({ "name": "sh.helm.release.v1.keda.v3", "labels": labels }))
    }

    #[test]
    fn a_release_is_what_the_labels_say() {
        let labels = json!({
            "name": "keda", "owner": "helm", "status": "pending-upgrade", "version": "3",
            "createdAt": "1700000000", "modifiedAt": "1700000009", "cloudc-app": "shop",
        });
        let release = of(&labels).unwrap();
        assert_eq!((release.revision, release.label(APP)), (3, Some("shop")));
        assert!(release.is_pending() && !release.was_well());
        assert_eq!(release.changed, Some(Timestamp::new(1_700_000_009_000)));
    }

    #[test]
    fn what_is_no_release_is_none() {
        assert_eq!(of(&json!({ "version": "3" })), None);
        assert_eq!(of(&json!({ "version": "-3", "status": "deployed" })), None);
        assert_eq!(of(&Json::Null), None);
    }
}
