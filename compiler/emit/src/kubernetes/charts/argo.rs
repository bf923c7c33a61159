//! Releases as Argo CD makes them: <https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml>.

use super::super::object::{Doc, metadata, object};
use super::super::program::Program;
use super::{Chart, moved};
use crate::tree::{Map, Tree};

/// An `Application`; `None` for a chart of the program's folder, which Argo CD cannot take from anywhere.
pub(crate) fn application(program: &Program<'_>, chart: &Chart) -> Option<Doc> {
    let repo = chart.repo.as_deref()?;
    let mut helm = Map::default().with("releaseName", Tree::text(chart.name.clone()));
    if chart.skips_definitions {
        helm.set("skipCrds", Tree::Bool(true));
    }
    if !chart.values.is_empty() {
        helm.set("valuesObject", Tree::Map(chart.values.clone()));
    }
    let source = Map::default()
        .with("chart", Tree::text(chart.chart.clone()))
        .with("helm", Tree::Map(helm))
        .with("repoURL", Tree::text(repo.strip_prefix("oci://").unwrap_or(repo).to_owned()))
        .with("targetRevision", Tree::text(chart.version.clone().unwrap_or_else(|| "*".to_owned())));
    let namespace = chart.namespace.clone().unwrap_or_else(|| "default".to_owned());
    let destination = Map::default()
        .with("namespace", Tree::text(namespace))
        .with("server", Tree::text("https://kubernetes.default.svc"));
    let spec = Map::default()
        .with("destination", Tree::Map(destination))
        .with("project", Tree::text("default"))
        .with("source", Tree::Map(source))
        .with("syncPolicy", Tree::Map(policy(chart)));
    let meta = metadata(program, &chart.name, Some("argocd"));
    let tree = object("argoproj.io/v1alpha1", "Application", meta).with("spec", Tree::Map(spec));
    Some(Doc { tree, node: Some(chart.node), fields: moved(chart, &["spec", "source", "helm", "valuesObject"]) })
}

/// What is not in the program goes, what somebody changes is put right; definitions are too large for another way to apply.
fn policy(chart: &Chart) -> Map {
    let automated = Map::default().with("prune", Tree::Bool(true)).with("selfHeal", Tree::Bool(true));
    let namespace = chart.makes_namespace.then_some("CreateNamespace=true");
    let options = namespace.into_iter().chain(["ServerSideApply=true"]);
    Map::default().with("automated", Tree::Map(automated)).with("syncOptions", Tree::texts(options))
}
