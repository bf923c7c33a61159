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

/// The code of a run that did not end by itself.
pub(super) const KILLED: &str = "HelmKilled";

/// What would lead Helm to another cluster, or to another place in it, or make it say more than its answer.
const ELSEWHERE: [&str; 13] = [
    // What opens the state's secrets is nobody else's.
    "CLOUDC_STATE_PASSPHRASE",
    "HELM_DEBUG",
    "HELM_DRIVER",
    "HELM_DRIVER_SQL_CONNECTION_STRING",
    "HELM_KUBEAPISERVER",
    "HELM_KUBEASGROUPS",
    "HELM_KUBEASUSER",
    "HELM_KUBECAFILE",
    "HELM_KUBECONTEXT",
    "HELM_KUBEINSECURE_SKIP_TLS_VERIFY",
    "HELM_KUBETLS_SERVER_NAME",
    "HELM_KUBETOKEN",
    "HELM_NAMESPACE",
];

/// What Helm says, by what may be done about it; the first that fits counts.
const SIGNS: [(&[&str], Class); 7] = [
    (&["release: not found"], Class::NotFound),
    (&["another operation", "is being terminated"], Class::Conflict),
    (&["Unauthorized", "forbidden", "credentials"], Class::Denied),
    // What it is made of may be there in a moment: another chart brings its kinds.
    (&["no matches for kind", "ensure CRDs are installed first"], Class::NotFound),
    (&["timed out waiting", "not ready", "would exceed context deadline", "BackoffLimitExceeded"], Class::Failed),
    (
        &[
            "cluster unreachable",
            "connection refused",
            "no such host",
            "TLS handshake",
            "i/o timeout",
            "dial tcp",
            "EOF",
        ],
        Class::Transient,
    ),
    (&["timed out", "context deadline exceeded"], Class::Failed),
];

/// Whether there is a `helm` on the path.
pub fn is_here() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names = ["helm", "helm.exe"];
    std::env::split_paths(&path).any(|folder| names.iter().any(|name| folder.join(name).is_file()))
}

/// `helm`, told the way to a cluster.
pub(super) struct Program<'p> {
    pub(super) cluster: &'p Cluster,
    pub(super) root: &'p Path,
}

/// One command.
pub(super) struct Wish<'w> {
    pub(super) words: &'w [&'w str],
    pub(super) namespace: &'w str,
    /// What it reads; values go this way, so that no list of processes shows them.
    pub(super) input: Option<String>,
}

impl<'p> Program<'p> {
    /// The way to the cluster, if it is no context of one's own configuration. It holds no secret.
    fn config(&self) -> Result<Option<NamedTempFile>, Fault> {
        let connection = &self.cluster.connection;
        let name = connection.eks.as_deref().unwrap_or("cluster");
        let Some(config) = kubeconfig(name, connection, &command(name, self.cluster.region())) else { return Ok(None) };
        let written = NamedTempFile::new().and_then(|mut file| {
            file.write_all(config.to_string().as_bytes())?;
            Ok(Some(file))
        });
        written.map_err(|error| Fault::impossible(format!("no temporary file can be written: {error}")))
    }

    /// Runs it to the end; gives what it says.
    pub(super) async fn run(&self, wish: &Wish<'_>) -> Result<String, Fault> {
        let config = self.config()?;
        let mut command = Command::new("helm");
        command.args(["--namespace", wish.namespace]).args(wish.words).current_dir(self.root);
        for name in ELSEWHERE {
            command.env_remove(name);
        }
        match (&config, &self.cluster.connection.context) {
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
        if output.status.code().is_none() {
            return Err(Fault::new(Class::Lost, KILLED, "helm was killed"));
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
    let signs = SIGNS.iter().find(|(signs, _)| signs.iter().any(|sign| message.contains(sign)));
    let class = signs.map_or(Class::Invalid, |(_, class)| *class);
    Fault::new(class, "Helm", message)
}
