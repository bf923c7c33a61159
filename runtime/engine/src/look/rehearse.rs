//! What clusters say of a plan before it is carried out.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cloudc_facts::{Provider as Maker, ResourceType, facts};
use cloudc_graph::Graph;
use cloudc_provider::path::Place;
use cloudc_provider::{Call, Class, Fault, Provider, Rehearsal};
use cloudc_state::Document;
use tokio::task::JoinSet;

use super::turns::Turns;
use super::{call, call_at};
use crate::plan::{Decision, Planned, Sites};
use crate::{Cause, Plan, Refusal, What, differences, ground, mark};

/// What the server counts by itself, and nobody wrote.
const COUNTED: [&str; 4] = ["status", "metadata.generation", "metadata.creationTimestamp", "metadata.uid"];

/// Asks the clusters of a program that are there what would become of each object that is made or changed. What they refuse
/// is refused by the plan; what else would change, because somebody changed it since, is said.
///
/// Objects that hold secrets, or values that are known later, are not asked about.
pub async fn rehearse(graph: &Graph, plan: &mut Plan, document: &Document, provider: &Arc<dyn Provider>) {
    let sites = Sites::of(graph, &document.home);
    let mut tasks: JoinSet<(usize, Result<Option<Rehearsal>, Fault>)> = JoinSet::new();
    let mut turns = Turns::default();
    // Nobody waits for each object of a cluster that does not answer.
    let mute = Arc::new(AtomicBool::new(false));
    for (number, planned) in plan.nodes.iter().enumerate() {
        let Some((call, ty)) = asked(graph, (number, planned), document, &sites) else { continue };
        let lane = turns.lane(&**provider, &ty);
        let (provider, properties, mute) = (Arc::clone(provider), planned.properties.clone(), Arc::clone(&mute));
        tasks.spawn(async move {
            let _turn = lane.acquire().await;
            if mute.load(Ordering::Relaxed) {
                return (number, Ok(None));
            }
            let said = provider.rehearse(&call, &properties).await;
            let silent = matches!(&said, Err(fault) if matches!(fault.class, Class::Lost | Class::Transient));
            mute.fetch_or(silent, Ordering::Relaxed);
            (number, said)
        });
    }
    let mut heard = BTreeMap::new();
    while let Some(ended) = tasks.join_next().await {
        // A provider that broke off has said nothing.
        heard.extend(ended.ok());
    }
    let steps: BTreeMap<String, usize> =
        plan.steps.iter().enumerate().map(|(place, step)| (step.address.clone(), place)).collect();
    for (number, said) in heard {
        match said {
            Ok(Some(Rehearsal { refused: Some(fault), .. })) => refuse(graph, plan, number, &fault),
            Ok(Some(rehearsal)) => take_in(graph, plan, (number, &steps), &rehearsal),
            Ok(None) => {}
            Err(fault) => refuse(graph, plan, number, &fault),
        }
    }
}

/// The call that asks about a node, if it can be asked about.
fn asked(
    graph: &Graph,
    (number, planned): (usize, &Planned),
    document: &Document,
    sites: &Sites,
) -> Option<(Call, Arc<ResourceType>)> {
    let changes = matches!(planned.decision, Decision::Create | Decision::Update { .. });
    let known = !mark::has_later(&planned.properties) && !mark::has_secret(&planned.properties);
    let node = graph.node(number).filter(|_| changes && known)?;
    let ty = facts().resource_type(&node.ty).filter(|ty| ty.provider() != Maker::Aws)?;
    let on = node.on.as_ref()?;
    // A cluster that is made, or made anew, knows nothing yet.
    if planned.site.api.is_none() && ground::number(graph, on).is_some() {
        return None;
    }
    let call = call(document, &node.address.to_string(), Arc::clone(&ty), planned.site.clone(), "rehearse");
    let call = call_at(graph, node, document, sites, call);
    call.connection.is_some().then_some((call, ty))
}

/// What would change beside what the program changes.
fn take_in(graph: &Graph, plan: &mut Plan, (number, steps): (usize, &BTreeMap<String, usize>), rehearsal: &Rehearsal) {
    let Some((address, creates)) = subject(graph, plan, number) else { return };
    if rehearsal.before.is_null() || rehearsal.before.pointer("/metadata/deletionTimestamp").is_some() {
        return;
    }
    if creates {
        let why = match rehearsal.own {
            true => "it is there already with this program's mark: `cloudc discover --record` records it",
            false => "it is there already, and this program did not make it: `cloudc import` takes it over",
        };
        let fault = Fault::new(Class::Conflict, "AlreadyExists", why);
        return refuse(graph, plan, number, &fault);
    }
    let Some(step) = steps.get(&address).and_then(|&place| plan.steps.get_mut(place)) else { return };
    for found in differences(&rehearsal.before, &rehearsal.after, None) {
        let counted = COUNTED.iter().any(|name| Place::dotted(name).covers(&found.place));
        let said = step.causes.iter().any(|cause| match cause {
            Cause::Property { place, .. } | Cause::Unsure { place } => {
                place.covers(&found.place) || found.place.covers(place)
            }
            _ => false,
        });
        if !counted && !said {
            let (place, before, after) = (found.place, found.before, found.after);
            step.causes.push(Cause::Property { place, before, after, replaces: false, sure: true });
        }
    }
}

/// What may change until the plan is carried out is no reason against it.
fn refuse(graph: &Graph, plan: &mut Plan, number: usize, fault: &Fault) {
    let lasting =
        matches!(fault.class, Class::Invalid | Class::Denied | Class::Immutable | Class::Quota | Class::Conflict);
    let Some((address, creates)) = subject(graph, plan, number).filter(|_| lasting) else { return };
    let what = if creates { What::Create } else { What::Update };
    let span = graph.node(number).map(|node| node.span);
    plan.refusals.push(Refusal { address, what, why: fault.message.clone().into(), span });
}

/// The address of a node, and whether it is made.
fn subject(graph: &Graph, plan: &Plan, number: usize) -> Option<(String, bool)> {
    let creates = plan.nodes.get(number)?.decision == Decision::Create;
    Some((graph.node(number)?.address.to_string(), creates))
}
