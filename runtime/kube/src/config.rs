//! Configurations of kubectl, for a client, for Helm and for people.

use cloudc_provider::Connection;
use serde_json::{Value as Json, json};

use crate::fault::line;

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

/// A configuration, as text, with another one added to it, which is in use from then on. What has the same names is replaced,
/// everything else stays.
///
/// # Errors
/// The text is no configuration of kubectl.
pub fn merged(known: &str, new: &Json) -> Result<String, String> {
    let mut all: Json = match known.trim() {
        "" => json!({ "apiVersion": "v1", "kind": "Config" }),
        known => serde_saphyr::from_str(known).map_err(|error| line(&error))?,
    };
    let entries = all.as_object_mut().ok_or_else(|| "it is no mapping".to_owned())?;
    for part in ["clusters", "users", "contexts"] {
        let new = new.get(part).and_then(Json::as_array).into_iter().flatten();
        let list = entries.entry(part).or_insert_with(|| json!([]));
        if list.is_null() {
            *list = json!([]);
        }
        let list = list.as_array_mut().ok_or_else(|| format!("its `{part}` are no list"))?;
        for entry in new {
            list.retain(|known| known.get("name") != entry.get("name"));
            list.push(entry.clone());
        }
    }
    if let Some(current) = new.get("current-context") {
        entries.insert("current-context".to_owned(), current.clone());
    }
    serde_saphyr::to_string(&all).map_err(|error| line(&error))
}

/// The command that says what lets in to a cluster of EKS: this program's own.
pub fn command(cluster: &str, region: &str) -> Vec<String> {
    let own = std::env::current_exe().ok().and_then(|path| path.to_str().map(str::to_owned));
    let own = own.unwrap_or_else(|| "cloudc".to_owned());
    [own.as_str(), "pass", cluster, "--region", region].map(str::to_owned).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(name: &str) -> Json {
        let connection = Connection {
            endpoint: Some("https://edge".into()),
            authority: Some("Q0E=".into()),
            eks: Some(name.into()),
            context: None,
        };
        kubeconfig(name, &connection, &command(name, "eu-west-1")).unwrap()
    }

    #[test]
    fn a_configuration_keeps_what_is_in_it() {
        let known =
            "apiVersion: v1\nkind: Config\npreferences: {}\ncontexts: null\nusers:\n- name: me\n  user: {token: t}\n";
        let text = merged(&merged(known, &own("edge")).unwrap(), &own("edge")).unwrap();
        let all: Json = serde_saphyr::from_str(&text).unwrap();
        assert_eq!(all.pointer("/users/0/user/token"), Some(&json!("t")));
        assert_eq!(all.pointer("/users").and_then(Json::as_array).map(Vec::len), Some(2));
        assert_eq!(all["current-context"], json!("edge"));
        assert_eq!(all.pointer("/users/1/user/exec/args"), Some(&json!(["pass", "edge", "--region", "eu-west-1"])));
        let read: kube::config::Kubeconfig = serde_json::from_value(all).unwrap();
        assert_eq!(read.clusters.len(), 1);
    }

    #[test]
    fn what_is_no_configuration_is_said() {
        assert!(merged("- 1", &own("edge")).is_err());
        assert!(merged("a: [", &own("edge")).is_err());
        assert!(merged("users: 3", &own("edge")).is_err());
    }
}
