use cloudc_base::Finding;
use cloudc_base::value::{Ports, Value};
use cloudc_graph::{Party, Relation, Verb};

use super::shown;
use super::ways_out::{help, worst};
use crate::context::{Context, Findings};
use crate::parties::{Ends, handles};
use crate::sets::{Addresses, Services};
use crate::ways::{End, Obstacle, Search};

crate::check::code!("E0503" "cannot-reach" Error "cannot_reach.md");

/// Sentences that allow what no packet can do: whoever sends finds no way, or nobody lets it in.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for relation in context.graph.relations() {
        if relation.never || relation.verb != Verb::Reach {
            continue;
        }
        for subject in &relation.subjects {
            for object in &relation.objects {
                findings.extend(pair(context, relation, subject, object));
            }
        }
    }
}

fn pair(context: &Context<'_>, relation: &Relation, subject: &Party, object: &Party) -> Option<Finding> {
    let parties = context.parties();
    let from = parties.ends(subject);
    let to = target(context, relation, subject, object);
    if !from.unknown.is_empty() || !to.unknown.is_empty() || from.ends.is_empty() || to.ends.is_empty() {
        return None;
    }
    let asked = match relation.ports.is_empty() {
        true => vec![(None, Services::all())],
        false => relation.ports.iter().map(|ports| (Some(ports), Services::said(ports))).collect(),
    };
    asked.into_iter().find_map(|(ports, services)| {
        let obstacle = from.ends.iter().filter(|start| speaks(start)).find_map(|start| stopped(context, start, &to, &services))?;
        Some(finding(context, relation, (subject, object), ports, &obstacle))
    })
}

/// What a sentence opens: of something behind a balancer, for whoever comes with an address, the balancer.
fn target<'c>(context: &'c Context<'_>, relation: &Relation, subject: &Party, object: &Party) -> Ends<'c> {
    let parties = context.parties();
    let front = match (subject, object) {
        (Party::Thing(_), _) => None,
        (_, Party::Thing(address)) => front(context, address, &relation.ports),
        _ => None,
    };
    let Some(front) = front else { return parties.ends(object) };
    let mut ends = Ends::default();
    for handle in handles(&front) {
        let more = parties.ends(&Party::Thing(handle));
        ends.ends.extend(more.ends);
        ends.unknown.extend(more.unknown);
    }
    ends
}

/// What stands before an object, if it takes these ports.
fn front(context: &Context<'_>, address: &cloudc_base::Address, ports: &[Ports]) -> Option<Value> {
    let words = &context.graph.instance(address)?.words;
    let Some((_, Value::Record(endpoint))) = words.iter().find(|(word, _)| &**word == "endpoint") else { return None };
    let Some(Value::Record(front)) = endpoint.get("front") else { return None };
    let Some(Value::List(taken)) = front.get("ports") else { return None };
    let all = ports.iter().all(|port| taken.iter().any(|taken| *taken == Value::Ports(*port)));
    if all { front.get("at").cloned() } else { None }
}

/// Whether something can be said of where packets come from: of private addresses of others nothing can.
fn speaks(start: &End<'_>) -> bool {
    match start {
        End::Outside(addresses) => addresses.meets(Addresses::internet()),
        End::Place(place, id) => place.known && id.is_some(),
        End::Roaming(_) => true,
    }
}

/// What stops packets from one start to all ends; none if they arrive somewhere, perhaps, or nothing can be said.
fn stopped(context: &Context<'_>, start: &End<'_>, to: &Ends<'_>, services: &Services) -> Option<Obstacle> {
    let mut search = Search::new(context.topology()).explaining();
    for end in &to.ends {
        if !is_knowable(end) {
            return None;
        }
        for trip in search.ways(start, end, services) {
            let back = match (start, end) {
                (End::Place(from, _), End::Place(to, _)) => search.leads_back(from, to),
                _ => true,
            };
            if !trip.is_sure() || (back && search.is_answered(&trip)) {
                return None;
            }
        }
        if same_machine(start, end) {
            return None;
        }
    }
    worst(search.obstacles())
}

fn is_knowable(end: &End<'_>) -> bool {
    match end {
        End::Outside(addresses) => addresses.meets(Addresses::internet()),
        End::Place(place, id) => place.known && id.is_some(),
        End::Roaming(_) => false,
    }
}

fn same_machine(from: &End<'_>, to: &End<'_>) -> bool {
    matches!((from, to), (End::Place(from, _), End::Place(to, _)) if from.is_same_machine(to))
}

fn finding(context: &Context<'_>, relation: &Relation, (subject, object): (&Party, &Party), ports: Option<&Ports>, obstacle: &Obstacle) -> Finding {
    let on = ports.map(|ports| format!(" on {ports}")).unwrap_or_default();
    let (from, to) = (shown::party(subject), shown::party(object));
    let message = match object {
        Party::Internet => format!("{from} has no way to the internet{on}: {}", obstacle.text),
        _ => format!("{from} cannot reach {to}{on}: {}", obstacle.text),
    };
    let finding = shown::blame(context, &CODE, relation, subject, message).help(help(obstacle, object));
    shown::at(context, finding, obstacle)
}
