use async_trait::async_trait;
use aws_sdk_lambda::types::{Cors, FunctionUrlAuthType, InvokeMode};
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery, path};
use serde_json::Value as Json;

use crate::direct::props::{flag, model, number, text, texts};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};

/// `aws.lambda.Url`: a function has one for a qualifier, so it is its own key. Done: it is there.
#[derive(Debug)]
pub(crate) struct Url;

#[async_trait]
impl Handler for Url {
    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let call = work.clients.lambda.create_function_url_config();
        let call = call.set_function_name(text(properties, "TargetFunctionArn"));
        let call = call.set_qualifier(text(properties, "Qualifier")).set_auth_type(auth(properties));
        let made = call.set_cors(cors(properties)).set_invoke_mode(mode(properties)).send().await.map_err(fault)?;
        Some(made.function_arn).filter(|arn| !arn.is_empty()).ok_or_else(|| incomplete("which function has it"))
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        let call = work.again.lambda.get_function_url_config().function_name(identifier);
        let found = match call.send().await.map_err(fault) {
            Err(fault) if fault.class == Class::NotFound => return Ok(None),
            found => found?,
        };
        let model = model([
            ("FunctionArn", Some(identifier.into())),
            ("FunctionUrl", Some(found.function_url().into())),
            ("AuthType", Some(found.auth_type().as_str().into())),
            ("InvokeMode", found.invoke_mode().map(|mode| mode.as_str().into())),
        ]);
        Ok(Some(Actual { identifier: identifier.to_owned(), model, readiness: Readiness::Ready }))
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        let call = work.clients.lambda.update_function_url_config().function_name(identifier);
        let open = cors(change.after).unwrap_or_else(|| Cors::builder().build());
        let call = call.set_auth_type(auth(change.after)).cors(open);
        let call = call.invoke_mode(mode(change.after).unwrap_or(InvokeMode::Buffered));
        call.send().await.map_err(fault).map(drop)
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let call = work.clients.lambda.delete_function_url_config().function_name(identifier);
        call.send().await.map_err(fault).map(drop)
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let call = work.again.lambda.get_function_url_config();
        let call = call.set_function_name(text(properties, "TargetFunctionArn"));
        match call.set_qualifier(text(properties, "Qualifier")).send().await.map_err(fault) {
            Ok(found) => Ok(Some(found.function_arn)),
            Err(fault) if fault.class == Class::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }
}

fn auth(properties: &Json) -> Option<FunctionUrlAuthType> {
    text(properties, "AuthType").map(|word| FunctionUrlAuthType::from(word.as_str()))
}

fn mode(properties: &Json) -> Option<InvokeMode> {
    text(properties, "InvokeMode").map(|word| InvokeMode::from(word.as_str()))
}

fn cors(properties: &Json) -> Option<Cors> {
    let cors = path::get(properties, "Cors")?;
    let builder = Cors::builder().set_allow_credentials(flag(cors, "AllowCredentials"));
    let builder = builder.set_allow_headers(texts(cors, "AllowHeaders")).set_allow_methods(texts(cors, "AllowMethods"));
    let builder = builder.set_allow_origins(texts(cors, "AllowOrigins")).set_max_age(number(cors, "MaxAge"));
    Some(builder.set_expose_headers(texts(cors, "ExposeHeaders")).build())
}
