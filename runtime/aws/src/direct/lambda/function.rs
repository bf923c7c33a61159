use async_trait::async_trait;
use aws_sdk_lambda::operation::get_function::GetFunctionOutput;
use aws_sdk_lambda::types::{
    Architecture, DeadLetterConfig, Environment, EphemeralStorage, FunctionConfiguration, LastUpdateStatus,
    LoggingConfig, PackageType, Runtime, State, TracingConfig, TracingMode, VpcConfig,
};
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery};
use serde_json::{Value as Json, json};

use super::{code, configuration as parts, tags};
use crate::direct::props::{self, model, number, sorted, text, texts, told};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};
use crate::marks;
use crate::patience::Looking;

/// `aws.lambda.Function`. Done: it is active, and its last change is through; one in a network waits for its interfaces.
#[derive(Debug)]
pub(crate) struct Code;

/// What can be written here. Functions with more (file systems, snapshots of their start) go through Cloud Control.
const PROPERTIES: [&str; 20] = [
    "Architectures",
    "Code",
    "CodeSigningConfigArn",
    "DeadLetterConfig",
    "Description",
    "Environment",
    "EphemeralStorage",
    "FunctionName",
    "Handler",
    "KmsKeyArn",
    "Layers",
    "LoggingConfig",
    "MemorySize",
    "PackageType",
    "ReservedConcurrentExecutions",
    "Role",
    "Runtime",
    "Tags",
    "Timeout",
    "TracingConfig",
];

#[async_trait]
impl Handler for Code {
    fn takes(&self, properties: &Json) -> bool {
        let known: Vec<&str> = PROPERTIES.into_iter().chain(["VpcConfig"]).collect();
        // Code that stands in the program is packed by Cloud Control.
        let code = ["ImageUri", "S3Bucket", "S3Key", "S3ObjectVersion", "SourceKMSKeyArn"];
        props::are_among(properties, &known) && props::holds_only(properties, "Code", &code)
    }

    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let kind = |name| text(properties, name);
        let call = work.clients.lambda.create_function().set_function_name(kind("FunctionName"));
        let call = call.set_runtime(kind("Runtime").map(|word| Runtime::from(word.as_str())));
        let call = call.set_role(kind("Role")).set_handler(kind("Handler")).set_description(kind("Description"));
        let call = call.code(code::of_function(work, properties.get("Code").unwrap_or(&Json::Null)));
        let call = call.set_timeout(number(properties, "Timeout")).set_memory_size(number(properties, "MemorySize"));
        let call = call.set_package_type(kind("PackageType").map(|word| PackageType::from(word.as_str())));
        let call = call.set_environment(parts::environment(properties)).set_vpc_config(parts::network(properties));
        let call = call.set_dead_letter_config(parts::dead_letters(properties)).set_kms_key_arn(kind("KmsKeyArn"));
        let call = call.set_tracing_config(parts::tracing(properties)).set_layers(texts(properties, "Layers"));
        let call = call.set_ephemeral_storage(parts::disk(properties)).set_architectures(architectures(properties));
        let call = call.set_logging_config(parts::logging(properties)).set_tags(tags::of(properties));
        let made = call.set_code_signing_config_arn(kind("CodeSigningConfigArn")).send().await.map_err(fault)?;
        made.function_name.ok_or_else(|| incomplete("which function was made"))
    }

    async fn finish(&self, work: &Work<'_>, identifier: &str, properties: &Json) -> Result<(), Fault> {
        match number(properties, "ReservedConcurrentExecutions") {
            Some(count) => reserve(work, identifier, Some(count)).await,
            None => Ok(()),
        }
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        let found = get(work, identifier).await?;
        Ok(found.as_ref().and_then(|found| actual(work, found)))
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        let is = |name: &str| change.places.iter().any(|place| place.steps().first().is_some_and(|step| step == name));
        if is("Code") || is("Architectures") {
            update_code(work, identifier, change.after).await?;
        }
        if change.places.iter().filter_map(|place| place.steps().first()).any(|name| is_configuration(name)) {
            settled(self, work, identifier).await?;
            configure(work, identifier, &change).await?;
        }
        if is("CodeSigningConfigArn") {
            sign(work, identifier, text(change.after, "CodeSigningConfigArn")).await?;
        }
        if is("ReservedConcurrentExecutions") {
            reserve(work, identifier, number(change.after, "ReservedConcurrentExecutions")).await?;
        }
        if is("Tags") {
            let found = get(work, identifier).await?.and_then(|found| found.configuration);
            let arn = found.and_then(|found| found.function_arn).ok_or_else(|| incomplete("the function's ARN"))?;
            tags::change(work, &arn, &change).await?;
        }
        Ok(())
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        work.clients.lambda.delete_function().function_name(identifier).send().await.map_err(fault).map(drop)
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let named = cloudc_provider::named(work.call, properties);
        let Some(name) = text(&named, "FunctionName") else { return Ok(None) };
        let found = get(work, &name).await?;
        let made = found.is_some_and(|found| {
            found.tags().and_then(|tags| tags.get(marks::OPERATION)).is_some_and(|token| token == work.token())
        });
        Ok(Some(name).filter(|_| made))
    }
}

