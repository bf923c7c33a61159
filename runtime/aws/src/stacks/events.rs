use cloudc_provider::Fault;

use super::{Stacks, is_missing};
use crate::fault::fault;

/// Something that happened to a stack, or to what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackEvent {
    /// What tells it from others.
    pub key: String,
    /// The logical id of what it happened to.
    pub id: String,
    /// What AWS calls that.
    pub identifier: String,
    /// Its type, as CloudFormation calls it.
    pub ty: String,
    /// What it is in now: `CREATE_IN_PROGRESS`.
    pub status: String,
    /// Why, in CloudFormation's words.
    pub reason: String,
}

impl Stacks {
    /// The key of the last thing that happened to a stack.
    ///
    /// # Errors
    /// AWS refuses, or does not answer.
    pub async fn newest(&self, region: &str, stack: &str) -> Result<Option<String>, Fault> {
        let region = self.at(region);
        // The newest stands first.
        let page = region.again.cloudformation.describe_stack_events().stack_name(stack).send().await.map_err(fault)?;
        Ok(page.stack_events().first().and_then(|event| event.event_id()).map(str::to_owned))
    }

    /// What happened to a stack since the event of a key, or from the beginning; the oldest first.
    ///
    /// # Errors
    /// AWS refuses, or does not answer.
    pub async fn events(&self, region: &str, stack: &str, since: Option<&str>) -> Result<Vec<StackEvent>, Fault> {
        let region = self.at(region);
        let mut pages = region.again.cloudformation.describe_stack_events().stack_name(stack).into_paginator().send();
        let mut events = Vec::new();
        'pages: while let Some(page) = pages.next().await {
            let page = match page.map_err(fault) {
                Ok(page) => page,
                Err(fault) if is_missing(&fault) => break,
                Err(fault) => return Err(fault),
            };
            for event in page.stack_events() {
                let key = event.event_id().unwrap_or_default();
                if since == Some(key) {
                    break 'pages;
                }
                let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
                events.push(StackEvent {
                    key: key.to_owned(),
                    id: text(event.logical_resource_id()),
                    identifier: text(event.physical_resource_id()),
                    ty: text(event.resource_type()),
                    status: text(event.resource_status().map(|status| status.as_str())),
                    reason: text(event.resource_status_reason()),
                });
            }
        }
        events.reverse();
        Ok(events)
    }
}
