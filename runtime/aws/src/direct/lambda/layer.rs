use async_trait::async_trait;
use aws_sdk_lambda::types::{Architecture, Runtime};
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery, named};
use serde_json::Value as Json;

use super::code;
use crate::direct::props::{model, text, texts, told};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};

/// `aws.lambda.LayerVersion`. Done: it is there. A layer takes no tags: the operation stands in what is said about a version.
#[derive(Debug)]
pub(crate) struct Layer;

#[async_trait]
impl Handler for Layer {
    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let call = work.clients.lambda.publish_layer_version().set_layer_name(text(properties, "LayerName"));
        let call = call.content(code::of_layer(work, properties.get("Content").unwrap_or(&Json::Null)));
        let words = |name| texts(properties, name);
        let runtimes = words("CompatibleRuntimes").map(|all| all.iter().map(|w| Runtime::from(w.as_str())).collect());
        let kinds = words("CompatibleArchitectures");
        let kinds = kinds.map(|all| all.iter().map(|word| Architecture::from(word.as_str())).collect());
        let call = call.set_compatible_runtimes(runtimes).set_compatible_architectures(kinds);
        let call = call.description(about(work, properties)).set_license_info(text(properties, "LicenseInfo"));
        let made = call.send().await.map_err(fault)?;
        made.layer_version_arn.ok_or_else(|| incomplete("which version was made"))
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        let (layer, version) = parts(identifier)?;
        let call = work.again.lambda.get_layer_version().layer_name(layer).version_number(version);
        let found = match call.send().await.map_err(fault) {
            Err(fault) if fault.class == Class::NotFound => return Ok(None),
            found => found?,
        };
        let about = found.description().and_then(|text| text.split(MARK).next()).map(str::trim);
        let model = model([
            ("LayerVersionArn", Some(identifier.into())),
            ("Description", about.filter(|text| !text.is_empty()).map(Json::from)),
            ("LicenseInfo", told(found.license_info.as_ref())),
        ]);
        Ok(Some(Actual { identifier: identifier.to_owned(), model, readiness: Readiness::Ready }))
    }

    async fn change(&self, _work: &Work<'_>, _identifier: &str, _change: Change<'_>) -> Result<(), Fault> {
        Err(Fault::new(Class::Immutable, "", "a version of a layer cannot be changed"))
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let (layer, version) = parts(identifier)?;
        let call = work.clients.lambda.delete_layer_version().layer_name(layer).version_number(version);
        call.send().await.map_err(fault).map(drop)
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let named = named(work.call, properties);
        let call = work.again.lambda.list_layer_versions().set_layer_name(text(&named, "LayerName"));
        let answer = match call.send().await.map_err(fault) {
            Err(fault) if fault.class == Class::NotFound => return Ok(None),
            answer => answer?,
        };
        let wanted = about(work, properties);
        let mut found = answer.layer_versions().iter().filter(|version| version.description() == Some(&wanted));
        Ok(found.next().and_then(|version| version.layer_version_arn.clone()))
    }
}

/// What stands between what the program says about a version and the operation that made it.
const MARK: &str = "[cloudc ";

/// What is said about a version, which takes at most 256 letters.
fn about(work: &Work<'_>, properties: &Json) -> String {
    let mark = format!("{MARK}{}]", work.token());
    let own = text(properties, "Description").unwrap_or_default();
    let room = 256usize.saturating_sub(mark.len() + 1);
    format!("{} {mark}", own.chars().take(room).collect::<String>()).trim_start().to_owned()
}

/// The layer's ARN and the number of its version.
fn parts(identifier: &str) -> Result<(&str, i64), Fault> {
    let parts = identifier.rsplit_once(':').and_then(|(layer, version)| Some((layer, version.parse().ok()?)));
    parts.ok_or_else(|| Fault::impossible(format!("`{identifier}` is no version of a layer")))
}
