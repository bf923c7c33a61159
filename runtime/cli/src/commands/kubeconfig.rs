use std::path::{Path, PathBuf};

use cloudc_engine::{Cluster, clusters};
use cloudc_kube::{command, kubeconfig, merged};
use serde_json::Value as Json;

use crate::cloud::{self, Chosen, Kind};
use crate::colour::Colour;
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program::{Program, Which};

/// Print how kubectl reaches a cluster of the program, or add it to a configuration of kubectl's
///
/// It holds no secret: kubectl asks cloudc to be let in each time, and cloudc signs with your own credentials.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    which: Which,

    /// The cluster, if there are several
    address: Option<String>,

    /// Add it to the configuration that kubectl uses, `$KUBECONFIG` or else `~/.kube/config`, and use it from now on
    #[arg(long, conflicts_with = "out")]
    merge: bool,

    /// Add it to this configuration instead
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    out: Option<PathBuf>,

    #[command(flatten)]
    cloud: Chosen,
}

pub(crate) fn run(args: &Args, colour: Colour) -> Result<Exit, Failure> {
    let program = args.which.compile_unchecked(colour)?;
    if args.cloud.kind == Kind::Local {
        return Err(Failure::NoApi);
    }
    let document = cloud::recorded(args.cloud.kind, &program)?;
    let cluster = chosen(&program, clusters(&program.graph, &document, &document.home), args.address.as_deref())?;
    let name = format!("{}-{}", document.app, cluster.address);
    let eks = cluster.connection.eks.as_deref().unwrap_or_default();
    let config =
        kubeconfig(&name, &cluster.connection, &command(eks, &cluster.site.region)).ok_or(Failure::OwnContext)?;
    match (&args.out, args.merge) {
        (None, false) => disk::print(&added("", &config, Path::new("the configuration"))?),
        (Some(path), _) => add(path, &config, &name)?,
        (None, true) => add(&used().ok_or(Failure::NoHome)?, &config, &name)?,
    }
    Ok(Exit::Clean)
}

/// The cluster that is meant.
fn chosen(program: &Program, all: Vec<Cluster>, address: Option<&str>) -> Result<Cluster, Failure> {
    let wanted = address.map(|address| program.find(address)).transpose()?;
    let is_it = |cluster: &Cluster| wanted.as_ref().is_none_or(|address| cluster.address == *address);
    let mut found = all.into_iter().filter(is_it).collect::<Vec<_>>();
    match (found.pop(), found.as_slice()) {
        (Some(one), []) => Ok(one),
        (Some(last), others) => {
            let names = others.iter().chain([&last]).map(|cluster| format!("`{}`", cluster.address));
            Err(Failure::SeveralClusters { names: names.collect::<Vec<_>>().join(", ") })
        }
        (None, _) => Err(Failure::NoCluster),
    }
}

/// Where kubectl looks first.
fn used() -> Option<PathBuf> {
    match std::env::var_os("KUBECONFIG").filter(|named| !named.is_empty()) {
        Some(named) => std::env::split_paths(&named).next(),
        None => std::env::home_dir().map(|home| home.join(".kube").join("config")),
    }
}

fn add(path: &Path, config: &Json, name: &str) -> Result<(), Failure> {
    let known = match std::fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        known => known.map_err(|source| Failure::Unreadable { path: path.display().to_string(), source })?,
    };
    let text = added(&known, config, path)?;
    if let Some(folder) = path.parent() {
        let made = std::fs::create_dir_all(folder);
        made.map_err(|source| Failure::Unwritable { path: folder.display().to_string(), source })?;
    }
    disk::write(path, &text)?;
    eprintln!("`{name}` is in {}, and kubectl uses it from now on", path.display());
    Ok(())
}

fn added(known: &str, config: &Json, path: &Path) -> Result<String, Failure> {
    merged(known, config).map_err(|why| Failure::NoKubeconfig { path: path.display().to_string(), why })
}
