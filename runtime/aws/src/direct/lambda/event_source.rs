use async_trait::async_trait;
use aws_sdk_lambda::operation::get_event_source_mapping::GetEventSourceMappingOutput;
use aws_sdk_lambda::types::{
    DestinationConfig, EventSourcePosition, Filter, FilterCriteria, FunctionResponseType, OnFailure, ScalingConfig,
};
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery};
use serde_json::{Value as Json, json};

use super::tags;
use crate::direct::props::{self, flag, items, model, number, text, texts, told, with_defaults};
use crate::fault::{fault, incomplete};
use crate::handler::{Handler, Work};

/// `aws.lambda.EventSourceMapping`: a function has one for a source, so it is its own key. Done: it is on, or off if the
/// program says so.
#[derive(Debug)]
pub(crate) struct Mapping;

/// What can be written here; mappings of brokers with more go through Cloud Control.
const PROPERTIES: [&str; 18] = [
    "BatchSize",
    "BisectBatchOnFunctionError",
    "DestinationConfig",
    "Enabled",
    "EventSourceArn",
    "FilterCriteria",
    "FunctionName",
    "FunctionResponseTypes",
    "KmsKeyArn",
    "MaximumBatchingWindowInSeconds",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
    "ParallelizationFactor",
    "ScalingConfig",
    "StartingPosition",
    "Tags",
    "Topics",
    "TumblingWindowInSeconds",
];

/// The fields that a creation and a change have in common.
macro_rules! fields {
    ($call:expr, $properties:expr) => {
        $call
            .set_function_name(text($properties, "FunctionName"))
            .set_enabled(flag($properties, "Enabled"))
            .set_batch_size(number($properties, "BatchSize"))
            .set_filter_criteria(filters($properties))
            .set_kms_key_arn(text($properties, "KmsKeyArn"))
            .set_scaling_config(scaling($properties))
            .set_maximum_batching_window_in_seconds(number($properties, "MaximumBatchingWindowInSeconds"))
            .set_parallelization_factor(number($properties, "ParallelizationFactor"))
            .set_destination_config(destination($properties))
            .set_maximum_record_age_in_seconds(number($properties, "MaximumRecordAgeInSeconds"))
            .set_bisect_batch_on_function_error(flag($properties, "BisectBatchOnFunctionError"))
            .set_maximum_retry_attempts(number($properties, "MaximumRetryAttempts"))
            .set_tumbling_window_in_seconds(number($properties, "TumblingWindowInSeconds"))
            .set_function_response_types(responses($properties))
    };
}

#[async_trait]
impl Handler for Mapping {
    fn takes(&self, properties: &Json) -> bool {
        props::are_among(properties, &PROPERTIES)
    }

    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let call = fields!(work.clients.lambda.create_event_source_mapping(), properties);
        let call =
            call.set_event_source_arn(text(properties, "EventSourceArn")).set_topics(texts(properties, "Topics"));
        let position = text(properties, "StartingPosition").map(|word| EventSourcePosition::from(word.as_str()));
        let made = call.set_starting_position(position).set_tags(tags::of(properties)).send().await.map_err(fault)?;
        made.uuid.ok_or_else(|| incomplete("which mapping was made"))
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        match work.again.lambda.get_event_source_mapping().uuid(identifier).send().await.map_err(fault) {
            Ok(found) => Ok(Some(actual(identifier, &found))),
            Err(fault) if fault.class == Class::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        let is_tags = |place: &&cloudc_provider::path::Place| place.steps().first().is_some_and(|step| step == "Tags");
        if change.places.iter().any(|place| is_tags(&place)) {
            let found = self.read(work, identifier).await?;
            let arn = found.and_then(|found| text(&found.model, "EventSourceMappingArn"));
            tags::change(work, &arn.ok_or_else(|| incomplete("the mapping's ARN"))?, &change).await?;
        }
        if change.places.iter().all(|place| is_tags(&place)) {
            return Ok(());
        }
        let after = with_defaults(&change, &usual(change.after));
        let call = fields!(work.clients.lambda.update_event_source_mapping().uuid(identifier), &after);
        call.send().await.map_err(fault).map(drop)
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        work.clients.lambda.delete_event_source_mapping().uuid(identifier).send().await.map_err(fault).map(drop)
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let call = work.again.lambda.list_event_source_mappings();
        let call = call.set_event_source_arn(text(properties, "EventSourceArn"));
        let call = call.set_function_name(text(properties, "FunctionName"));
        let answer = match call.send().await.map_err(fault) {
            Err(fault) if fault.class == Class::NotFound => return Ok(None),
            answer => answer?,
        };
        let mut there = answer.event_source_mappings().iter().filter(|found| found.state() != Some("Deleting"));
        Ok(there.next().and_then(|found| found.uuid.clone()))
    }
}

