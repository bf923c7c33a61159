//! Secrets are references until the moment when they are sent.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use cloudc_base::functions;
use cloudc_base::value::Value;
use cloudc_facts::facts;
use cloudc_provider::{Call, Class, Fault, path};
use serde_json::{Map, Value as Json, json};

use crate::aws::handler;
use crate::direct::props::text;
use crate::fault::incomplete;
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
        if let Some(index) = recipe.get("element") {
            let of = fill(work, &json!({ SECRET: recipe.get("of") })).await?;
            return element(&of, index).ok_or_else(|| Fault::impossible("a part of a secret is not in it"));
        }
        if let Some(function) = recipe.get("call").and_then(Json::as_str) {
            return computed(function, &fill(work, recipe.get("arguments").unwrap_or(&Json::Null)).await?);
        }
        attribute(work, recipe).await
    })
}

/// What a function of the language makes of known arguments. Messages never say what they are.
fn computed(function: &str, arguments: &Json) -> Result<Json, Fault> {
    let arguments: Vec<Value> = arguments.as_array().into_iter().flatten().map(Value::of_json).collect();
    let made = functions::call(function, &arguments);
    let made = made.ok().and_then(|made| json_of(&made));
    made.ok_or_else(|| Fault::impossible(format!("`{function}` cannot be made of what the secret is")))
}

/// What functions give: texts, numbers, and lists of them.
fn json_of(value: &Value) -> Option<Json> {
    match value {
        Value::Text(text) => Some(Json::String(text.to_string())),
        Value::Int(number) => Some(json!(number)),
        Value::List(items) => items.iter().map(json_of).collect(),
        _ => None,
    }
}

fn element(of: &Json, index: &Json) -> Option<Json> {
    match (of, index) {
        (Json::Object(entries), Json::String(name)) => entries.get(name).cloned(),
        (Json::Array(items), index) => items.get(usize::try_from(index.as_u64()?).ok()?).cloned(),
        _ => None,
    }
}

/// What another resource of the program keeps: it is read where it is kept, and written down nowhere.
async fn attribute(work: &Work<'_>, recipe: &Json) -> Result<Json, Fault> {
    let word = |name: &str| recipe.get(name).and_then(Json::as_str).unwrap_or_default();
    let place = |at: usize| recipe.get("attribute").and_then(|of| of.get(at)?.as_str()).unwrap_or_default();
    let (address, path, identifier) = (place(0), place(1), word("identifier"));
    if let Some(secret) = work.call.revealed.get(address, path) {
        return Ok(Json::String(secret.to_owned()));
    }
    let none = |why: &str| Fault::impossible(format!("the secret `{address}.{path}` {why}"));
    let ty = facts().resource_type(word("type")).ok_or_else(|| none("is of a type that nobody knows"))?;
    if identifier.is_empty() {
        return Err(none("is not there yet"));
    }
    if ty.name() == "aws.secretsmanager.Secret" && path == "SecretString" {
        return kept(work, &format!("secretsmanager:{identifier}")).await.map(Json::String);
    }
    let call = Call { ty: Arc::clone(&ty), address: address.into(), ..work.call.clone() };
    let found = handler(&ty)?.read(&Work { call: &call, ..*work }, identifier).await?;
    let model = found.ok_or_else(|| none("is gone"))?.model;
    path::get(&model, path).cloned().ok_or_else(|| none("is told by AWS only once, when it is made"))
}

/// What a store keeps: `ssm:/path`, `secretsmanager:name#key`, `env:NAME`, `file:path`. Messages never say it.
async fn kept(work: &Work<'_>, reference: &str) -> Result<String, Fault> {
    let none = |why: &str| Fault::impossible(format!("the secret `{reference}` {why}"));
    match reference.split_once(':') {
        Some(("ssm", name)) => {
            let wish = json!({ "Name": name, "WithDecryption": true });
            let answer = work.caller.ask("ssm:GetParameter", &wish).await?;
            text(&answer, "Parameter.Value").ok_or_else(|| incomplete("the parameter's value"))
        }
        Some(("secretsmanager", name)) => {
            let (name, key) = name.split_once('#').map_or((name, None), |(name, key)| (name, Some(key)));
            let answer = work.caller.ask("secretsmanager:GetSecretValue", &json!({ "SecretId": name })).await?;
            let text = text(&answer, "SecretString").ok_or_else(|| none("is no text"))?;
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
