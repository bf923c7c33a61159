//! Releases as Flux makes them: <https://fluxcd.io/flux/components/helm/helmreleases/>.

use super::super::object::{Doc, metadata, object};
use super::super::program::Program;
use super::{Chart, moved};
use crate::tree::{Map, Tree};

/// How often Flux looks.
const INTERVAL: &str = "1h0m0s";

/// The source of a chart and its release. A chart of the program's folder comes from the repository that Flux itself is
/// installed from.
pub(crate) fn release(program: &Program<'_>, chart: &Chart) -> Vec<Doc> {
    let namespace = chart.namespace.as_deref();
    let meta = || metadata(program, &chart.name, namespace);
    let (source, from) = match (chart.oci(), &chart.repo) {
        (Some(url), _) => (Some(registry(chart, url, meta())), ("chartRef", own("OCIRepository", chart))),
        (None, Some(url)) => {
            let spec = Map::default().with("interval", Tree::text(INTERVAL)).with("url", Tree::text(url.clone()));
            let source = object("source.toolkit.fluxcd.io/v1", "HelmRepository", meta()).with("spec", Tree::Map(spec));
            (Some(source), ("chart", of(chart, own("HelmRepository", chart))))
        }
        (None, None) => {
            let git = Map::default().with("kind", Tree::text("GitRepository")).with("name", Tree::text("flux-system"));
            (None, ("chart", of(chart, git.with("namespace", Tree::text("flux-system")))))
        }
    };
    let spec = spec(chart).with(from.0, Tree::Map(from.1));
    let spec = if chart.values.is_empty() { spec } else { spec.with("values", Tree::Map(chart.values.clone())) };
    let release = object("helm.toolkit.fluxcd.io/v2", "HelmRelease", meta()).with("spec", Tree::Map(spec.sorted()));
    let source = source.map(|tree| Doc { tree, node: Some(chart.node), fields: Vec::new() });
    let release = Doc { tree: release, node: Some(chart.node), fields: moved(chart, &["spec", "values"]) };
    source.into_iter().chain([release]).collect()
}

fn registry(chart: &Chart, url: String, meta: Map) -> Map {
    let layer = Map::default()
        .with("mediaType", Tree::text("application/vnd.cncf.helm.chart.content.v1.tar+gzip"))
        .with("operation", Tree::text("copy"));
    let exact =
        chart.version.as_ref().map(|version| Tree::Map(Map::default().with("semver", Tree::text(version.clone()))));
    let spec = Map::default()
        .with("interval", Tree::text(INTERVAL))
        .with("layerSelector", Tree::Map(layer))
        .with_some("ref", exact)
        .with("url", Tree::text(url));
    object("source.toolkit.fluxcd.io/v1", "OCIRepository", meta).with("spec", Tree::Map(spec))
}

fn own(kind: &'static str, chart: &Chart) -> Map {
    Map::default().with("kind", Tree::text(kind)).with("name", Tree::text(chart.name.clone()))
}

/// A chart of a source.
fn of(chart: &Chart, source: Map) -> Map {
    let path = if chart.repo.is_some() { chart.chart.clone() } else { format!("./{}", chart.chart) };
    let version = chart.version.as_ref().map(|version| Tree::text(version.clone()));
    let spec = Map::default()
        .with("chart", Tree::text(path))
        .with("sourceRef", Tree::Map(source))
        .with_some("version", version);
    Map::default().with("spec", Tree::Map(spec))
}

fn spec(chart: &Chart) -> Map {
    let crds = if chart.skips_definitions { ("Skip", "Skip") } else { ("Create", "CreateReplace") };
    let waits = (!chart.waits).then_some(Tree::Bool(true));
    let phase = |crds: &'static str| {
        let map = Map::default().with("crds", Tree::text(crds)).with_some("disableWait", waits.clone());
        Tree::Map(map)
    };
    let timeout = chart.timeout.map(|seconds| Tree::text(format!("{seconds}s")));
    Map::default()
        .with("interval", Tree::text(INTERVAL))
        .with("releaseName", Tree::text(chart.name.clone()))
        .with_some("timeout", timeout)
        .with("install", phase(crds.0))
        .with("upgrade", phase(crds.1))
}