/// Whether a property is set by a change of the configuration.
fn is_configuration(name: &str) -> bool {
    !["Architectures", "Code", "CodeSigningConfigArn", "ReservedConcurrentExecutions", "Tags"].contains(&name)
}

fn architectures(properties: &Json) -> Option<Vec<Architecture>> {
    let words = texts(properties, "Architectures")?;
    Some(words.iter().map(|word| Architecture::from(word.as_str())).collect())
}

async fn get(work: &Work<'_>, name: &str) -> Result<Option<GetFunctionOutput>, Fault> {
    match work.again.lambda.get_function().function_name(name).send().await.map_err(fault) {
        Ok(found) => Ok(Some(found)),
        Err(fault) if fault.class == Class::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

async fn update_code(work: &Work<'_>, name: &str, properties: &Json) -> Result<(), Fault> {
    let place = properties.get("Code").unwrap_or(&Json::Null);
    let call = work.clients.lambda.update_function_code().function_name(name);
    let call = call.set_architectures(architectures(properties)).set_image_uri(text(place, "ImageUri"));
    let call = match code::archive(work, place) {
        Some(archive) => call.zip_file(archive),
        None => {
            let call = call.set_s3_bucket(text(place, "S3Bucket")).set_s3_key(text(place, "S3Key"));
            call.set_s3_object_version(text(place, "S3ObjectVersion"))
        }
    };
    call.send().await.map_err(fault).map(drop)
}

/// Sets everything that can be set; what is not written is set to what a new function has.
async fn configure(work: &Work<'_>, name: &str, change: &Change<'_>) -> Result<(), Fault> {
    let properties = change.after;
    let kind = |name| text(properties, name);
    let call = work.clients.lambda.update_function_configuration().function_name(name);
    let call = call.set_role(kind("Role")).set_handler(kind("Handler"));
    let call = call.set_runtime(kind("Runtime").map(|word| Runtime::from(word.as_str())));
    let call = call.description(kind("Description").unwrap_or_default());
    let call = call.timeout(number(properties, "Timeout").unwrap_or(3));
    let call = call.memory_size(number(properties, "MemorySize").unwrap_or(128));
    let call = call.environment(
        parts::environment(properties)
            .unwrap_or_else(|| Environment::builder().set_variables(Some(std::collections::HashMap::new())).build()),
    );
    let call = call.vpc_config(parts::network(properties).unwrap_or_else(|| {
        VpcConfig::builder().set_subnet_ids(Some(vec![])).set_security_group_ids(Some(vec![])).build()
    }));
    let nowhere = || DeadLetterConfig::builder().target_arn("").build();
    let call = call.dead_letter_config(parts::dead_letters(properties).unwrap_or_else(nowhere));
    let through = || TracingConfig::builder().mode(TracingMode::PassThrough).build();
    let call = call.tracing_config(parts::tracing(properties).unwrap_or_else(through));
    let call = call.set_layers(Some(texts(properties, "Layers").unwrap_or_default()));
    let disk = parts::disk(properties).or_else(|| EphemeralStorage::builder().size(512).build().ok());
    let call = call.set_ephemeral_storage(disk).set_logging_config(logging(name, change));
    call.kms_key_arn(kind("KmsKeyArn").unwrap_or_default()).send().await.map_err(fault).map(drop)
}

/// Where a function is to log to, if that changes.
fn logging(name: &str, change: &Change<'_>) -> Option<LoggingConfig> {
    let usual =
        [("LoggingConfig.LogFormat", json!("Text")), ("LoggingConfig.LogGroup", json!(format!("/aws/lambda/{name}")))];
    parts::logging(&props::with_defaults(change, &usual))
}

/// Whose signature code has to carry from now on.
async fn sign(work: &Work<'_>, name: &str, config: Option<String>) -> Result<(), Fault> {
    let lambda = &work.again.lambda;
    match config {
        Some(config) => {
            let call = lambda.put_function_code_signing_config().function_name(name).code_signing_config_arn(config);
            call.send().await.map_err(fault).map(drop)
        }
        None => lambda.delete_function_code_signing_config().function_name(name).send().await.map_err(fault).map(drop),
    }
}

async fn reserve(work: &Work<'_>, name: &str, count: Option<i32>) -> Result<(), Fault> {
    let lambda = &work.again.lambda;
    match count {
        Some(count) => {
            let call = lambda.put_function_concurrency().function_name(name).reserved_concurrent_executions(count);
            call.send().await.map_err(fault).map(drop)
        }
        None => lambda.delete_function_concurrency().function_name(name).send().await.map_err(fault).map(drop),
    }
}

/// Waits until a change is through: the next one is refused before.
async fn settled(handler: &Code, work: &Work<'_>, name: &str) -> Result<(), Fault> {
    let mut looking = Looking::new(work.call);
    loop {
        let result = handler.read(work, name).await;
        match looking.seen(result)? {
            Some(Some(actual)) if actual.readiness == Readiness::Busy => {}
            None => {}
            _ => return Ok(()),
        }
        looking.wait("the change of the code was not through").await?;
    }
}

pub(super) fn readiness(state: Option<&State>, update: Option<&LastUpdateStatus>) -> Readiness {
    match (state, update) {
        (Some(State::Pending), _) => Readiness::Busy,
        (Some(State::Failed), _) => Readiness::Failed,
        (_, Some(LastUpdateStatus::InProgress)) => Readiness::Busy,
        (_, Some(LastUpdateStatus::Failed)) => Readiness::Failed,
        _ => Readiness::Ready,
    }
}

fn actual(work: &Work<'_>, found: &GetFunctionOutput) -> Option<Actual> {
    let own = found.configuration()?;
    let reason = own.state_reason.clone().or_else(|| own.last_update_status_reason.clone());
    let layers: Vec<&str> = own.layers().iter().filter_map(|layer| layer.arn()).collect();
    let mut model = model([
        ("FunctionName", told(own.function_name.as_ref())),
        ("Arn", told(own.function_arn.as_ref())),
        ("Runtime", own.runtime().map(|runtime| runtime.as_str().into())),
        ("Role", told(own.role.as_ref())),
        ("Handler", told(own.handler.as_ref())),
        ("Description", told(own.description.as_ref().filter(|text| !text.is_empty()))),
        ("Timeout", told(own.timeout.as_ref())),
        ("MemorySize", told(own.memory_size.as_ref())),
        ("Architectures", Some(own.architectures().iter().map(Architecture::as_str).collect())),
        ("Environment", environment(own)),
        ("Layers", Some(layers.into()).filter(|_| !own.layers().is_empty())),
        ("KmsKeyArn", told(own.kms_key_arn.as_ref())),
        ("PackageType", own.package_type().map(|kind| kind.as_str().into())),
        ("EphemeralStorage", own.ephemeral_storage().map(|disk| json!({ "Size": disk.size() }))),
        ("TracingConfig", own.tracing_config().and_then(|t| Some(json!({ "Mode": t.mode()?.as_str() })))),
        ("VpcConfig", network(own)),
        ("ReservedConcurrentExecutions", concurrency(found)),
        ("StateReason", reason.map(Json::from)),
        ("Tags", tags::model(found.tags())),
    ]);
    marks::strip(&work.call.ty, &mut model);
    let readiness = readiness(own.state(), own.last_update_status());
    Some(Actual { identifier: own.function_name()?.to_owned(), model, readiness })
}

fn concurrency(found: &GetFunctionOutput) -> Option<Json> {
    found.concurrency()?.reserved_concurrent_executions().map(Json::from)
}

fn network(own: &FunctionConfiguration) -> Option<Json> {
    let network = own.vpc_config().filter(|network| !network.subnet_ids().is_empty())?;
    Some(json!({ "SubnetIds": network.subnet_ids(), "SecurityGroupIds": network.security_group_ids() }))
}

fn environment(own: &FunctionConfiguration) -> Option<Json> {
    let variables = own.environment()?.variables()?;
    let entries = sorted(variables).into_iter().map(|(name, value)| (name.to_owned(), Json::from(value)));
    Some(json!({ "Variables": entries.collect::<serde_json::Map<_, _>>() }))
}
