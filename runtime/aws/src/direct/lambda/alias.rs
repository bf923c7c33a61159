use std::collections::HashMap;

use async_trait::async_trait;
use aws_sdk_lambda::types::AliasRoutingConfiguration;
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery};
use serde_json::Value as Json;

use crate::direct::props::{self, items, model, text, told};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};

/// `aws.lambda.Alias`: its name within its function is its key. Done: it is there.
#[derive(Debug)]
pub(crate) struct Alias;

#[async_trait]
impl Handler for Alias {
    fn takes(&self, properties: &Json) -> bool {
        props::are_among(properties, &["Description", "FunctionName", "FunctionVersion", "Name", "RoutingConfig"])
    }

    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let from = |name| text(properties, name);
        let call = work.clients.lambda.create_alias().set_function_name(from("FunctionName")).set_name(from("Name"));
        let call = call.set_function_version(from("FunctionVersion")).set_description(from("Description"));
        let made = call.set_routing_config(routing(properties)).send().await.map_err(fault)?;
        made.alias_arn.ok_or_else(|| incomplete("which alias was made"))
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        let (function, name) = parts(identifier)?;
        let call = work.again.lambda.get_alias().function_name(function).name(name);
        let found = match call.send().await.map_err(fault) {
            Err(fault) if fault.class == Class::NotFound => return Ok(None),
            found => found?,
        };
        let model = model([
            ("AliasArn", Some(identifier.into())),
            ("Name", told(found.name.as_ref())),
            ("FunctionVersion", told(found.function_version.as_ref())),
            ("Description", told(found.description.as_ref().filter(|text| !text.is_empty()))),
        ]);
        Ok(Some(Actual { identifier: identifier.to_owned(), model, readiness: Readiness::Ready }))
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        let (function, name) = parts(identifier)?;
        let call = work.clients.lambda.update_alias().function_name(function).name(name);
        let call = call.set_function_version(text(change.after, "FunctionVersion"));
        let call = call.description(text(change.after, "Description").unwrap_or_default());
        let all_to_one = || AliasRoutingConfiguration::builder().set_additional_version_weights(Some(HashMap::new()));
        let call = call.routing_config(routing(change.after).unwrap_or_else(|| all_to_one().build()));
        call.send().await.map_err(fault).map(drop)
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let (function, name) = parts(identifier)?;
        let call = work.clients.lambda.delete_alias().function_name(function).name(name);
        call.send().await.map_err(fault).map(drop)
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let call = work.again.lambda.get_alias().set_function_name(text(properties, "FunctionName"));
        match call.set_name(text(properties, "Name")).send().await.map_err(fault) {
            Ok(found) => Ok(found.alias_arn),
            Err(fault) if fault.class == Class::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }
}

/// The function's ARN and the alias's name, which an alias's ARN ends with.
fn parts(identifier: &str) -> Result<(&str, &str), Fault> {
    identifier.rsplit_once(':').ok_or_else(|| Fault::impossible(format!("`{identifier}` is no alias")))
}

/// How much goes to other versions.
fn routing(properties: &Json) -> Option<AliasRoutingConfiguration> {
    let weights = items(properties, "RoutingConfig.AdditionalVersionWeights").iter();
    let weight = |one: &Json| Some((text(one, "FunctionVersion")?, text(one, "FunctionWeight")?.parse::<f64>().ok()?));
    let weights: HashMap<String, f64> = weights.filter_map(weight).collect();
    let routing = AliasRoutingConfiguration::builder().set_additional_version_weights(Some(weights)).build();
    Some(routing).filter(|_| properties.get("RoutingConfig").is_some())
}
