use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use cloudc_provider::{Class, Fault};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::cluster::Cluster;
use crate::config::{command, kubeconfig};
use crate::fault::line;

/// Whether there is a `helm` on the path.
pub fn is_here() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names = ["helm", "helm.exe"];
    std::env::split_paths(&path).any(|folder| names.iter().any(|name| folder.join(name).is_file()))
}

/// `helm`, told the way to a cluster.
pub(super) struct Program<'p> {
    cluster: &'p Cluster,
    root: &'p Path,
    /// The way to the cluster, if it is no context of one's own configuration. It holds no secret.
    config: Option<NamedTempFile>,
}

/// One command.
pub(super) struct Wish<'w> {
    pub(super) words: &'w [&'w str],
    pub(super) namespace: &'w str,
    /// What it reads; values go this way, so that no list of processes shows them.
    pub(super) input: Option<String>,
}

impl<'p> Program<'p> {
    pub(super) fn new(cluster: &'p Cluster, root: &'p Path) -> Result<Program<'p>, Fault> {
        let name = cluster.connection.eks.as_deref().unwrap_or("cluster");
        let config = kubeconfig(name, &cluster.connection, &command(name, cluster.region()));
        let config = config.map(|config| {
            let mut file = NamedTempFile::new()?;
            file.write_all(config.to_string().as_bytes())?;
            std::io::Result::Ok(file)
        });
        let config = config.transpose();
        let config = config.map_err(|error| Fault::impossible(format!("no temporary file can be written: {error}")))?;
        Ok(Program { cluster, root, config })
    }

    /// Runs it to the end; gives what it says.
    pub(super) async fn run(&self, wish: &Wish<'_>) -> Result<String, Fault> {
        let mut command = Command::new("helm");
        command.args(wish.words).args(["--namespace", wish.namespace]).current_dir(self.root);
        // What opens the state's secrets is nobody else's.
        for name in [
            "HELM_KUBECONTEXT",
            "HELM_NAMESPACE",
            "HELM_KUBETOKEN",
            "HELM_KUBEAPISERVER",
            "HELM_DRIVER",
            "CLOUDC_STATE_PASSPHRASE",
        ] {
            command.env_remove(name);
        }
        match (&self.config, &self.cluster.connection.context) {
            (Some(file), _) => drop(command.env("KUBECONFIG", file.path())),
            (None, Some(context)) => drop(command.args(["--kube-context", context])),
            (None, None) => {}
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().map_err(|error| missing(&error))?;
        if let Some(mut stdin) = child.stdin.take() {
            // Whoever does not read it says why below.
            let _told = stdin.write_all(wish.input.as_deref().unwrap_or_default().as_bytes()).await;
        }
        let output = child.wait_with_output().await;
        let output = output.map_err(|error| Fault::new(Class::Lost, "Helm", format!("helm broke off: {error}")))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(said(&String::from_utf8_lossy(&output.stderr)))
    }
}

fn missing(error: &std::io::Error) -> Fault {
    if error.kind() == std::io::ErrorKind::NotFound {
        let message = "charts are installed by `helm`, which is not on the path: https://helm.sh/docs/intro/install";
        return Fault::new(Class::Invalid, "NoHelm", message);
    }
    Fault::new(Class::Invalid, "NoHelm", format!("helm cannot be run: {error}"))
}

/// What Helm says when it fails.
fn said(stderr: &str) -> Fault {
    let lines = stderr.lines().filter(|line| !line.trim_start().starts_with("WARNING"));
    let message = line(&lines.collect::<Vec<_>>().join("\n"));
    let message = message.strip_prefix("Error: ").unwrap_or(&message).to_owned();
    let has = |sign: &str| message.contains(sign);
    let class = match () {
        () if has("release: not found") => Class::NotFound,
        () if has("another operation") => Class::Conflict,
        () if has("Unauthorized") || has("forbidden") => Class::Denied,
        () if has("connection refused") || has("no such host") || has("TLS handshake timeout") => Class::Transient,
        () if has("timed out") || has("context deadline exceeded") => Class::Failed,
        () => Class::Invalid,
    };
    Fault::new(class, "Helm", message)
}
