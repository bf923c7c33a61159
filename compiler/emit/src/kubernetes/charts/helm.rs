//! Releases as commands of Helm: <https://helm.sh/docs/helm/helm_upgrade/>.

use serde_json::{Value, json};

use super::Chart;

/// A command, and what it is about.
#[derive(Debug, Clone)]
pub(crate) struct Command {
    pub(crate) words: Vec<String>,
    /// The file of values that it reads, if there are any.
    pub(crate) values: Option<String>,
}

/// What installs a chart, or brings it up to date; `values` is the file that holds what it is told.
pub(crate) fn command(chart: &Chart, values: Option<&str>) -> Command {
    let oci = chart.oci();
    let mut words = vec!["helm".to_owned(), "upgrade".to_owned(), "--install".to_owned(), chart.name.clone()];
    let local = || format!("./{}", chart.chart);
    words.push(match (&oci, &chart.repo) {
        (Some(url), _) => url.clone(),
        (None, Some(_)) => chart.chart.clone(),
        (None, None) => local(),
    });
    let mut option = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            words.extend([name.to_owned(), value]);
        }
    };
    option("--repo", chart.repo.clone().filter(|_| oci.is_none()));
    option("--version", chart.version.clone());
    option("--namespace", chart.namespace.clone());
    option("--values", values.map(str::to_owned));
    option("--timeout", chart.timeout.map(|seconds| format!("{seconds}s")));
    let flags = [
        (chart.makes_namespace, "--create-namespace"),
        (chart.skips_definitions, "--skip-crds"),
        (chart.waits, "--wait"),
    ];
    words.extend(flags.iter().filter(|(is, _)| *is).map(|(_, flag)| (*flag).to_owned()));
    Command { words, values: values.map(str::to_owned) }
}

/// What `charts.json` says of a release.
pub(crate) fn entry(chart: &Chart, command: &Command, address: &str) -> Value {
    json!({
        "address": address,
        "chart": chart.chart,
        "command": command.words,
        "createNamespace": chart.makes_namespace,
        "name": chart.name,
        "namespace": chart.namespace,
        "repo": chart.repo,
        "skipCrds": chart.skips_definitions,
        "timeout": chart.timeout,
        "values": command.values,
        "version": chart.version,
        "wait": chart.waits,
    })
}
