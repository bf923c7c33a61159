//! The parts of a function's configuration, as calls take them.

use std::collections::HashMap;

use aws_sdk_lambda::types::{
    ApplicationLogLevel, DeadLetterConfig, Environment, EphemeralStorage, LogFormat, LoggingConfig, SystemLogLevel,
    TracingConfig, TracingMode, VpcConfig,
};
use cloudc_provider::path;
use serde_json::Value as Json;

use crate::direct::props::{flag, number, text, texts};

pub(super) fn environment(properties: &Json) -> Option<Environment> {
    let variables = path::get(properties, "Environment.Variables")?.as_object()?;
    let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let variables: HashMap<String, String> =
        variables.iter().map(|(name, value)| (name.clone(), text(value))).collect();
    Some(Environment::builder().set_variables(Some(variables)).build())
}

pub(super) fn network(properties: &Json) -> Option<VpcConfig> {
    let network = path::get(properties, "VpcConfig")?;
    let builder = VpcConfig::builder().set_subnet_ids(texts(network, "SubnetIds"));
    let builder = builder.set_security_group_ids(texts(network, "SecurityGroupIds"));
    Some(builder.set_ipv6_allowed_for_dual_stack(flag(network, "Ipv6AllowedForDualStack")).build())
}

pub(super) fn disk(properties: &Json) -> Option<EphemeralStorage> {
    EphemeralStorage::builder().size(number(properties, "EphemeralStorage.Size")?).build().ok()
}

pub(super) fn tracing(properties: &Json) -> Option<TracingConfig> {
    let mode = text(properties, "TracingConfig.Mode")?;
    Some(TracingConfig::builder().mode(TracingMode::from(mode.as_str())).build())
}

pub(super) fn dead_letters(properties: &Json) -> Option<DeadLetterConfig> {
    Some(DeadLetterConfig::builder().target_arn(text(properties, "DeadLetterConfig.TargetArn")?).build())
}

pub(super) fn logging(properties: &Json) -> Option<LoggingConfig> {
    let logging = path::get(properties, "LoggingConfig")?;
    let builder = LoggingConfig::builder().set_log_group(text(logging, "LogGroup"));
    let builder = builder.set_log_format(text(logging, "LogFormat").map(|word| LogFormat::from(word.as_str())));
    let level = text(logging, "ApplicationLogLevel").map(|word| ApplicationLogLevel::from(word.as_str()));
    let system = text(logging, "SystemLogLevel").map(|word| SystemLogLevel::from(word.as_str()));
    Some(builder.set_application_log_level(level).set_system_log_level(system).build())
}
