use async_trait::async_trait;
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Recovery};
use serde_json::Value as Json;

use super::function::readiness;
use crate::direct::props::{self, model, text, told};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};

/// `aws.lambda.Version`: what the function is now, for good. Lambda publishes nothing twice that has not changed, so asking
/// again gives the same version. Done: it is active.
#[derive(Debug)]
pub(crate) struct Version;

#[async_trait]
impl Handler for Version {
    fn takes(&self, properties: &Json) -> bool {
        props::are_among(properties, &["CodeSha256", "Description", "FunctionName"])
    }

    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Token
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let call = work.clients.lambda.publish_version().set_function_name(text(properties, "FunctionName"));
        let call = call.set_code_sha256(text(properties, "CodeSha256"));
        let made = call.set_description(text(properties, "Description")).send().await.map_err(fault)?;
        made.function_arn.ok_or_else(|| incomplete("which version was made"))
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        let call = work.again.lambda.get_function_configuration().function_name(identifier);
        let own = match call.send().await.map_err(fault) {
            Err(fault) if fault.class == Class::NotFound => return Ok(None),
            own => own?,
        };
        let model = model([
            ("FunctionArn", Some(identifier.into())),
            ("FunctionName", told(own.function_name.as_ref())),
            ("Version", told(own.version.as_ref())),
            ("CodeSha256", told(own.code_sha256.as_ref())),
            ("Description", told(own.description.as_ref().filter(|text| !text.is_empty()))),
        ]);
        let readiness = readiness(own.state(), own.last_update_status());
        Ok(Some(Actual { identifier: identifier.to_owned(), model, readiness }))
    }

    async fn change(&self, _work: &Work<'_>, _identifier: &str, _change: Change<'_>) -> Result<(), Fault> {
        Err(Fault::new(Class::Immutable, "", "a version cannot be changed"))
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        work.clients.lambda.delete_function().function_name(identifier).send().await.map_err(fault).map(drop)
    }

    async fn find(&self, _work: &Work<'_>, _properties: &Json) -> Result<Option<String>, Fault> {
        Ok(None)
    }
}
