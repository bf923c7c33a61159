use std::time::Duration;

use cloudc_provider::{Class, Fault, Timestamp, path};
use serde_json::Value as Json;

/// A release as Helm tells about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Release {
    /// `deployed`, `failed`, `pending-install`, ..
    pub(super) status: String,
    pub(super) revision: i64,
    /// The version of its chart.
    pub(super) version: Option<String>,
    labels: Vec<(String, String)>,
    /// When Helm wrote it last.
    changed: Option<Timestamp>,
}

impl Release {
    /// From what `helm status` and `helm list` say as JSON.
    pub(super) fn read(status: &str, list: &str) -> Result<Release, Fault> {
        let unreadable =
            |error: serde_json::Error| Fault::new(Class::Invalid, "Helm", format!("helm says no JSON: {error}"));
        let status: Json = serde_json::from_str(status).map_err(unreadable)?;
        let list: Json = serde_json::from_str(list).map_err(unreadable)?;
        let info = |place: &str| path::text(&status, place).map(str::to_owned);
        let labels = path::get(&status, "labels").and_then(Json::as_object);
        let labels =
            labels.into_iter().flatten().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
        Ok(Release {
            status: info("info.status").unwrap_or_default(),
            revision: path::get(&status, "version").and_then(Json::as_i64).unwrap_or(0),
            version: list.get(0).and_then(|entry| version(path::text(entry, "chart")?)).map(str::to_owned),
            labels: labels.collect(),
            changed: info("info.last_deployed").and_then(|when| moment(&when)),
        })
    }

    pub(super) fn label(&self, name: &str) -> Option<&str> {
        self.labels.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a run of Helm is at work on it, or was killed while it was.
    pub(super) fn is_pending(&self) -> bool {
        self.status.starts_with("pending-") || self.status == "uninstalling"
    }

    /// How long ago Helm wrote it; nothing if nobody knows.
    pub(super) fn age(&self) -> Duration {
        self.changed.map(|changed| Timestamp::of_machine().since(changed)).unwrap_or_default()
    }
}

/// An instant as Helm writes it: with nanoseconds, at the clock of whoever ran it.
fn moment(text: &str) -> Option<Timestamp> {
    let instant: jiff::Timestamp = text.parse().ok()?;
    u64::try_from(instant.as_millisecond()).ok().map(Timestamp::new)
}

/// The version at the end of a chart's whole name: `v1.16.1` of `cert-manager-v1.16.1`.
fn version(whole: &str) -> Option<&str> {
    let begins = |rest: &str| {
        let digits = rest.strip_prefix('v').unwrap_or(rest);
        digits.starts_with(|first: char| first.is_ascii_digit()) && digits.contains('.')
    };
    whole.match_indices('-').map(|(at, _)| whole.get(at + 1..).unwrap_or_default()).find(|rest| begins(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_what_follows_the_name() {
        assert_eq!(version("cert-manager-v1.16.1"), Some("v1.16.1"));
        assert_eq!(version("kube-prometheus-stack-77.0.0-rc.1"), Some("77.0.0-rc.1"));
        assert_eq!(version("redis"), None);
    }

    #[test]
    fn an_instant_is_one_wherever_it_is_written() {
        assert_eq!(moment("2026-11-21T22:50:27.123456789+01:00"), moment("2026-11-21T21:50:27.123456789Z"));
        assert!(moment("2026-11-21T22:50:27Z").is_some());
    }

    #[test]
    fn a_release_is_read_from_what_helm_says() {
        let status = r#"{ "name": "keda", "version": 3, "info": { "status": "pending-upgrade" }, "labels": { "cloudc-app": "shop" } }"#;
        let release = Release::read(status, r#"[{ "name": "keda", "chart": "keda-2.17.2" }]"#).unwrap();
        assert_eq!((release.revision, release.version.as_deref()), (3, Some("2.17.2")));
        assert!(release.is_pending());
        assert_eq!(release.label("cloudc-app"), Some("shop"));
    }
}