/// What a new mapping has: a mapping keeps what a change does not speak of.
fn usual(properties: &Json) -> [(&'static str, Json); 13] {
    let is_queue = text(properties, "EventSourceArn").is_some_and(|arn| arn.contains(":sqs:"));
    [
        ("BatchSize", json!(if is_queue { 10 } else { 100 })),
        ("BisectBatchOnFunctionError", json!(false)),
        ("DestinationConfig.OnFailure.Destination", json!("")),
        ("Enabled", json!(true)),
        ("FilterCriteria", json!({})),
        ("FunctionResponseTypes", json!([])),
        ("KmsKeyArn", json!("")),
        ("MaximumBatchingWindowInSeconds", json!(0)),
        ("MaximumRecordAgeInSeconds", json!(-1)),
        ("MaximumRetryAttempts", json!(-1)),
        ("ParallelizationFactor", json!(1)),
        ("ScalingConfig", json!({})),
        ("TumblingWindowInSeconds", json!(0)),
    ]
}

fn filters(properties: &Json) -> Option<FilterCriteria> {
    let filters = items(properties, "FilterCriteria.Filters").iter();
    let filters: Vec<Filter> = filters.map(|one| Filter::builder().set_pattern(text(one, "Pattern")).build()).collect();
    let criteria = FilterCriteria::builder().set_filters(Some(filters)).build();
    Some(criteria).filter(|_| properties.get("FilterCriteria").is_some())
}

fn scaling(properties: &Json) -> Option<ScalingConfig> {
    let most = number(properties.get("ScalingConfig")?, "MaximumConcurrency");
    Some(ScalingConfig::builder().set_maximum_concurrency(most).build())
}

fn destination(properties: &Json) -> Option<DestinationConfig> {
    let to = text(properties, "DestinationConfig.OnFailure.Destination")?;
    let failure = OnFailure::builder().destination(to).build();
    Some(DestinationConfig::builder().on_failure(failure).build())
}

fn responses(properties: &Json) -> Option<Vec<FunctionResponseType>> {
    let words = texts(properties, "FunctionResponseTypes")?;
    Some(words.iter().map(|word| FunctionResponseType::from(word.as_str())).collect())
}

fn actual(identifier: &str, found: &GetEventSourceMappingOutput) -> Actual {
    let readiness = match found.state() {
        Some("Creating" | "Enabling" | "Disabling" | "Updating") => Readiness::Busy,
        Some("Deleting") => Readiness::Going,
        _ => Readiness::Ready,
    };
    let model = model([
        ("Id", Some(identifier.into())),
        ("EventSourceMappingArn", told(found.event_source_mapping_arn.as_ref())),
        ("EventSourceArn", told(found.event_source_arn.as_ref())),
        ("FunctionName", told(found.function_arn.as_ref())),
        ("BatchSize", told(found.batch_size.as_ref())),
        ("MaximumBatchingWindowInSeconds", told(found.maximum_batching_window_in_seconds.as_ref())),
        ("ParallelizationFactor", told(found.parallelization_factor.as_ref())),
        ("Enabled", found.state().map(|state| (state != "Disabled").into())),
    ]);
    Actual { identifier: identifier.to_owned(), model, readiness }
}
