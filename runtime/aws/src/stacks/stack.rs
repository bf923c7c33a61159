use std::collections::BTreeMap;

use cloudc_provider::Fault;

use super::{Stacks, is_missing};
use crate::fault::fault;

/// A stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stack {
    /// Its ARN.
    pub id: String,
    /// What it is in, as CloudFormation calls it: `CREATE_COMPLETE`.
    pub status: String,
    /// Why.
    pub reason: String,
    /// Its outputs.
    pub outputs: BTreeMap<String, String>,
}

/// Something that a stack holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackThing {
    /// Its logical id.
    pub id: String,
    /// What AWS calls it.
    pub identifier: String,
    /// Its type, as CloudFormation calls it.
    pub ty: String,
    /// What it is in.
    pub status: String,
}

impl Stack {
    /// Whether CloudFormation is at work on it.
    pub fn is_moving(&self) -> bool {
        self.status.ends_with("_IN_PROGRESS") && self.status != REVIEW
    }

    /// Whether it waits for its first change set.
    pub fn is_new(&self) -> bool {
        self.status == REVIEW
    }

    /// Whether it was deleted.
    pub fn is_gone(&self) -> bool {
        self.status == GONE
    }

    /// Whether its last change failed and nothing of it is left.
    pub fn is_taken_back(&self) -> bool {
        self.status.ends_with("ROLLBACK_COMPLETE")
    }

    /// Whether its last change came to its end.
    pub fn is_well(&self) -> bool {
        matches!(self.status.as_str(), "CREATE_COMPLETE" | "UPDATE_COMPLETE" | "IMPORT_COMPLETE")
    }
}

impl StackThing {
    /// Whether it was deleted, or let go of.
    pub fn is_gone(&self) -> bool {
        self.status == GONE || self.status == "DELETE_SKIPPED"
    }
}

const REVIEW: &str = "REVIEW_IN_PROGRESS";
const GONE: &str = "DELETE_COMPLETE";

impl Stacks {
    /// A stack by its name, or by its ARN, by which one that was deleted is found too.
    ///
    /// # Errors
    /// AWS refuses, or does not answer.
    pub async fn stack(&self, region: &str, name: &str) -> Result<Option<Stack>, Fault> {
        let region = self.at(region);
        let found = match region.again.cloudformation.describe_stacks().stack_name(name).send().await.map_err(fault) {
            Ok(found) => found,
            Err(fault) if is_missing(&fault) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let stack = found.stacks().first().map(|stack| Stack {
            id: stack.stack_id().unwrap_or_default().to_owned(),
            status: stack.stack_status().map(|status| status.as_str().to_owned()).unwrap_or_default(),
            reason: stack.stack_status_reason().unwrap_or_default().to_owned(),
            outputs: stack
                .outputs()
                .iter()
                .filter_map(|output| Some((output.output_key()?.to_owned(), output.output_value()?.to_owned())))
                .collect(),
        });
        Ok(stack)
    }

    /// What a stack holds.
    ///
    /// # Errors
    /// AWS refuses, or does not answer.
    pub async fn things(&self, region: &str, stack: &str) -> Result<Vec<StackThing>, Fault> {
        let region = self.at(region);
        let mut pages = region.again.cloudformation.list_stack_resources().stack_name(stack).into_paginator().send();
        let mut things = Vec::new();
        while let Some(page) = pages.next().await {
            for thing in page.map_err(fault)?.stack_resource_summaries() {
                things.push(StackThing {
                    id: thing.logical_resource_id().unwrap_or_default().to_owned(),
                    identifier: thing.physical_resource_id().unwrap_or_default().to_owned(),
                    ty: thing.resource_type().unwrap_or_default().to_owned(),
                    status: thing.resource_status().map(|status| status.as_str().to_owned()).unwrap_or_default(),
                });
            }
        }
        Ok(things)
    }

    /// The template that a stack was made of, as it was sent.
    ///
    /// # Errors
    /// AWS refuses, or does not answer.
    pub async fn template(&self, region: &str, stack: &str) -> Result<String, Fault> {
        let region = self.at(region);
        let original = aws_sdk_cloudformation::types::TemplateStage::Original;
        let call = region.again.cloudformation.get_template().stack_name(stack).template_stage(original);
        Ok(call.send().await.map_err(fault)?.template_body().unwrap_or_default().to_owned())
    }

    /// Sets the policy that says what may not be changed in a stack.
    ///
    /// # Errors
    /// AWS refuses, or does not answer.
    pub async fn protect(&self, region: &str, stack: &str, policy: &str) -> Result<(), Fault> {
        let region = self.at(region);
        let call = region.again.cloudformation.set_stack_policy().stack_name(stack).stack_policy_body(policy);
        call.send().await.map(drop).map_err(fault)
    }

    /// Begins to delete a stack.
    ///
    /// # Errors
    /// AWS refuses, or does not answer.
    pub async fn delete(&self, region: &str, stack: &str) -> Result<(), Fault> {
        let region = self.at(region);
        region.again.cloudformation.delete_stack().stack_name(stack).send().await.map(drop).map_err(fault)
    }
}
