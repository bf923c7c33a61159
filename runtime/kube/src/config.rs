//! Configurations of kubectl, for a client, for Helm and for people.

use cloudc_provider::Connection;
use serde_json::{Value as Json, json};

/// How one is let in to a cluster.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Login<'l> {
    /// As anybody.
    Open,
    /// By a word.
    Token(&'l str),
    /// By what a command says each time: the program and its arguments.
    Command(&'l [String]),
}

/// A configuration that leads to one cluster; none where a connection is a context of one's own configuration.
pub(crate) fn with(name: &str, connection: &Connection, login: Login<'_>) -> Option<Json> {
    let mut cluster = json!({ "server": connection.endpoint.as_deref()? });
    if let Some(authority) = connection.authority.as_deref() {
        cloudc_provider::path::set(&mut cluster, "certificate-authority-data", json!(authority));
    }
    let user = match login {
        Login::Open => json!({}),
        Login::Token(token) => json!({ "token": token }),
        Login::Command(words) => {
            let (program, arguments) = words.split_first()?;
            json!({ "exec": {
                "apiVersion": "client.authentication.k8s.io/v1",
                "command": program,
                "args": arguments,
                "interactiveMode": "Never",
            } })
        }
    };
    Some(json!({
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{ "name": name, "cluster": cluster }],
        "users": [{ "name": name, "user": user }],
        "contexts": [{ "name": name, "context": { "cluster": name, "user": name } }],
        "current-context": name,
    }))
}

/// A configuration that leads to one cluster and holds no secret: whoever uses it asks `command` to be let in. None where
/// the connection is a context of one's own configuration already.
pub fn kubeconfig(name: &str, connection: &Connection, command: &[String]) -> Option<Json> {
    let login = if connection.eks.is_some() { Login::Command(command) } else { Login::Open };
    with(name, connection, login)
}

/// The command that says what lets in to a cluster of EKS: this program's own.
pub fn command(cluster: &str, region: &str) -> Vec<String> {
    let own = std::env::current_exe().ok().and_then(|path| path.to_str().map(str::to_owned));
    let own = own.unwrap_or_else(|| "cloudc".to_owned());
    [own.as_str(), "kubeconfig", "--token", cluster, "--region", region].map(str::to_owned).to_vec()
}
