//! What of a program was made directly and can become a stack's, and what stands in the way.

use std::collections::BTreeMap;

use cloudc_engine::{Cause, Importable, Plan, Step, What, has_secret, importable};
use cloudc_state::{Document, Record};
use serde_json::Value as Json;

use super::imported::Was;
use super::watched::Watcher;
use crate::failure::Failure;

/// Something that was made directly.
#[derive(Debug)]
pub(super) struct Moving {
    pub(super) address: String,
    /// Its logical id.
    pub(super) id: String,
    /// Its type, as the program calls it.
    pub(super) ty: String,
    /// What the cloud calls it.
    pub(super) identifier: String,
    /// How CloudFormation takes it over.
    pub(super) importable: Importable,
}

/// Everything that was made directly, each after what it needs; and of what is not as declared the properties that differ, as they
/// were written, by logical id.
pub(super) fn moving(
    watcher: &Watcher<'_>,
    plan: &Plan,
    document: &Document,
) -> Result<(Vec<Moving>, BTreeMap<String, Was>), Failure> {
    if !watcher.packed.assets.templates.is_empty() {
        return Err(refused(
            "a program of more than one template that was made directly",
            "CloudFormation takes nothing over into a stack inside of a stack: leave out `--via cloudformation`",
        ));
    }
    is_plain(plan, document)?;
    let ids: BTreeMap<&str, &str> =
        watcher.packed.addresses().iter().map(|(id, address)| (address.as_str(), id.as_str())).collect();
    let managed = |address: &str| document.at(address).filter(|record| record.kind.is_managed());
    let (mut found, mut foreign) = (Vec::new(), Vec::new());
    let nodes = watcher.program.graph.order().iter().filter_map(|number| watcher.program.graph.node(*number));
    for address in nodes.map(|node| node.address.to_string()) {
        let Some(record) = managed(&address) else { continue };
        match (ids.get(address.as_str()), importable(record)) {
            (Some(id), Some(importable)) => found.push(Moving {
                id: (*id).to_owned(),
                ty: record.ty.clone(),
                identifier: record.identifier.clone(),
                importable,
                address,
            }),
            _ => foreign.push(format!("`{address}` ({})", record.ty)),
        }
    }
    if !foreign.is_empty() {
        return Err(refused(
            &format!("what CloudFormation cannot take over, {},", foreign.join(", ")),
            "leave out `--via cloudformation`; or take it out of the program into one of its own, with `cloudc state rm` here \
             and `cloudc import` there",
        ));
    }
    let was = plan.steps.iter().filter_map(|step| {
        let id = ids.get(step.address.as_str())?;
        Some(((*id).to_owned(), was(step, managed(&step.address)?)))
    });
    Ok((found, was.collect()))
}

/// Whether all that a plan does with what is there is to change properties: an import knows what there is and what is written.
fn is_plain(plan: &Plan, document: &Document) -> Result<(), Failure> {
    let is_open = |step: &&Step| {
        let there = document.at(&step.address).is_some_and(|record| record.kind.is_managed());
        let others = !step.causes.iter().all(|cause| matches!(cause, Cause::Property { .. }));
        matches!(step.what, What::Delete | What::Forget | What::Move) || (there && others)
    };
    let open: Vec<String> = plan.steps.iter().filter(is_open).map(|step| format!("`{}`", step.address)).collect();
    let open = if plan.refusals.is_empty() {
        open
    } else {
        plan.refusals.iter().map(|refusal| format!("`{}`", refusal.address)).collect()
    };
    match document.stacks.first() {
        _ if open.is_empty() => Ok(()),
        None => Err(refused(
            &format!("a program that first has to be put in order, for {},", open.join(", ")),
            "`cloudc plan FILE --cloud aws` says why, and `cloudc apply FILE --cloud aws` does it; then run this again",
        )),
        Some(stack) => Err(refused(
            &format!(
                "what the stack `{stack}` is taking over and the program no longer declares so, {},",
                open.join(", ")
            ),
            "declare it as before until everything is taken over; or go back with `cloudc adopt FILE`",
        )),
    }
}

/// The properties that a step changes, as they were written. A secret stays as it is declared: what it was is not known.
fn was(step: &Step, record: &Record) -> Was {
    let names = step.causes.iter().filter_map(|cause| match cause {
        Cause::Property { place, .. } => place.steps().first().map(ToString::to_string),
        _ => None,
    });
    let written = |name: &str| record.properties.get(name).cloned().unwrap_or(Json::Null);
    names
        .map(|name| (written(&name), name))
        .filter(|(value, _)| !has_secret(value))
        .map(|(value, name)| (name, value))
        .collect()
}

fn refused(what: &str, help: &str) -> Failure {
    Failure::NotThroughStacks { what: what.to_owned(), help: help.to_owned() }
}
