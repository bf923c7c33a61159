//! Keys of ConfigMaps and Secrets: which there are, and which pods ask for.

use cloudc_base::value::Value;

use super::object::{Object, get, items};
use super::pods::Pods;
use crate::read::text;

/// The keys of a ConfigMap or Secret; none if what holds them is later.
pub(crate) type Keys<'g> = Option<Vec<&'g str>>;

/// The keys that an object has.
pub(crate) fn keys<'g>(object: &Object<'g>) -> Keys<'g> {
    let mut keys = Vec::new();
    for property in ["data", "stringData", "binaryData"] {
        match object.get(&[property]) {
            None => {}
            Some(Value::Record(record)) => {
                keys.extend(record.iter().filter(|(_, value)| **value != Value::Null).map(|(name, _)| &**name));
            }
            Some(_) => return None,
        }
    }
    Some(keys)
}

/// A key that a pod cannot start without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyUse<'g> {
    /// `ConfigMap` or `Secret`.
    pub(crate) kind: &'static str,
    pub(crate) name: &'g str,
    pub(crate) key: &'g str,
}

/// The keys that pods ask for: in the environment of their containers, and as files.
pub(crate) fn key_uses<'g>(pods: &Pods<'g>) -> Vec<KeyUse<'g>> {
    let mut uses = Vec::new();
    for variable in pods.containers().into_iter().flat_map(|container| items(container, &["env"])) {
        for (path, kind) in [("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")] {
            let Some(from) = get(variable, &["valueFrom", path]) else { continue };
            uses.extend(one(kind, from, get(from, &["name"]), get(from, &["key"])));
        }
    }
    for volume in items(pods.spec, &["volumes"]) {
        files(volume, "secretName", &mut uses);
        for source in items(volume, &["projected", "sources"]) {
            files(source, "name", &mut uses);
        }
    }
    uses
}

/// The files that a volume takes one by one.
fn files<'g>(volume: &'g Value, secret_name: &str, uses: &mut Vec<KeyUse<'g>>) {
    for (path, name, kind) in [("configMap", "name", "ConfigMap"), ("secret", secret_name, "Secret")] {
        let Some(from) = get(volume, &[path]) else { continue };
        let found = items(from, &["items"]).into_iter();
        uses.extend(found.filter_map(|item| one(kind, from, get(from, &[name]), get(item, &["key"]))));
    }
}

fn one<'g>(kind: &'static str, from: &Value, name: Option<&'g Value>, key: Option<&'g Value>) -> Option<KeyUse<'g>> {
    let optional = get(from, &["optional"]).is_some_and(|value| *value != Value::Bool(false));
    (!optional).then_some(KeyUse { kind, name: text(name?)?, key: text(key?)? })
}
