use cloudc_facts::facts;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{at, first, number, text};

crate::check::code!("E0574" "fargate-size" Error "fargate_size.md");

/// Tasks for Fargate with an amount of memory that does not go with their processors.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, node) in context.index.of_type("aws.ecs.TaskDefinition") {
        let engines = at(&node.properties, "RequiresCompatibilities");
        if !engines.into_iter().filter_map(text).any(|engine| engine == "FARGATE") {
            continue;
        }
        let part = |name: &str| first(&node.properties, name).and_then(number).and_then(|part| u32::try_from(part).ok());
        let (Some(cpu), Some(memory)) = (part("Cpu"), part("Memory")) else { continue };
        let sizes = facts().fargate_sizes();
        let message = match sizes.iter().find(|size| size.cpu == cpu) {
            Some(size) if size.memory.contains(&memory) => continue,
            Some(size) => {
                let range = size.memory_range();
                let bound = |bound: Option<u32>| bound.map_or_else(String::new, |bound| bound.to_string());
                let near = size.memory.iter().filter(|size| **size >= memory).min().or(size.memory.iter().max());
                let near = near.map(|near| format!("; {near} is one of them")).unwrap_or_default();
                format!("with {cpu} CPU units Fargate gives {} to {} MiB in steps, and not {memory}{near}", bound(range.least), bound(range.most))
            }
            None => {
                let all = sizes.iter().map(|size| size.cpu.to_string()).collect::<Vec<_>>().join(", ");
                format!("Fargate has no tasks with {cpu} CPU units: there are {all}")
            }
        };
        findings.push(blame(&CODE, node, "Memory", message));
    }
}
