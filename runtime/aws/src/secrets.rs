//! Secrets are references until the moment when they are sent.

use std::future::Future;
use std::pin::Pin;

use cloudc_provider::{Class, Fault};
use serde_json::{Map, Value as Json};

use crate::fault::{fault, incomplete};
use crate::handler::Work;

/// The name of the only entry of an object that stands for a secret.
const SECRET: &str = "cloudc:secret";

type Filling<'f> = Pin<Box<dyn Future<Output = Result<Json, Fault>> + Send + 'f>>;

/// Properties with the secrets in the places of their references.
pub(crate) async fn filled(work: &Work<'_>, properties: &Json) -> Result<Json, Fault> {
    if has_secret(properties) { fill(work, properties).await } else { Ok(properties.clone()) }
}

fn recipe_of(value: &Json) -> Option<&Json> {
    value.as_object().filter(|entries| entries.len() == 1)?.get(SECRET)
}

fn has_secret(value: &Json) -> bool {
    match value {
        Json::Object(entries) => recipe_of(value).is_some() || entries.values().any(has_secret),
        Json::Array(items) => items.iter().any(has_secret),
        _ => false,
    }
}

fn fill<'f>(work: &'f Work<'_>, value: &'f Json) -> Filling<'f> {
    Box::pin(async move {
        if let Some(recipe) = recipe_of(value) {
            return made(work, recipe).await;
        }
        match value {
            Json::Array(items) => {
                let mut filled = Vec::with_capacity(items.len());
                for item in items {
                    filled.push(fill(work, item).await?);
                }
                Ok(Json::Array(filled))
            }
            Json::Object(entries) => {
                let mut filled = Map::new();
                for (name, entry) in entries {
                    filled.insert(name.clone(), fill(work, entry).await?);
                }
                Ok(Json::Object(filled))
            }
            other => Ok(other.clone()),
        }
    })
}

/// What a recipe makes.
fn made<'f>(work: &'f Work<'_>, recipe: &'f Json) -> Filling<'f> {
    Box::pin(async move {
        if let Some(reference) = recipe.get("reference").and_then(Json::as_str) {
            return kept(work, reference).await.map(Json::String);
        }
        if let Some(parts) = recipe.get("join").and_then(Json::as_array) {
            let mut text = String::new();
            for part in parts {
                match fill(work, part).await? {
                    Json::String(piece) => text.push_str(&piece),
                    other => text.push_str(&other.to_string()),
                }
            }
            return Ok(Json::String(text));
        }
        Err(Fault::impossible("a secret that is computed, or that another resource keeps, cannot be sent to AWS yet"))
    })
}

/// What a store keeps: `ssm:/path`, `secretsmanager:name#key`, `env:NAME`, `file:path`. Messages never say it.
async fn kept(work: &Work<'_>, reference: &str) -> Result<String, Fault> {
    let none = |why: &str| Fault::impossible(format!("the secret `{reference}` {why}"));
    match reference.split_once(':') {
        Some(("ssm", name)) => {
            let answer = work.again.ssm.get_parameter().name(name).with_decryption(true).send().await;
            let parameter = answer.map_err(fault)?.parameter;
            parameter.and_then(|parameter| parameter.value).ok_or_else(|| incomplete("the parameter's value"))
        }
        Some(("secretsmanager", name)) => {
            let (name, key) = name.split_once('#').map_or((name, None), |(name, key)| (name, Some(key)));
            let answer = work.again.secrets.get_secret_value().secret_id(name).send().await.map_err(fault)?;
            let text = answer.secret_string.ok_or_else(|| none("is no text"))?;
            let Some(key) = key else { return Ok(text) };
            let entries: Json = serde_json::from_str(&text).map_err(|_| none("is no JSON"))?;
            entries.get(key).and_then(Json::as_str).map(str::to_owned).ok_or_else(|| none("has no such key"))
        }
        Some(("env", name)) => std::env::var(name).map_err(|_| none("is not in the environment")),
        Some(("file", path)) => {
            let text = std::fs::read_to_string(work.shared.root.join(path)).map_err(|_| none("cannot be read"))?;
            Ok(text.trim_end_matches(['\r', '\n']).to_owned())
        }
        _ => Err(Fault::new(Class::Invalid, "", format!("`{reference}` is no reference to a secret"))),
    }
}
