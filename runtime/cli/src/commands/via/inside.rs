//! A stack and the stacks inside of it.

use std::collections::BTreeMap;

use cloudc_aws::{StackThing, Stacks};
use cloudc_provider::Fault;

/// What CloudFormation calls a stack that is a resource of another.
pub(super) const STACK: &str = "AWS::CloudFormation::Stack";

/// What a stack holds and what the stacks inside of it hold, by the ARN of each; nothing that is gone.
pub(super) async fn inside(
    stacks: &Stacks,
    region: &str,
    id: &str,
) -> Result<BTreeMap<String, Vec<StackThing>>, Fault> {
    let mut found = BTreeMap::new();
    let mut open = vec![id.to_owned()];
    while let Some(stack) = open.pop() {
        if found.contains_key(&stack) {
            continue;
        }
        let mut things = stacks.things(region, &stack).await?;
        things.retain(|thing| !thing.is_gone());
        open.extend(things.iter().filter(|thing| is_stack(thing)).map(|thing| thing.identifier.clone()));
        found.insert(stack, things);
    }
    Ok(found)
}

/// Whether something is a stack that is there.
pub(super) fn is_stack(thing: &StackThing) -> bool {
    thing.ty == STACK && !thing.identifier.is_empty()
}
